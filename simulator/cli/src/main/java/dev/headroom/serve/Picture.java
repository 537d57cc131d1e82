package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import java.util.List;

/** What the page draws of a result: at most so many points of each line, and the words beside. */
final class Picture {
  private static final int EVENTS_MAX = 200;

  private Picture() {}

  /**
   * Draws it.
   *
   * @param times what counts are multiplied by: 1, or k for a small model at one to k
   */
  static ObjectNode of(SavedResult result, int times) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Lines.Grid grid = Lines.Grid.of(result.series());
    ObjectNode run = result.run();
    node.put("rough", times > 1).put("times", times);
    node.put("step", grid.step());
    ObjectNode series = node.putObject("series");
    new Lines(result.series(), grid, times).all().forEach((name, line) -> put(series, name, line));
    node.set("verdict", run.get("verdict"));
    node.set("objectives", run.get("objectives"));
    node.set("fixes", run.get("fixes"));
    node.set("warnings", run.get("warnings"));
    node.set("assumptions", run.get("assumptions"));
    node.set("settings", run.get("settings"));
    node.put("fingerprint", run.path("fingerprint").asText());
    node.put("seed", run.path("seed").asText());
    node.set("trace", run.path("trace"));
    events(node, result.events());
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

  /** The event log, as far as a page can show it. */
  private static void events(ObjectNode node, List<EventRow> events) {
    node.put("eventCount", events.size());
    ArrayNode all = node.putArray("events");
    for (EventRow event : events.subList(0, Math.min(events.size(), EVENTS_MAX))) {
      all.addObject()
          .put("seconds", event.seconds())
          .put("service", event.service())
          .put("kind", event.kind())
          .put("text", event.text());
    }
  }

  /** Writes the values of a line, rounded to what a picture shows. */
  static void put(ObjectNode node, String name, double[] line) {
    ArrayNode out = node.putArray(name);
    for (double value : line) {
      add(out, value);
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
