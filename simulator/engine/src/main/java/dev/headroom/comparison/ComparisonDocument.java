package dev.headroom.comparison;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.comparison.CostCurve.Crossing;
import dev.headroom.comparison.CostCurve.Point;
import dev.headroom.core.Decimals;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Paired;
import dev.headroom.statistics.Sample;
import java.util.List;

/** A comparison as a document, from which text, Markdown, JUnit, tables and charts are made. */
public final class ComparisonDocument {
  /** First value of every such document. */
  public static final String SCHEMA = "headroom/compare/v1";

  private static final int PLACES = 6;

  private final Comparison comparison;
  private final List<Measure> measures;

  private ComparisonDocument(Comparison comparison) {
    this.comparison = comparison;
    this.measures =
        comparison.outcomes().measures().stream().filter(this::isKnown).toList();
  }

  /** A measure that no contender knows is not shown. */
  private boolean isKnown(Measure measure) {
    for (int c = 0; c < comparison.contenders().size(); c++) {
      if (!Double.isNaN(comparison.outcomes().sample(c, measure).mean())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Which of them to take.
   *
   * @param curve at multiples of the traffic, or null
   */
  public static ObjectNode compare(Comparison comparison, CostCurve curve) {
    ComparisonDocument document = new ComparisonDocument(comparison);
    Choice choice = new Choice(comparison);
    ObjectNode root = document.head("compare");
    document.body(root);
    if (curve != null) {
      document.curve(root.putObject("scale"), curve);
    }
    ObjectNode verdict = root.putObject("verdict");
    verdict.put("state", choice.state());
    verdict.put(
        "take",
        choice.taken() < 0 ? null : comparison.contenders().get(choice.taken()).name());
    ArrayNode sentences = verdict.putArray("sentences");
    choice.sentences().forEach(sentences::add);
    if (curve != null) {
      new CurveSentences(curve, comparison.contenders()).of().forEach(sentences::add);
    }
    return root;
  }

  /** What the second does to the first. */
  public static ObjectNode diff(Comparison comparison) {
    ComparisonDocument document = new ComparisonDocument(comparison);
    Effect effect = new Effect(comparison);
    ObjectNode root = document.head("diff");
    ArrayNode changes = root.putArray("changes");
    for (Changes.Change change : effect.changes()) {
      changes
          .addObject()
          .put("path", change.path())
          .put("before", change.before())
          .put("after", change.after())
          .put("origin", change.origin())
          .put("written", change.written());
    }
    document.body(root);
    ObjectNode verdict = root.putObject("verdict");
    verdict.put("state", effect.state());
    effect.sentences().forEach(verdict.putArray("sentences")::add);
    return root;
  }

  private ObjectNode head(String kind) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    root.put("kind", kind);
    Contender base = comparison.contenders().get(0);
    root.put("name", base.scenario().name());
    root.put("trace", base.scenario().services().get(0).traffic().name());
    root.put("seed", comparison.request().seed());
    root.put("runs", comparison.runs());
    put(root, "risk", comparison.request().risk());
    // Stopped while multiples of the traffic were run: the days at hand are all there, those not.
    root.put("partial", comparison.partial() || comparison.request().batch().isStopped());
    root.putObject("shown")
        .put("day", comparison.middleDay())
        .put("orderedBy", comparison.order().name());
    return root;
  }

  private void body(ObjectNode root) {
    ArrayNode contenders = root.putArray("contenders");
    for (int c = 0; c < comparison.contenders().size(); c++) {
      contender(contenders.addObject(), c);
    }
    ArrayNode differences = root.putArray("differences");
    for (int c = 1; c < comparison.contenders().size(); c++) {
      for (Measure measure : measures) {
        difference(differences.addObject(), c, measure);
      }
    }
  }

  private void contender(ObjectNode node, int number) {
    Contender contender = comparison.contenders().get(number);
    node.put("name", contender.name());
    node.put("file", contender.file());
    node.put("platform", contender.platforms());
    node.put(
        "verdict",
        comparison.counted().isEmpty() ? "none" : comparison.verdict(number).label());
    Transplant moved = contender.transplant();
    if (moved != null) {
      values(node.putArray("kept"), moved.kept());
      values(node.putArray("dropped"), moved.dropped());
    }
    settings(node.putObject("size"), contender);
    ArrayNode shown = node.putArray("measures");
    for (Measure measure : measures) {
      Sample sample = comparison.outcomes().sample(number, measure);
      ObjectNode one = shown.addObject();
      one.put("name", measure.name());
      put(one, "mean", sample.mean());
      interval(one, "ci95", sample.meanInterval());
      interval(one, "band", sample.band());
      put(one, "middle", sample.middle());
      one.put("shown", measure.show(sample.meanInterval().round(sample.mean())));
    }
    ArrayNode objectives = node.putArray("objectives");
    for (ObjectiveCheck check : comparison.checks()) {
      objective(objectives.addObject(), number, check);
    }
  }

  private void objective(ObjectNode node, int contender, ObjectiveCheck check) {
    Judgement judgement = comparison.judge(contender, check);
    double middle = comparison.outcomes().sample(contender, check.measure()).middle();
    node.put("name", check.name());
    node.put("expr", check.expression());
    node.put("severity", check.warning() ? "warn" : "fail");
    put(node, "value", middle);
    node.put("measured", check.show(middle));
    node.put("violatedRuns", judgement.violated());
    node.put("runs", judgement.runs());
    interval(node, "ci95", judgement.runs() == 1 ? Interval.UNKNOWN : judgement.interval());
    node.put("verdict", judgement.verdict().label());
  }

  private static void values(ArrayNode list, List<Transplant.Value> values) {
    for (Transplant.Value value : values) {
      ObjectNode node = list.addObject();
      node.put("path", value.path()).put("value", value.value()).put("origin", value.origin());
      if (!value.why().isEmpty()) {
        node.put("why", value.why());
      }
    }
  }

  /** The settings that readers of a comparison look for first, as they came out. */
  private static void settings(ObjectNode node, Contender contender) {
    List<String> shown = List.of(
        "platform.instance.memory",
        "platform.concurrency.max",
        "platform.scale.min",
        "platform.scale.max");
    put(node, "vcpus", contender.vcpus());
    contender.scenario().settings().stream()
        .filter(setting -> shown.contains(setting.path()))
        .forEach(setting -> node.put(setting.path(), setting.value()));
  }

  private void difference(ObjectNode node, int other, Measure measure) {
    Paired paired = comparison.outcomes().paired(0, other, measure);
    Interval interval = paired.differences().meanInterval();
    node.put("of", comparison.contenders().get(other).name());
    node.put("against", comparison.contenders().get(0).name());
    node.put("measure", measure.name());
    put(node, "mean", paired.differences().mean());
    interval(node, "ci95", interval);
    put(node, "correlation", paired.correlation());
    node.put("better", paired.better());
    node.put("worse", paired.worse());
    node.put("runs", paired.runs());
    node.put("shown", Choice.signed(measure, interval.round(paired.differences().mean())));
    node.put("shownInterval", interval.isKnown() ? Choice.ends(measure, interval) : null);
  }

  private void curve(ObjectNode node, CostCurve curve) {
    node.put("cost", curve.cost().name());
    ArrayNode points = node.putArray("points");
    for (Point point : curve.points()) {
      ObjectNode at = points.addObject();
      put(at, "multiple", point.multiple());
      at.put("runs", point.at().runs());
      ArrayNode contenders = at.putArray("contenders");
      for (int c = 0; c < comparison.contenders().size(); c++) {
        Sample cost = point.at().outcomes().sample(c, curve.cost());
        ObjectNode one = contenders.addObject();
        one.put("name", comparison.contenders().get(c).name());
        put(one, "cost", cost.mean());
        interval(one, "costCi95", cost.meanInterval());
        double p99 = point.at().outcomes().sample(c, Comparison.P99).middle();
        put(one, "p99Ms", p99);
        one.put("p99", Comparison.P99.show(p99));
        one.put("violatedRuns", point.at().violated(c));
        one.put(
            "verdict",
            point.at().counted().isEmpty() ? "none" : point.at().verdict(c).label());
        CostCurve.broken(point, c).forEach(one.putArray("broken")::add);
      }
    }
    ArrayNode crossings = node.putArray("crossovers");
    for (Crossing crossing : curve.crossings()) {
      ObjectNode one = crossings.addObject();
      one.put("below", comparison.contenders().get(crossing.below()).name());
      one.put("above", comparison.contenders().get(crossing.above()).name());
      put(one, "from", crossing.from() == 0 ? Double.NaN : crossing.from());
      put(one, "to", crossing.to());
    }
  }

  private static void interval(ObjectNode node, String key, Interval interval) {
    if (!interval.isKnown()) {
      node.putNull(key);
      return;
    }
    ArrayNode ends = node.putArray(key);
    for (double end : new double[] {interval.low(), interval.high()}) {
      // Of a band an end may be a day of failed requests, which is no number.
      if (Double.isInfinite(end)) {
        ends.addNull();
      } else {
        ends.add(Decimals.toDecimal(end, PLACES));
      }
    }
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      node.putNull(key);
    } else {
      node.put(key, Decimals.toDecimal(value, PLACES));
    }
  }
}
