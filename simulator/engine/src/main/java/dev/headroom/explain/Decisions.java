package dev.headroom.explain;

import dev.headroom.measure.Say;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the autoscaler decided, each time with what it saw. */
public final class Decisions {
  static final Pattern CHANGE = Pattern.compile("(\\d+) -> (\\d+) instances: (.*)");
  private static final Pattern INPUTS = Pattern.compile(
      "observed (-?[\\d.]+) against (-?[\\d.]+) over ([\\d.]+) s, raw (-?\\d+)(?:, (.*))?");

  /** What decides how many instances there are. */
  private static final List<String> DECIDING =
      List.of("scale", "schedule", "provisioned", "nodes", "deploy");

  /** What leads to a decision or comes of one. */
  private static final List<String> AROUND = List.of("metric", "alarm", "ready");

  private Decisions() {}

  static boolean isDecision(EventRow event) {
    return DECIDING.contains(event.kind());
  }

  /** Every decision of the run that changed something. */
  public static Answer of(SavedResult result) {
    View view = new View(result);
    Answer answer = new Answer("autoscaler", "What the autoscaler decided: " + view.name());
    List<List<String>> rows = new ArrayList<>();
    int decisions = 0;
    int more = 0;
    for (EventRow event : view.events()) {
      if (isDecision(event) || AROUND.contains(event.kind())) {
        rows.add(row(view, event));
        decisions += event.kind().equals("scale") ? 1 : 0;
        Matcher change = CHANGE.matcher(event.text());
        more += change.matches() && isMore(change) ? 1 : 0;
      }
    }
    String policy = view.setting("platform.scale.policy");
    answer.sentence(
        decisions == 0
            ? "No decision changed the number of instances" + (rows.isEmpty() ? "." : " by itself.")
            : Say.count(decisions) + " decisions changed the number of instances, "
                + Say.count(more) + " of them for more. Where nothing changed, nothing is kept.");
    if (policy.equals("per-request")) {
      answer.sentence("On this platform no autoscaler decides: each request that finds no free"
          + " instance starts one.");
    } else if (!view.setting("platform.scale.onNoSlot").isEmpty()
        && view.setting("platform.scale.onNoSlot").equals("start")) {
      answer.sentence("Beside it, a request that finds no free instance starts one at once"
          + " (platform.scale.onNoSlot: start); such starts are no decisions and not in the list.");
    }
    rules(view, answer);
    if (!rows.isEmpty()) {
      answer.table(
          "Decisions",
          List.of("time", "service", "change", "observed", "target", "over", "asked for", "why"),
          rows);
    }
    for (var warning : view.at("/warnings")) {
      if (warning.asText().contains("further events")) {
        answer.sentence("The list is not whole: " + warning.asText() + ".");
      }
    }
    answer.values().put("decisions", decisions);
    return answer;
  }

  static boolean isMore(Matcher change) {
    return Long.parseLong(change.group(2)) > Long.parseLong(change.group(1));
  }

  /** The rules it goes by, as the scenario and the model set them. */
  private static void rules(View view, Answer answer) {
    StringBuilder text = new StringBuilder();
    for (var setting : view.at("/settings")) {
      String path = setting.path("path").asText();
      int at = path.indexOf("platform.scale.");
      if (at == 0 || at > 0 && path.charAt(at - 1) == '.') {
        text.append(text.isEmpty() ? "" : ", ")
            .append(path.replace("platform.scale.", ""))
            .append(' ')
            .append(setting.path("value").asText());
      }
    }
    if (!text.isEmpty()) {
      answer.fact("rules", text + " (under platform.scale)");
    }
  }

  private static List<String> row(View view, EventRow event) {
    List<String> row =
        new ArrayList<>(List.of(view.moments.sayTenths(event.seconds()), event.service()));
    Matcher change = CHANGE.matcher(event.text());
    boolean changes = change.matches();
    row.add(changes ? change.group(1) + " -> " + change.group(2) : event.kind());
    Matcher inputs = INPUTS.matcher(changes ? change.group(3) : event.text());
    if (inputs.matches()) {
      row.addAll(List.of(
          inputs.group(1),
          inputs.group(2),
          inputs.group(3) + " s",
          inputs.group(4),
          inputs.group(5) == null ? "" : inputs.group(5)));
    } else {
      row.addAll(List.of("", "", "", "", changes ? change.group(3) : event.text()));
    }
    return row;
  }
}
