package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.util.List;

/** What the page draws of a result: at most so many points of each line, and the words beside. */
final class Picture {
  private static final int POINTS_MAX = 400;
  private static final List<String> READY = List.of("idle", "busy");
  private static final List<String> STARTING = List.of("placing", "pulling", "booting", "probing");

  private final SeriesTable series;
  private final int each;
  private final int points;
  private final double times;

  private Picture(SeriesTable series, double times) {
    this.series = series;
    this.times = times;
    this.each = Math.max(1, (series.bins() + POINTS_MAX - 1) / POINTS_MAX);
    this.points = (series.bins() + each - 1) / each;
  }

  /**
   * Draws it.
   *
   * @param times what counts are multiplied by: 1, or k for a small model at one to k
   */
  static ObjectNode of(SavedResult result, int times) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Picture picture = new Picture(result.series(), times);
    ObjectNode run = result.run();
    node.put("rough", times > 1).put("times", times);
    node.put("step", picture.each * result.series().binSeconds());
    picture.series(node.putObject("series"));
    node.set("verdict", run.get("verdict"));
    node.set("objectives", run.get("objectives"));
    node.set("fixes", run.get("fixes"));
    node.set("warnings", run.get("warnings"));
    node.set("assumptions", run.get("assumptions"));
    node.set("settings", run.get("settings"));
    node.put("fingerprint", run.path("fingerprint").asText());
    node.put("seed", run.path("seed").asText());
    node.set("trace", run.path("trace"));
    node.put("end", run.at("/time/end").asDouble());
    ObjectNode numbers = node.putObject("numbers");
    numbers.put("offered", run.at("/requests/offered").asDouble() * times);
    numbers.put("failed", run.at("/requests/failed").asDouble() * times);
    numbers.set("p99Ms", run.at("/latencyMs/p99"));
    numbers.set("p50Ms", run.at("/latencyMs/p50"));
    numbers.put("peakInstances", run.at("/instances/peak").asDouble() * times);
    numbers.put("peakConnections", run.at("/database/peakConnections").asDouble() * times);
    if (run.at("/cost/total").isNumber()) {
      numbers.put("cost", run.at("/cost/total").asDouble() * times);
      numbers.set("costPerMonth", run.at("/cost/perMonth"));
      numbers.put("currency", run.at("/cost/currency").asText());
    }
    numbers.set("instancesLimit", run.at("/instances/limit"));
    numbers.set("connectionsLimit", run.at("/database/usable"));
    return node;
  }

  private void series(ObjectNode node) {
    rate(node, "offered");
    rate(node, "completed");
    rate(node, "failed");
    mean(node, "ready", READY);
    mean(node, "busy", List.of("busy"));
    mean(node, "starting", STARTING);
    mean(node, "queued", List.of("queued"));
    largest(node, "p50", "latencyP50Ms", 1);
    largest(node, "p95", "latencyP95Ms", 1);
    largest(node, "p99", "latencyP99Ms", 1);
    largest(node, "connections", "dbHeldMax", times);
    cost(node);
  }

  private void rate(ObjectNode node, String column) {
    double[] values = series.column(column);
    ArrayNode out = node.putArray(column);
    for (int p = 0; p < points; p++) {
      int to = Math.min((p + 1) * each, values.length);
      double sum = 0;
      for (int i = p * each; i < to; i++) {
        sum += values[i];
      }
      add(out, sum * times / ((to - p * each) * series.binSeconds()));
    }
  }

  private void mean(ObjectNode node, String name, List<String> columns) {
    ArrayNode out = node.putArray(name);
    double[][] values = columns.stream().map(series::column).toArray(double[][]::new);
    for (int p = 0; p < points; p++) {
      int to = Math.min((p + 1) * each, series.bins());
      double sum = 0;
      for (double[] column : values) {
        for (int i = p * each; i < to; i++) {
          sum += Double.isNaN(column[i]) ? 0 : column[i];
        }
      }
      add(out, sum * times / (to - p * each));
    }
  }

  private void largest(ObjectNode node, String name, String column, double factor) {
    double[] values = series.column(column);
    ArrayNode out = node.putArray(name);
    for (int p = 0; p < points; p++) {
      double most = Double.NaN;
      for (int i = p * each; i < Math.min((p + 1) * each, values.length); i++) {
        most = Double.isNaN(most) || values[i] > most ? values[i] : most;
      }
      add(out, most * factor);
    }
  }

  /** Money per minute, of all components. */
  private void cost(ObjectNode node) {
    double[] sum = new double[points];
    boolean any = false;
    for (String name : series.names()) {
      if (name.startsWith("cost.")) {
        any = true;
        double[] values = series.column(name);
        for (int i = 0; i < values.length; i++) {
          sum[i / each] += Double.isNaN(values[i]) ? 0 : values[i];
        }
      }
    }
    if (any) {
      ArrayNode out = node.putArray("cost");
      for (double value : sum) {
        add(out, value * times * 60 / (each * series.binSeconds()));
      }
    }
  }

  private static void add(ArrayNode out, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.addNull();
    } else {
      out.add(Decimals.toDecimal(value, value < 1 ? 6 : 3));
    }
  }
}
