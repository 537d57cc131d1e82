package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.platform.FieldNotes;
import dev.headroom.platform.FieldNotes.Note;
import dev.headroom.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the page's sliders stand at, read from the scenario and the models under it. */
final class Controls {
  private static final FieldNotes NOTES = FieldNotes.read();

  /** Without these a control has nothing to turn. */
  private static final List<String> ONLY_WHERE_SAID = List.of(
      "workload.generate.at",
      "workload.generate.hold",
      "workload.generate.base",
      "workload.generate.peak",
      "workload.clients.timeout",
      "database.pooler.serverPool",
      "platform.scale.target");

  private static final int KNOWN_MAX = 64;

  /** Models under a scenario's bare choices: reading them takes longer than all else here. */
  private static final Map<String, ConfigNode> KNOWN = new ConcurrentHashMap<>();

  private final Board.Position position;
  private final Map<String, String> values = new HashMap<>();
  private final ConfigNode models;
  private final String prefix;

  /**
   * Reads them.
   *
   * @param service which of several services they turn, from 0; the last where there are fewer
   */
  Controls(Board.Position position, int service) {
    this.position = position;
    int count = services(position.tree()).size();
    this.prefix = count == 0 ? "" : "services." + Math.min(service, count - 1) + ".";
    position
        .scenario()
        .settings()
        .forEach(setting ->
            values.put(setting.path().replaceAll("\\[(\\d+)\\]", ".$1"), setting.value()));
    ConfigNode bare = position.tree();
    for (Control control : Control.ALL) {
      bare = control.path().endsWith(".use") ? bare : Board.without(bare, control.path());
    }
    models = models(bare);
  }

  private static ConfigNode models(ConfigNode bare) {
    String key = YamlText.of(bare);
    ConfigNode known = KNOWN.get(key);
    if (known == null) {
      if (KNOWN.size() >= KNOWN_MAX) {
        KNOWN.clear();
      }
      try {
        known = ScenarioReader.withModels(bare);
      } catch (UserError e) {
        // Without what was taken away the rest makes no sense; nothing is known then.
        known = bare;
      }
      KNOWN.put(key, known);
    }
    return known;
  }

  /** One control as it stands. */
  record State(Control control, String path, String value, String standard) {}

  /** Every control that this scenario has. */
  List<State> states() {
    List<State> states = new ArrayList<>();
    boolean many = !prefix.isEmpty();
    for (Control control : Control.ALL) {
      String path = control.shared() ? control.path() : prefix + control.path();
      String home = path.substring(0, path.indexOf('.'));
      boolean hasHome =
          Board.at(position.tree(), home) instanceof MapNode || many && !control.shared();
      String value = value(path);
      boolean fits = !value.isEmpty() || !ONLY_WHERE_SAID.contains(control.path());
      if (control.path().endsWith("serverPool")) {
        fits = !value("database.pooler.kind").matches("none|");
      }
      if (hasHome && fits) {
        states.add(new State(control, path, value, standard(path)));
      }
    }
    return states;
  }

  /** The names of a scenario's services, in its own order; none where it is a single one. */
  static List<String> services(ConfigNode scenario) {
    List<String> names = new ArrayList<>();
    if (Board.at(scenario, "services") instanceof ListNode list) {
      for (int i = 0; i < list.items().size(); i++) {
        names.add(Board.text(list.items().get(i), "name", ""));
      }
    }
    return names;
  }

  /** The controls for the page. */
  ArrayNode document() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (State state : states()) {
      Control control = state.control();
      ObjectNode one = all.addObject();
      one.put("group", control.group())
          .put("path", state.path())
          .put("label", control.label())
          .put("unit", control.unit())
          .put("value", state.value())
          .put("standard", state.standard())
          .put("explain", explain(control));
      if (control.isChoice()) {
        ArrayNode choices = one.putArray("choices");
        choices(state).forEach(choices::add);
      } else {
        one.put("min", control.min()).put("max", most(state));
        number(one, "number", state.value(), control.unit());
        number(one, "standardNumber", state.standard(), control.unit());
      }
    }
    return all;
  }

  /** Where the slider ends: four times what the scenario says, where that is a number. */
  static double most(State state) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    number(node, "number", state.value(), state.control().unit());
    double value = node.path("number").asDouble(0);
    Control control = state.control();
    return value <= 0 || control.unit().equals("%")
        ? control.max()
        : Math.max(control.min() + 10, Scale.at(0, 4 * value, 1));
  }

  private List<String> choices(State state) {
    if (!state.control().choices().isEmpty()) {
      return state.control().choices();
    }
    String home = state.path().substring(0, state.path().lastIndexOf('.'));
    return Board.at(models, home + ".runtimes") instanceof MapNode map
        ? List.copyOf(map.entries().keySet())
        : List.of();
  }

  private String value(String path) {
    String effective = values.get(path);
    return effective != null ? effective : text(Board.at(position.tree(), path));
  }

  private static String text(ConfigNode node) {
    ConfigNode value =
        node instanceof MapNode map && map.get("value") != null ? map.get("value") : node;
    return value == null
        ? ""
        : value instanceof ConfigNode.ScalarNode scalar ? scalar.text() : YamlText.value(value);
  }

  /** What counts where the scenario says nothing; empty where the models leave it open. */
  private String standard(String path) {
    boolean written = path.endsWith(".use") || path.startsWith("services.");
    return written ? "" : text(Board.at(models, path));
  }

  private static String explain(Control control) {
    int dot = control.path().indexOf('.');
    Note note = NOTES.find(control.path().substring(0, dot), control.path().substring(dot + 1));
    return control.note().isEmpty() && note != null ? note.meaning() : control.note();
  }

  /** The value in the slider's unit; none where it is a distribution or unlimited. */
  private static void number(ObjectNode node, String key, String text, String unit) {
    try {
      switch (unit) {
        case "s" -> node.put(key, Units.durationNs(text) / 1e9);
        case "MB" -> node.put(key, Units.bytes(text) / 1e6);
        case "%" -> node.put(key, Units.share(text) * 100);
        case "/s" -> node.put(key, Units.perSecond(text));
        default -> node.put(key, Double.parseDouble(text));
      }
    } catch (IllegalArgumentException e) {
      node.putNull(key);
    }
  }
}
