package dev.headroom.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Sample;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * run.json of many days: each number is the mean over days, with its interval and the band of the
 * days beside it; texts and lists are those of the day shown.
 */
final class DaysDocument {
  private static final int PLACES = 6;

  /** What is no measurement of a day. */
  private static final List<String> AS_SHOWN =
      List.of("schema", "scenario", "seed", "runs", "fingerprint", "partial");

  private final Days days;

  DaysDocument(Days days) {
    this.days = days;
  }

  /**
   * Writes what all days say over the document of the day shown.
   *
   * @param shown which day it is, from 0
   * @param partial whether more days were asked for
   */
  void write(ObjectNode run, int shown, boolean partial) {
    List<ObjectNode> documents = days.documents();
    documents.forEach(document -> document.remove(AS_SHOWN));
    ObjectNode merged = merge(documents.get(shown), documents);
    // The series is the shown day's, and so are its bins.
    ((ObjectNode) merged.get("time")).set("binSeconds", run.at("/time/binSeconds"));
    ((ObjectNode) merged.get("time")).remove(List.of("binSecondsCi95", "binSecondsBand"));
    merged.fieldNames().forEachRemaining(key -> run.set(key, merged.get(key)));
    run.put("runs", days.size());
    run.put("fingerprint", String.format("%016x", days.fingerprint()));
    run.put("partial", partial);
    ObjectNode block = run.putObject("days");
    block.put("shown", shown + 1);
    block.put("orderedBy", days.order().name());
    ResultDocument.put(block, "risk", days.risk(), PLACES);
    judgement(block.putObject("withFailures"), days.trouble());
    objectives(run.putArray("objectives"));
  }

  private void objectives(ArrayNode objectives) {
    for (int check = 0; check < days.checks().size(); check++) {
      ObjectiveCheck objective = days.checks().get(check);
      Judgement judgement = days.judgement(check);
      ObjectNode one = objectives.addObject();
      one.put("name", objective.name());
      one.put("expr", objective.expression());
      put(one, "value", days.sample(check));
      ResultDocument.put(one, "limit", objective.limit(), PLACES);
      one.put("measured", measured(objective, days.sample(check)));
      one.put("severity", objective.warning() ? "warn" : "fail");
      judgement(one, judgement);
      one.put("verdict", judgement.verdict().label());
    }
  }

  static void judgement(ObjectNode node, Judgement judgement) {
    node.put("violatedRuns", judgement.violated());
    node.put("runs", judgement.runs());
    pair(node, "ci95", judgement.interval());
  }

  /** {@code 512 ms (480 ms to 610 ms)}: the middle day, and the middle 80 % of them. */
  private static String measured(ObjectiveCheck objective, Sample sample) {
    String middle = objective.show(sample.middle());
    if (sample.isConstant() || sample.size() < Sample.BAND_RUNS) {
      return middle;
    }
    return middle + " (" + brief(objective, sample.band().low()) + " to "
        + brief(objective, sample.band().high()) + ")";
  }

  private static String brief(ObjectiveCheck objective, double value) {
    return Double.isInfinite(value) ? "never" : objective.show(value);
  }

  private static ObjectNode merge(JsonNode shown, List<? extends JsonNode> perDay) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    Set<String> names = new LinkedHashSet<>();
    shown.fieldNames().forEachRemaining(names::add);
    perDay.forEach(day -> day.fieldNames().forEachRemaining(names::add));
    for (String name : names) {
      List<JsonNode> values = perDay.stream().map(day -> day.path(name)).toList();
      if (values.stream().anyMatch(JsonNode::isNumber)) {
        put(merged, name, sample(values));
      } else if (values.stream().anyMatch(JsonNode::isObject)) {
        merged.set(name, merge(shown.path(name), values));
      } else if (shown.has(name)) {
        merged.set(name, shown.get(name));
      }
    }
    return merged;
  }

  /** What stands in the document only where it happened did not happen on the other days. */
  private static Sample sample(List<JsonNode> values) {
    return Sample.of(values.stream()
        .mapToDouble(
            value -> value.isMissingNode() ? 0 : value.isNumber() ? value.asDouble() : Double.NaN)
        .toArray());
  }

  private static void put(ObjectNode node, String key, Sample sample) {
    ResultDocument.put(node, key, sample.mean(), PLACES);
    Interval mean = sample.meanInterval();
    // Student's interval does not know that nothing in the document can be below zero.
    boolean cut = sample.least() >= 0 && mean.low() < 0;
    pair(node, key + "Ci95", cut ? new Interval(0, mean.high()) : mean);
    pair(node, key + "Band", sample.band());
  }

  /** Two numbers, or null where one of them is not known. */
  private static void pair(ObjectNode node, String key, Interval interval) {
    if (!Double.isFinite(interval.low()) || !Double.isFinite(interval.high())) {
      node.putNull(key);
      return;
    }
    ObjectNode numbers = JsonNodeFactory.instance.objectNode();
    ResultDocument.put(numbers, "low", interval.low(), PLACES);
    ResultDocument.put(numbers, "high", interval.high(), PLACES);
    node.putArray(key).add(numbers.get("low")).add(numbers.get("high"));
  }
}
