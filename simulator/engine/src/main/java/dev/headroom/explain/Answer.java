package dev.headroom.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** An answer in parts that a terminal, a page and a document can each show in their way. */
public final class Answer {
  private final String question;
  private final String title;
  private final List<Part> parts = new ArrayList<>();
  private final ObjectNode values = JsonNodeFactory.instance.objectNode();

  /** One part, in the order shown. */
  public sealed interface Part {}

  /** A sentence. */
  public record Sentence(String text) implements Part {}

  /**
   * A short name and what there is to say of it.
   *
   * @param name empty where it goes on from the one before
   * @param text in words
   */
  public record Fact(String name, String text) implements Part {}

  /**
   * Rows under heads.
   *
   * @param name what it is a table of
   * @param heads of its columns
   * @param rows each with as many cells as there are heads
   */
  public record Table(String name, List<String> heads, List<List<String>> rows) implements Part {}

  /**
   * An answer without parts yet.
   *
   * @param question a short stable word, such as {@code at}
   * @param title the headline
   */
  public Answer(String question, String title) {
    this.question = question;
    this.title = title;
  }

  /** Adds a sentence. */
  public Answer sentence(String text) {
    parts.add(new Sentence(text));
    return this;
  }

  /** Adds a fact; its name is empty where it goes on from the one before. */
  public Answer fact(String name, String text) {
    parts.add(new Fact(name, text));
    return this;
  }

  /** Adds a table. */
  public Answer table(String name, List<String> heads, List<List<String>> rows) {
    parts.add(new Table(name, heads, List.copyOf(rows)));
    return this;
  }

  /** Figures for programs, by name. */
  public ObjectNode values() {
    return values;
  }

  public String title() {
    return title;
  }

  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** The same as one document, with the figures behind it. */
  public ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", "headroom/explain/v1");
    document.put("question", question);
    document.put("title", title);
    document.set("values", values);
    ArrayNode sentences = document.putArray("sentences");
    ArrayNode facts = document.putArray("facts");
    ArrayNode tables = document.putArray("tables");
    for (Part part : parts) {
      if (part instanceof Sentence sentence) {
        sentences.add(sentence.text());
      } else if (part instanceof Fact fact) {
        facts.addObject().put("name", fact.name()).put("text", fact.text());
      } else if (part instanceof Table table) {
        ObjectNode node = tables.addObject().put("name", table.name());
        ArrayNode rows = node.putArray("rows");
        for (List<String> row : table.rows()) {
          ObjectNode one = rows.addObject();
          for (int i = 0; i < row.size(); i++) {
            one.put(table.heads().get(i), row.get(i));
          }
        }
      }
    }
    return document;
  }
}
