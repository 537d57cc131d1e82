package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import java.util.List;

/** Models for programs. Values stand as written, with their units, so that no digit is lost. */
final class ModelJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ModelJson() {}

  static String list(List<ModelEntry> models) {
    ObjectNode root = NODES.objectNode();
    root.put("schema", "headroom/models/v1");
    ArrayNode list = root.putArray("models");
    models.forEach(model -> head(list.addObject(), model));
    return text(root);
  }

  static String of(ModelEntry model) {
    ObjectNode root = NODES.objectNode();
    root.put("schema", "headroom/model/v1");
    head(root, model);
    ArrayNode values = root.putArray("values");
    for (ModelEntry.Value value : model.values()) {
      ObjectNode node = values.addObject();
      node.put("path", value.path());
      node.set("value", value(value.value()));
      node.put("unit", value.unit().isEmpty() ? null : value.unit());
      node.put("used", value.used());
      node.put("source", value.source());
      node.put("confidence", value.confidence());
      node.put("assumed", value.assumed());
      node.put("note", value.note() == null ? null : value.note().strip());
      node.put("meaning", value.meaning().isEmpty() ? null : value.meaning());
    }
    ObjectNode defaults = root.putObject("defaults");
    ModelDefaults.of(model).forEach(defaults::put);
    ArrayNode sources = root.putArray("sources");
    for (ModelEntry.Source source : model.sources()) {
      sources
          .addObject()
          .put("name", source.name())
          .put("title", source.title())
          .put("url", source.url())
          .put("retrieved", source.retrieved())
          .put("confidence", source.confidence());
    }
    ArrayNode assumptions = root.putArray("assumptions");
    model.assumptions().forEach(assumptions::add);
    return text(root);
  }

  private static void head(ObjectNode node, ModelEntry model) {
    node.put("kind", model.kind().label).put("name", model.name()).put("title", model.title());
    node.put("file", model.file()).put("chosenBy", model.kind().chosenBy);
    node.put("retrieved", model.retrieved());
    node.put("currency", model.currency().isEmpty() ? null : model.currency());
    node.put("citedValues", model.cited()).put("assumedValues", model.assumed());
    node.put("oldestSource", model.oldestSource());
  }

  private static JsonNode value(ConfigNode node) {
    if (node instanceof MapNode map) {
      ObjectNode object = NODES.objectNode();
      map.entries().forEach((key, entry) -> object.set(key, value(entry.value())));
      return object;
    }
    if (node instanceof ListNode list) {
      ArrayNode array = NODES.arrayNode();
      list.items().forEach(item -> array.add(value(item)));
      return array;
    }
    return TextNode.valueOf(ModelText.plain(node));
  }

  /** A document as indented text. */
  static String text(ObjectNode root) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of values is always JSON", e);
    }
  }
}
