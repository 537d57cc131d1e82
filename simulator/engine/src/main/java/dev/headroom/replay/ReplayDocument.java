package dev.headroom.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.measure.Measure;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** A replay as one JSON document, schema {@code headroom/replay/v1}. */
public final class ReplayDocument {
  private static final int PLACES = 6;
  private static final double GOOD = 0.15;

  private final Replay replay;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  private ReplayDocument(Replay replay) {
    this.replay = replay;
  }

  /** The document. */
  public static ObjectNode of(Replay replay) {
    return new ReplayDocument(replay).write();
  }

  private ObjectNode write() {
    root.put("schema", "headroom/replay/v1");
    root.put("scenario", replay.scenario.name());
    root.put("seed", replay.request.seed());
    root.putObject("trace")
        .put("sha256", replay.trace.sha256())
        .put("requests", replay.trace.requests())
        .put("start", replay.trace.zeroIso());
    observed(root.putObject("observed"));
    fit(root.putObject("fit"));
    prediction(root.putObject("prediction"));
    whatIfs(root.putObject("whatIf"));
    series(root.putArray("series"));
    ObjectNode verdict = root.putObject("verdict");
    double worst = Math.max(replay.fit.best().before().total(), replay.predicted());
    verdict.put(
        "state", worst > replay.request.misfitMost() ? "bad" : worst < GOOD ? "good" : "usable");
    ArrayNode sentences = verdict.putArray("sentences");
    new ReplaySentences(replay).all().forEach(sentences::add);
    return root;
  }

  private void observed(ObjectNode node) {
    Observed file = replay.request.observed();
    node.put("file", file.file()).put("rows", file.stamps().length);
    node.put("intervals", replay.observed.cells());
    number(node, "intervalSeconds", replay.observed.lengthNs() / 1e9);
    file.read().forEach(node.putArray("read")::add);
    ArrayNode ignored = node.putArray("ignored");
    file.ignored().forEach(ignored::add);
    if (file.values().containsKey(Metric.DB_CONNECTIONS)
        && !replay.metrics.contains(Metric.DB_CONNECTIONS)) {
      ignored.add("db connections: the scenario has no database with connections");
    }
    file.damaged().forEach(node.putArray("damaged")::add);
    double[] seen = replay.observed.of(Metric.REQUESTS);
    double[] offered = replay.fit.best().series().of(Metric.REQUESTS);
    number(node, "requests", sum(seen, seen));
    number(node, "requestsOfTrace", sum(offered, seen));
  }

  /** What is there of a column where another has values. */
  private static double sum(double[] of, double[] where) {
    double sum = Double.NaN;
    for (int i = 0; i < of.length; i++) {
      if (!Double.isNaN(where[i])) {
        sum = (Double.isNaN(sum) ? 0 : sum) + of[i];
      }
    }
    return sum;
  }

  private void fit(ObjectNode node) {
    number(node, "untilSeconds", replay.observed.startNs(replay.until) / 1e9);
    node.put(
        "untilFrom",
        replay.request.fitUntil() != null
            ? "said"
            : replay.found != null ? "change point" : "no change point: two thirds");
    ArrayNode in = node.putArray("changedIn");
    if (replay.found != null) {
      replay.found.in().forEach(metric -> in.add(metric.label()));
    }
    node.put("intervals", replay.until);
    misfit(node, replay.fit.best().before());
    number(node, "misfitMost", replay.request.misfitMost());
    number(node, "misfitAllowed", replay.fit.allowed());
    node.put("runs", replay.fit.runs()).put("tried", replay.fit.tried());
    node.put("sets", replay.sets.size());
    ArrayNode parameters = node.putArray("parameters");
    for (int k = 0; k < replay.knobs.size(); k++) {
      Knob knob = replay.knobs.get(k);
      int index = k;
      double[] factors = replay.sets.stream()
          .mapToDouble(set -> set.factors().get(index))
          .sorted()
          .toArray();
      ObjectNode row = parameters.addObject().put("name", knob.name());
      number(row, "best", replay.fit.best().factors().get(k));
      number(row, "low", factors[0]);
      number(row, "high", factors[factors.length - 1]);
      number(row, "triedFrom", knob.low());
      number(row, "triedTo", knob.high());
      double share = knob.place(factors[factors.length - 1]) - knob.place(factors[0]);
      row.put("settled", share < ReplaySentences.OPEN_SHARE);
      knob.paths().forEach(row.putArray("paths")::add);
    }
  }

  private void misfit(ObjectNode node, Misfit misfit) {
    number(node, "misfit", misfit.total());
    ObjectNode each = node.putObject("errors");
    misfit.byMetric().forEach((metric, error) -> number(each, metric.label(), error));
  }

  private void prediction(ObjectNode node) {
    double[] misfits = replay.incidentMisfits();
    node.put("intervals", replay.observed.cells() - replay.until);
    number(node, "misfit", replay.predicted());
    number(node, "misfitLow", misfits[0]);
    number(node, "misfitHigh", misfits[misfits.length - 1]);
    ObjectNode naive = node.putObject("naive").put("how", replay.naive.how());
    misfit(naive, replay.naive.misfit());
    node.put("beatsNaive", replay.beatsNaive());
    node.put(
        "setsThatBeat",
        Arrays.stream(misfits)
            .filter(misfit -> misfit < replay.naive.misfit().total())
            .count());
    ObjectNode errors = node.putObject("errors");
    for (Metric metric : replay.metrics) {
      double[] each = replay.sets.stream()
          .mapToDouble(set -> set.incident().byMetric().getOrDefault(metric, Double.NaN))
          .filter(value -> !Double.isNaN(value))
          .sorted()
          .toArray();
      if (each.length > 0) {
        number(errors, metric.label(), Replay.median(each));
      }
    }
  }

  private void whatIfs(ObjectNode node) {
    node.put("refused", replay.refused());
    node.put("forced", replay.outcomes != null && replay.refusal() != null);
    ArrayNode rows = node.putArray("variants");
    if (replay.outcomes == null) {
      return;
    }
    double[] was = replay.values(0, Replay.MEASURES.get(0));
    for (int w = 0; w <= replay.request.whatIfs().size(); w++) {
      ObjectNode row = rows.addObject();
      row.put("label", w == 0 ? "as it was" : replay.request.whatIfs().get(w - 1));
      double[] failed = replay.values(w, Replay.MEASURES.get(0));
      row.put(
          "setsWithoutFailure",
          Arrays.stream(failed).filter(count -> count == 0).count());
      long fewer = 0;
      for (int s = 0; s < failed.length; s++) {
        fewer += failed[s] < was[s] ? 1 : 0;
      }
      row.put("setsWithFewerFailures", fewer);
      for (Measure measure : Replay.MEASURES) {
        double[] values = replay.values(w, measure);
        Arrays.sort(values);
        ObjectNode range = row.putObject(measure.name());
        number(range, "low", values[0]);
        number(range, "median", Replay.median(values));
        number(range, "high", values[values.length - 1]);
      }
    }
  }

  /** Each interval: what was observed and what the sets that fit say. */
  private void series(ArrayNode rows) {
    for (int cell = 0; cell < replay.observed.cells(); cell++) {
      ObjectNode row = rows.addObject();
      int at = cell;
      number(row, "seconds", replay.observed.startNs(cell) / 1e9);
      for (Metric metric : replay.metrics) {
        ObjectNode node = row.putObject(metric.label());
        number(node, "observed", replay.observed.of(metric)[cell]);
        double[] said = over(set -> set.series().of(metric)[at]);
        number(node, "low", said.length == 0 ? Double.NaN : said[0]);
        number(node, "median", Replay.median(said));
        number(node, "high", said.length == 0 ? Double.NaN : said[said.length - 1]);
      }
    }
  }

  private double[] over(ToDoubleFunction<ParameterSet> value) {
    return replay.sets.stream()
        .mapToDouble(value)
        .filter(one -> !Double.isNaN(one))
        .sorted()
        .toArray();
  }

  /** Null where it cannot be known. */
  private static void number(ObjectNode node, String key, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      node.putNull(key);
    } else {
      BigDecimal rounded = Decimals.toDecimal(value, PLACES);
      node.put(key, rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }
  }
}
