package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Objectives as the test cases that CI systems show: a violated one is a failure, an undecided one
 * is skipped, a warning passes and says so.
 */
final class JUnitXml {
  private JUnitXml() {}

  /**
   * Objectives of one scenario.
   *
   * @param name of the scenario
   * @param objectives as in a result
   */
  record Group(String name, JsonNode objectives) {}

  /** The document with a line feed at the end. */
  static String of(String suite, List<Group> groups) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeCharacters("\n");
      for (Group group : groups) {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", plain(suite + " / " + group.name()));
        xml.writeAttribute("tests", Integer.toString(group.objectives().size()));
        xml.writeAttribute("failures", Integer.toString(count(group, "fail")));
        xml.writeAttribute("skipped", Integer.toString(count(group, "inconclusive")));
        xml.writeAttribute("errors", "0");
        xml.writeCharacters("\n");
        for (JsonNode objective : group.objectives()) {
          testCase(xml, group.name(), objective);
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string cannot be written to", e);
    }
    return text.append('\n').toString();
  }

  private static int count(Group group, String verdict) {
    int count = 0;
    for (JsonNode objective : group.objectives()) {
      count += state(objective).equals(verdict) ? 1 : 0;
    }
    return count;
  }

  /** A warning never fails a build. */
  private static String state(JsonNode objective) {
    return objective.get("severity").asText().equals("warn")
        ? "warn"
        : objective.get("verdict").asText();
  }

  private static void testCase(XMLStreamWriter xml, String group, JsonNode objective)
      throws XMLStreamException {
    xml.writeCharacters("  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", plain("headroom." + group));
    xml.writeAttribute("name", plain(name(objective)));
    String said = objective.get("expr").asText() + ", measured "
        + objective.get("measured").asText() + ", violated on "
        + objective.get("violatedRuns").asLong() + " of "
        + objective.get("runs").asLong()
        + " days";
    switch (state(objective)) {
      case "fail" -> {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", plain(said));
        xml.writeEndElement();
      }
      case "inconclusive" -> {
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", plain("undecided: " + said));
        xml.writeEndElement();
      }
      default -> {
        xml.writeStartElement("system-out");
        boolean warns = objective.get("verdict").asText().equals("fail");
        xml.writeCharacters(plain((warns ? "warning: " : "") + said));
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  private static String name(JsonNode objective) {
    String name = objective.get("name").asText();
    String expression = objective.get("expr").asText();
    return name.equals(expression) ? expression : name + ": " + expression;
  }

  /** XML knows no other control characters, however they are written. */
  private static String plain(String text) {
    return text.replaceAll("[\\x00-\\x1f\\x7f\\ufffe\\uffff]", " ");
  }
}
