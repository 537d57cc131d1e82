package dev.headroom.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.Decimals;
import java.util.Iterator;
import java.util.Map;

/**
 * A JSON document as indented text, the same bytes on every JVM and operating system.
 *
 * <p>Floating point is rounded to six decimal places and never has an exponent; decimals are
 * written exactly; what is not finite becomes {@code null}. Arrays of plain values stay on a line.
 */
public final class JsonText {
  private static final int PLACES = 6;

  private final StringBuilder out = new StringBuilder(8192);

  private JsonText() {}

  /** The document with a line feed at the end. */
  public static String of(JsonNode node) {
    JsonText text = new JsonText();
    text.value(node, 0);
    return text.out.append('\n').toString();
  }

  private void value(JsonNode node, int depth) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node, depth);
      case ARRAY -> array(node, depth);
      case NUMBER -> number(node);
      case BOOLEAN -> out.append(node.booleanValue());
      case STRING -> string(node.textValue());
      case NULL, MISSING -> out.append("null");
      case BINARY, POJO ->
        throw new IllegalArgumentException("no JSON for a node of type " + node.getNodeType());
    }
  }

  private void object(JsonNode node, int depth) {
    if (node.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      newLine(depth + 1);
      string(field.getKey());
      out.append(": ");
      value(field.getValue(), depth + 1);
      if (fields.hasNext()) {
        out.append(',');
      }
    }
    newLine(depth);
    out.append('}');
  }

  private void array(JsonNode node, int depth) {
    boolean plain = true;
    for (JsonNode element : node) {
      plain &= element.isNumber() || element.isNull();
    }
    out.append('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        out.append(plain ? ", " : ",");
      }
      if (!plain) {
        newLine(depth + 1);
      }
      value(node.get(i), depth + 1);
    }
    if (!plain) {
      newLine(depth);
    }
    out.append(']');
  }

  private void number(JsonNode node) {
    if (node.isDouble() || node.isFloat()) {
      double value = node.doubleValue();
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        out.append("null");
      } else {
        Decimals.append(out, value, PLACES);
      }
    } else if (node.isBigDecimal()) {
      out.append(node.decimalValue().toPlainString());
    } else {
      out.append(node.bigIntegerValue());
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // A lone surrogate has no UTF-8 form and would be written as a question mark.
          if (c < 0x20 || c == 0x7f || Character.isSurrogate(c) && !paired(text, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String text, int i) {
    if (Character.isHighSurrogate(text.charAt(i))) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private void newLine(int depth) {
    out.append('\n');
    for (int i = 0; i < depth; i++) {
      out.append("  ");
    }
  }
}
