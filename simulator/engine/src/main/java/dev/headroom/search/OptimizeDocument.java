package dev.headroom.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Measure;
import dev.headroom.measure.Say;
import dev.headroom.settings.Axis;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Paired;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The answer of {@code headroom optimize} as one document, {@code headroom/optimize/v1}. */
public final class OptimizeDocument {
  /** Settings that are shown of those that were tried. */
  private static final int SHOWN = 12;

  private final Optimizer optimizer;
  private final Measure measure;
  private final List<String> sentences = new ArrayList<>();

  private OptimizeDocument(Optimizer optimizer) {
    this.optimizer = optimizer;
    this.measure = optimizer.request().minimize();
  }

  /** The document; null where it was stopped before there was an answer. */
  public static ObjectNode of(Optimizer optimizer) {
    return optimizer.partial() && optimizer.winner() == null
        ? null
        : new OptimizeDocument(optimizer).build();
  }

  private ObjectNode build() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    Optimizer.Request request = optimizer.request();
    root.put("schema", "headroom/optimize/v1");
    root.put("name", optimizer.base().name());
    root.put("seed", request.seed());
    root.put("searchRuns", request.days());
    root.put("freshRuns", request.fresh());
    root.put("partial", optimizer.partial());
    root.put("minimize", measure.name());
    ArrayNode vary = root.putArray("vary");
    for (int a = 0; a < optimizer.space().axes().size(); a++) {
      ObjectNode axis = vary.addObject();
      axis.put("path", optimizer.space().axes().get(a).path());
      axis.put("values", optimizer.space().axisSize(a));
    }
    ArrayNode objectives = root.putArray("objectives");
    optimizer.base().objectives().stream()
        .filter(one -> !one.warning())
        .forEach(one -> objectives.add(one.expression()));
    root.put("simulations", optimizer.runs());
    root.put("gridSettings", optimizer.space().size());
    root.put("gridRuns", optimizer.gridRuns());
    root.put("settingsTried", optimizer.space().made().size());
    root.put("settingsInvalid", optimizer.space().invalid());
    answer(root);
    tried(root.putArray("tried"));
    ObjectNode verdict = root.putObject("verdict");
    verdict.put(
        "state",
        optimizer.winner() == null
            ? "fail"
            : judgement(optimizer.winner()).verdict().label());
    ArrayNode all = verdict.putArray("sentences");
    sentences.forEach(all::add);
    return root;
  }

  private Judgement judgement(Setting setting) {
    return setting.freshJudgement(optimizer.request().risk());
  }

  private void answer(ObjectNode root) {
    Setting winner = optimizer.winner();
    if (winner == null) {
      root.putNull("best");
      none();
      return;
    }
    describe(root.putObject("best"), winner, null);
    sentences.add("Take " + words(winner) + ": " + money(winner) + "; " + kept(winner) + ".");
    Setting next = optimizer.runnerUp();
    if (next == null) {
      root.putNull("runnerUp");
      sentences.add("Runner-up: none; no other setting that was tried keeps the objectives.");
    } else {
      describe(root.putObject("runnerUp"), next, winner);
      sentences.add(
          "Runner-up: " + words(next) + ": " + money(next) + ", " + dearer(next, winner) + ".");
    }
    Alternatives others = optimizer.alternatives();
    if (others != null) {
      scheduled(root, others, winner);
      slower(root, others, winner);
    }
    if (optimizer.partial()) {
      sentences.add("Interrupted: what stands here is what was finished.");
    }
  }

  private void none() {
    Setting nearest = optimizer.nearest();
    sentences.add("No setting of the " + Say.count(optimizer.space().size()) + " keeps the"
        + " objectives"
        + (optimizer.space().made().size() < optimizer.space().size()
            ? ", as far as the search has seen ("
                + Say.count(optimizer.space().made().size()) + " were run)"
            : "")
        + ".");
    if (nearest != null) {
      List<Setting.Day> days = nearest.fresh().isEmpty() ? nearest.days() : nearest.fresh();
      sentences.add("The nearest is " + words(nearest) + ", which violates one on "
          + Setting.violated(days) + " of " + days.size() + " days.");
    }
  }

  private void scheduled(ObjectNode root, Alternatives others, Setting winner) {
    Setting schedule = others.scheduled();
    if (schedule == null) {
      root.putObject("scheduled").putNull("what").put("why", others.noSchedule());
      sentences.add("Scheduled instances: " + others.noSchedule() + ".");
      return;
    }
    ObjectNode node = root.putObject("scheduled");
    node.put("what", schedule.values().get(0));
    costs(node, schedule, winner);
    sentences.add("Scheduled instead: " + schedule.values().get(0) + ": " + money(schedule) + ", "
        + dearer(schedule, winner) + "; " + kept(schedule) + ".");
  }

  private void slower(ObjectNode root, Alternatives others, Setting winner) {
    Setting slower = others.slower();
    ObjectNode node = root.putObject("slower");
    if (slower == null) {
      node.putNull("times").put("why", others.notSlower());
      sentences.add("Sending more slowly: " + others.notSlower() + ".");
      return;
    }
    Nodes.put(node, "times", others.stretch());
    Nodes.put(node, "seconds", others.seconds());
    Nodes.put(node, "meanPerSecond", others.perSecond());
    Nodes.put(node, "peakPerSecond", others.peakPerSecond());
    costs(node, slower, winner);
    sentences.add(
        others.stretch() == 1
            ? "The scenario as written keeps the objectives too: " + money(slower) + ", "
                + dearer(slower, winner) + "; " + kept(slower) + "."
            : "If the traffic is a campaign: sent " + Say.digits(others.stretch())
                + " times as slowly,"
                + " over " + Say.seconds(others.seconds()) + " at " + Say.digits(others.perSecond())
                + " requests/s on average, the scenario as written keeps the objectives: "
                + money(slower) + ", " + dearer(slower, winner) + "; " + kept(slower) + ".");
  }

  private void describe(ObjectNode node, Setting setting, Setting winner) {
    ArrayNode settings = node.putArray("settings");
    List<Axis> axes = optimizer.space().axes();
    for (int a = 0; a < axes.size(); a++) {
      settings
          .addObject()
          .put("path", axes.get(a).path())
          .put("value", setting.values().get(a));
    }
    costs(node, setting, winner);
  }

  private void costs(ObjectNode node, Setting setting, Setting winner) {
    Sample cost = Setting.costs(setting.fresh());
    Nodes.put(node, "cost", cost.mean());
    Nodes.put(node, "costCi95", cost.meanInterval());
    Judgement judgement = judgement(setting);
    node.put("violatedRuns", judgement.violated());
    node.put("runs", judgement.runs());
    Nodes.put(node, "ci95", judgement.interval());
    node.put("verdict", judgement.verdict().label());
    if (winner != null) {
      Sample more = more(setting, winner);
      Nodes.put(node, "dearer", more.mean());
      Nodes.put(node, "dearerCi95", more.meanInterval());
    }
  }

  private static Sample more(Setting setting, Setting winner) {
    return Paired.of(array(winner), array(setting), false).differences();
  }

  private static double[] array(Setting setting) {
    return setting.fresh().stream().mapToDouble(Setting.Day::cost).toArray();
  }

  private void tried(ArrayNode node) {
    List<Setting> all = new ArrayList<>(optimizer.space().made());
    all.removeIf(one -> one.days().isEmpty());
    // Those that went furthest are those that mattered.
    all.sort(Comparator.comparingInt((Setting one) -> -one.days().size())
        .thenComparingDouble(one -> one.meanCost(one.days().size())));
    for (Setting one : all.subList(0, Math.min(SHOWN, all.size()))) {
      ObjectNode row = node.addObject();
      ArrayNode values = row.putArray("values");
      one.values().forEach(values::add);
      Nodes.put(row, "cost", one.meanCost(one.days().size()));
      row.put("violatedRuns", Setting.violated(one.days()));
      row.put("runs", one.days().size());
    }
  }

  private String words(Setting setting) {
    List<String> parts = new ArrayList<>();
    List<Axis> axes = optimizer.space().axes();
    for (int a = 0; a < axes.size(); a++) {
      parts.add(axes.get(a).label() + " = " + setting.values().get(a));
    }
    return String.join(", ", parts);
  }

  private String money(Setting setting) {
    Sample cost = Setting.costs(setting.fresh());
    Interval mean = cost.meanInterval();
    boolean told = mean.isKnown() && !show(mean.low()).equals(show(mean.high()));
    return show(cost.mean())
        + (told ? " (95 % interval " + show(mean.low()) + " to " + show(mean.high()) + ")" : "")
        + per();
  }

  private String per() {
    return switch (measure.name()) {
      case "cost.month" -> " a month";
      case "cost.total" -> " for this traffic";
      default -> " of " + measure.name();
    };
  }

  private String show(double value) {
    return measure.name().startsWith("cost") ? "$" + Say.digits(value) : measure.show(value);
  }

  private String kept(Setting setting) {
    Judgement judgement = judgement(setting);
    String bound = Say.percent(judgement.interval().high());
    return "keeps the objectives on " + (judgement.runs() - judgement.violated()) + " of "
        + judgement.runs() + " fresh days, so at most " + bound + " of days would violate one"
        + switch (judgement.verdict()) {
          case PASS -> "";
          case FAIL -> " (too many)";
          case INCONCLUSIVE -> " (" + Say.percent(judgement.risk()) + " may: not proven)";
        };
  }

  private String dearer(Setting setting, Setting winner) {
    Sample more = more(setting, winner);
    double share = more.mean() / Setting.costs(winner.fresh()).mean();
    Interval interval = more.meanInterval();
    boolean unclear = interval.isKnown() && interval.low() <= 0 && interval.high() >= 0;
    if (more.mean() == 0 || unclear) {
      return "no clear difference";
    }
    return Say.percent(Math.abs(share)) + (more.mean() > 0 ? " dearer" : " cheaper");
  }
}
