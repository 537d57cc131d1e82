package dev.headroom.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.review.Aftermath;
import dev.headroom.settings.Axis;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Sample;
import java.util.List;

/** A sweep as a document for other programs. */
public final class SweepDocument {
  /** What its kind of document is called. */
  public static final String SCHEMA = "headroom/sweep/v1";

  private static final int PLACES = 6;

  private SweepDocument() {}

  /** Everything that text and charts show; settings stand best first. */
  public static ObjectNode of(SweepResult result) {
    Sweep sweep = result.sweep();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    root.put("name", sweep.base().name());
    root.put("trace", sweep.base().services().get(0).traffic().name());
    root.put("seed", sweep.seed());
    root.put("runs", sweep.plan().runs());
    put(root, "risk", result.risk());
    root.put("settingCount", sweep.design().size());
    root.put("finished", result.done());
    root.put("sample", sweep.design().isSample());
    root.put("partial", result.partial());
    root.put("cost", result.cost().name());
    root.put("latency", result.latency().name());
    ArrayNode axes = root.putArray("axes");
    for (Axis axis : sweep.design().axes()) {
      ObjectNode node = axes.addObject().put("path", axis.path()).put("label", axis.label());
      if (!sweep.design().isSample()) {
        axis.values().forEach(node.putArray("values")::add);
      }
    }
    ArrayNode objectives = root.putArray("objectives");
    for (ObjectiveCheck check : sweep.checks()) {
      ObjectNode node = objectives
          .addObject()
          .put("name", check.name())
          .put("expr", check.expression())
          .put("measure", check.measure().name());
      put(node, "limit", check.limit());
      node.put("severity", check.warning() ? "warn" : "fail");
    }
    List<Integer> frontier = result.frontier();
    ArrayNode settings = root.putArray("settings");
    for (SweepSetting one : result.ranked()) {
      setting(settings.addObject(), result, one, frontier.contains(one.number()));
    }
    ArrayNode refused = root.putArray("refused");
    for (SweepSetting one : result.refused()) {
      ObjectNode node = refused.addObject().put("setting", one.number());
      values(node, sweep, one);
      node.put("reason", one.refused());
    }
    ObjectNode effects = root.putObject("effects");
    effects(effects.putArray(result.latency().name()), result, result.latency());
    effects(effects.putArray(result.cost().name()), result, result.cost());
    ObjectNode verdict = root.putObject("verdict");
    verdict.put("state", result.state());
    SweepSetting cheapest = result.cheapest();
    if (cheapest == null) {
      verdict.putNull("cheapest");
    } else {
      verdict.put("cheapest", cheapest.number());
      sweep.design().sets(cheapest.number()).forEach(verdict.putArray("sets")::add);
    }
    SweepSentences.of(result).forEach(verdict.putArray("sentences")::add);
    return root;
  }

  private static void setting(
      ObjectNode node, SweepResult result, SweepSetting one, boolean frontier) {
    Sweep sweep = result.sweep();
    Judgement judgement = one.judgement();
    node.put("setting", one.number());
    node.put("label", one.label());
    values(node, sweep, one);
    node.put("feasible", one.feasible());
    node.put("verdict", result.judged() ? judgement.verdict().label() : "none");
    node.put("violatedRuns", judgement.violated());
    node.put("runs", judgement.runs());
    node.put("frontier", frontier);
    node.put("aftermath", one.aftermath().label());
    node.put("letter", Character.toString(one.aftermath().letter()));
    node.put("metastableRuns", one.days(Aftermath.SELF_SUSTAINING));
    ObjectNode measures = node.putObject("measures");
    for (Measure measure : sweep.measures()) {
      Sample sample = one.sample(measure);
      ObjectNode each = measures.putObject(measure.name());
      put(each, "mean", sample.mean());
      interval(each, "ci95", sample.meanInterval());
      each.put("infinite", Double.isInfinite(sample.mean()));
      each.put("shown", measure.show(sample.meanInterval().round(sample.mean())));
    }
    ArrayNode broken = node.putArray("violated");
    for (ObjectiveCheck check : sweep.checks()) {
      if (one.violated(check) > 0) {
        broken.addObject().put("name", check.name()).put("runs", one.violated(check));
      }
    }
  }

  private static void values(ObjectNode node, Sweep sweep, SweepSetting one) {
    ArrayNode values = node.putArray("values");
    sweep.design().values(one.number()).forEach(values::add);
  }

  private static void effects(ArrayNode list, SweepResult result, Measure measure) {
    for (SweepEffect effect : SweepEffect.of(result, measure)) {
      ObjectNode node = list.addObject().put("path", effect.path()).put("label", effect.label());
      node.put("lowAt", effect.lowAt());
      put(node, "low", effect.low());
      node.put("lowShown", measure.show(effect.low()));
      node.put("highAt", effect.highAt());
      put(node, "high", effect.high());
      node.put(
          "highShown",
          Double.isInfinite(effect.high()) ? "a failed request" : measure.show(effect.high()));
    }
  }

  private static void interval(ObjectNode node, String key, Interval interval) {
    if (!interval.isKnown()) {
      node.putNull(key);
      return;
    }
    node.putArray(key)
        .add(Decimals.toDecimal(interval.low(), PLACES))
        .add(Decimals.toDecimal(interval.high(), PLACES));
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      node.putNull(key);
    } else {
      node.put(key, Decimals.toDecimal(value, PLACES));
    }
  }
}
