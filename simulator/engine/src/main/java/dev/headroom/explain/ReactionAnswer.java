package dev.headroom.explain;

import dev.headroom.core.Decimals;
import dev.headroom.measure.Say;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From a spike to the first instance that helped, stage by stage, and what would save which. */
public final class ReactionAnswer {
  private static final Pattern READY = Pattern.compile(
      "first of (\\d+) new instances ready ([\\d.]+) s after the decision: started after"
          + " ([\\d.]+) s(.*)");
  private static final Pattern PHASE = Pattern.compile("(\\w+) in ([\\d.]+) s");
  private static final List<String> PHASES = List.of("placing", "pulling", "booting", "probing");
  private static final int BAR_WIDTH = 30;
  private static final int RISE_BINS = 5;
  private static final String DECIDE_SOONER = "a schedule (platform.scale.schedule) ahead of the"
      + " spike, or a shorter interval or window";
  private static final double SHORTEST_SECONDS = 0.05;

  private final View view;
  private final double spike;
  private final List<Stage> stages = new ArrayList<>();
  private final Answer answer;

  /**
   * A part of the way.
   *
   * @param name a short word
   * @param from in seconds from the start of the run
   * @param to likewise
   * @param savedIf what would shorten it
   */
  private record Stage(String name, double from, double to, String savedIf) {}

  private ReactionAnswer(View view, double spike) {
    this.view = view;
    this.spike = spike;
    this.answer = new Answer(
        "timeline",
        "From the spike at " + view.moments.say(spike) + " to the first instance that helped: "
            + view.name());
  }

  /** Where the load rises most: between the means of some bins before and after; else 0. */
  public static double spike(SavedResult result) {
    View view = new View(result);
    int steepest = 0;
    double rise = 0;
    for (int bin = 1; bin < view.series.bins(); bin++) {
      double more = mean(view, bin, Math.min(view.series.bins(), bin + RISE_BINS))
          - mean(view, Math.max(0, bin - RISE_BINS), bin);
      if (more > rise) {
        rise = more;
        steepest = bin;
      }
    }
    return view.series.secondsAt(steepest);
  }

  private static double mean(View view, int from, int to) {
    double sum = 0;
    for (int bin = from; bin < to; bin++) {
      sum += view.value("offered", bin);
    }
    return sum / (to - from);
  }

  /**
   * The answer.
   *
   * @param spike when the load rises, in seconds from the start of the run
   */
  public static Answer of(SavedResult result, double spike) {
    return new ReactionAnswer(new View(result), spike).answer();
  }

  private Answer answer() {
    EventRow decision = null;
    EventRow ready = null;
    for (EventRow event : view.events()) {
      Matcher change = Decisions.CHANGE.matcher(event.text());
      if (event.seconds() < spike) {
        continue;
      }
      if (decision == null
          && event.kind().equals("scale")
          && change.matches()
          && Decisions.isMore(change)) {
        decision = event;
      } else if (decision != null
          && event.kind().equals("ready")
          && event.service().equals(decision.service())) {
        ready = event;
        break;
      }
    }
    load();
    double early = firstReadySeconds();
    double decided = ready == null ? Double.NaN : ready.seconds();
    if (!Double.isNaN(early) && !(early >= decided)) {
      byRequest(early);
    } else if (ready != null) {
      byDecision(decision, ready);
    } else {
      nothing(decision);
      return answer;
    }
    show();
    return answer;
  }

  private void load() {
    int bin = view.bin(spike);
    int before = Math.max(0, bin - 1);
    answer.fact(
        "load",
        View.amount(bin == 0 ? 0 : view.perSecond("offered", before))
            + " requests a second before, " + View.amount(view.perSecond("offered", bin))
            + " at the spike, " + View.amount(ready(bin == 0 ? 0 : before))
            + " instances ready before it");
  }

  private double ready(int bin) {
    return view.value("idle", bin) + view.value("busy", bin);
  }

  /**
   * Start of the first bin after the spike that has more ready instances than there were before it
   * although no decision has made any; NaN where decisions alone make them or none comes.
   */
  private double firstReadySeconds() {
    if (!view.setting("platform.scale.onNoSlot").equals("start")) {
      return Double.NaN;
    }
    int bin = view.bin(spike);
    double before = bin == 0 ? 0 : ready(bin - 1);
    for (int b = bin; b < view.series.bins(); b++) {
      if (ready(b) > before + 0.01 && startedSince(bin, b)) {
        return view.series.secondsAt(b);
      }
    }
    return Double.NaN;
  }

  private boolean startedSince(int from, int to) {
    for (int bin = from; bin <= to; bin++) {
      if (view.value("started", bin) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Requests that found no slot started instances: their phases are known on average only. */
  private void byRequest(double firstReady) {
    double started = view.number("/coldStarts/instancesStarted");
    double at = spike;
    for (String phase : PHASES) {
      double mean = view.number("/instances/seconds/" + phase) / started;
      if (mean >= SHORTEST_SECONDS / 10) {
        stages.add(new Stage(phase, at, at + mean, savedIf(phase)));
        at += mean;
      }
    }
    answer.sentence("Here a request that finds no free instance starts one at once, so no decision"
        + " is waited for. The first instance was ready in the "
        + (view.series.binSeconds() == 1 ? "second" : "interval") + " that begins at "
        + view.moments.say(firstReady) + "; the stages are means of the run's "
        + View.amount(started) + " starts.");
  }

  private void byDecision(EventRow decision, EventRow ready) {
    EventRow metric = between("metric", decision);
    EventRow alarm = between("alarm", decision);
    double at = spike;
    if (metric != null) {
      at = stage(
          "metric",
          at,
          metric.seconds(),
          "a shorter metric period, a metric that rises" + " sooner, or a lower target");
    }
    if (alarm != null) {
      at = stage("alarm", at, alarm.seconds(), "fewer datapoints before the alarm");
    }
    EventRow held = between("scale", decision);
    if (held != null && held.seconds() > at) {
      // A decision to stay, though more was asked for.
      stage("decision", at, held.seconds(), DECIDE_SOONER);
      stage(
          "held back",
          held.seconds(),
          decision.seconds(),
          held.text() + ": a shorter cooldown or hold (platform.scale.cooldownOut)");
      at = decision.seconds();
    }
    String window = view.setting("platform.scale.window");
    String interval = view.setting("platform.scale.interval");
    stage(
        "decision",
        at,
        decision.seconds(),
        DECIDE_SOONER
            + (interval.isEmpty() ? "" : " (platform.scale.interval is " + interval + ")")
            + (window.isEmpty() ? "" : " (platform.scale.window is " + window + ")"));
    Matcher told = READY.matcher(ready.text());
    double from = decision.seconds();
    if (told.matches()) {
      from = stage(
          "start",
          from,
          decision.seconds() + number(told.group(3)),
          "a higher rate of starts, or room on the nodes");
      Matcher phase = PHASE.matcher(told.group(4));
      while (phase.find()) {
        String name = phase
            .group(1)
            .replace("placed", "placing")
            .replace("pulled", "pulling")
            .replace("booted", "booting")
            .replace("probed", "probing");
        from = stage(name, from, from + number(phase.group(2)), savedIf(name));
      }
    }
    stage("ready", from, ready.seconds(), "a shorter wait for the first connection or probe");
    answer.sentence("The first decision for more came at " + view.moments.say(decision.seconds())
        + " (" + decision.text() + "), the first new instance took traffic at "
        + view.moments.say(ready.seconds()) + ".");
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  /** The last event of a kind between the spike and the decision. */
  private EventRow between(String kind, EventRow decision) {
    EventRow found = null;
    for (EventRow event : view.events()) {
      if (event.kind().equals(kind)
          && event.seconds() >= spike
          && !event.equals(decision)
          && !Decisions.CHANGE.matcher(event.text()).matches()
          && event.seconds() <= decision.seconds()
          && event.service().equals(decision.service())) {
        found = event;
      }
    }
    return found;
  }

  private double stage(String name, double from, double to, String savedIf) {
    if (to - from >= SHORTEST_SECONDS) {
      stages.add(new Stage(name, from, to, savedIf));
    }
    return Math.max(from, to);
  }

  private String savedIf(String phase) {
    return switch (phase) {
      case "placing" ->
        "room on a node or host is ready; else only by instances that are there"
            + " before (platform.scale.min)";
      case "pulling" -> "the image is smaller (platform.coldStart.image) or cached on the node";
      case "booting" ->
        "the runtime starts faster (platform.coldStart.runtime), with more"
            + " processor during the start, or from a snapshot";
      default -> "the probe looks sooner and more often (platform.coldStart.startupProbe)";
    };
  }

  private void nothing(EventRow decision) {
    int bin = view.bin(spike);
    double limit = view.instancesMax();
    if (decision != null) {
      answer.sentence("A decision for more came at " + view.moments.say(decision.seconds()) + " ("
          + decision.text() + "), but no new instance was ready before the run ended.");
    } else if (ready(bin) + 0.5 >= limit) {
      answer.sentence("No instance was added after the spike: the maximum of " + View.amount(limit)
          + " instances was reached already.");
    } else {
      answer.sentence("No instance was added after the spike: the " + View.amount(ready(bin))
          + " that were ready carried it, or the autoscaler saw no reason.");
    }
  }

  private void show() {
    double total = stages.isEmpty() ? 0 : stages.get(stages.size() - 1).to() - spike;
    List<List<String>> rows = new ArrayList<>();
    for (Stage stage : stages) {
      double length = stage.to() - stage.from();
      int indent = cells(stage.from() - spike, total);
      int filled = Math.max(1, cells(length, total));
      rows.add(List.of(
          stage.name(),
          Say.digits(length) + " s",
          Say.percent(total == 0 ? 0 : length / total),
          " ".repeat(indent) + "#".repeat(filled),
          stage.savedIf()));
      answer.values().put(stage.name(), Decimals.toDecimal(length, 6));
    }
    answer.table("Stages", List.of("stage", "takes", "share", "when", "saved if"), rows);
    answer.fact(
        "in all",
        Say.digits(total) + " s. All of it is saved by instances that are ready"
            + " before the spike: platform.scale.min, or a schedule where the spike is known "
            + "ahead.");
    answer.values().put("total", Decimals.toDecimal(total, 6));
  }

  private static int cells(double seconds, double total) {
    return total <= 0 ? 0 : (int) Math.min(BAR_WIDTH, Math.round(seconds / total * BAR_WIDTH));
  }
}
