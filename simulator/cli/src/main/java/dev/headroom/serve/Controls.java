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
import java.util.List;

/** What the page's sliders stand at, read from the scenario and the models under it. */
final class Controls {
  private static final FieldNotes NOTES = FieldNotes.read();

  /** Without these a control has nothing to turn. */
  private static final List<String> ONLY_WHERE_SAID = List.of(
      "workload.generate.at", "workload.generate.hold", "workload.generate.base",
      "workload.generate.peak", "workload.clients.timeout", "database.pooler.serverPool",
      "platform.scale.target");

  private final Board.Position position;
  private final ConfigNode full;

  Controls(Board.Position position) {
    this.position = position;
    this.full = ScenarioReader.withModels(position.tree());
  }

  /** One control as it stands. */
  record State(Control control, String path, String value, String standard) {}

  /** Every control that this scenario has. */
  List<State> states() {
    List<State> states = new ArrayList<>();
    boolean many = Board.at(position.tree(), "services") instanceof ListNode;
    String prefix = many ? "services.0." : "";
    for (Control control : Control.ALL) {
      String path = control.shared() ? control.path() : prefix + control.path();
      boolean hasHome = Board.at(full, path.substring(0, path.indexOf('.'))) instanceof MapNode
          || many && !control.shared();
      String value = value(full, path);
      boolean fits = !value.isEmpty() || !ONLY_WHERE_SAID.contains(control.path());
      if (control.path().endsWith("serverPool")) {
        fits = !value(full, "database.pooler.kind").matches("none|");
      }
      if (hasHome && fits) {
        states.add(new State(control, path, value, standard(path)));
      }
    }
    return states;
  }

  /** The controls for the page. */
  ArrayNode document() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (State state : states()) {
      Control control = state.control();
      ObjectNode one = all.addObject();
      one.put("group", control.group()).put("path", state.path()).put("label", control.label())
          .put("unit", control.unit()).put("value", state.value())
          .put("standard", state.standard()).put("explain", explain(control));
      if (control.isChoice()) {
        ArrayNode choices = one.putArray("choices");
        choices(state).forEach(choices::add);
      } else {
        one.put("min", control.min()).put("max", control.max());
        number(one, "number", state.value(), control.unit());
        number(one, "standardNumber", state.standard(), control.unit());
      }
    }
    return all;
  }

  private List<String> choices(State state) {
    if (!state.control().choices().isEmpty()) {
      return state.control().choices();
    }
    String home = state.path().substring(0, state.path().lastIndexOf('.'));
    return Board.at(full, home + ".runtimes") instanceof MapNode map
        ? List.copyOf(map.entries().keySet())
        : List.of();
  }

  private static String value(ConfigNode tree, String path) {
    ConfigNode node = Board.at(tree, path);
    if (node instanceof MapNode map && map.get("value") != null) {
      node = map.get("value");
    }
    return node == null ? "" : node instanceof ConfigNode.ScalarNode scalar
        ? scalar.text()
        : YamlText.value(node);
  }

  /** What counts where the scenario says nothing. */
  private String standard(String path) {
    if (path.startsWith("services") || path.startsWith("workload") || path.endsWith(".use")) {
      return "";
    }
    try {
      return value(ScenarioReader.withModels(Board.without(position.tree(), path)), path);
    } catch (UserError e) {
      return "";
    }
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
