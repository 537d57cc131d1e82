package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.database.ServerOptions;
import dev.headroom.measure.Facts;
import dev.headroom.results.Gauge;
import dev.headroom.results.SeriesColumns;
import dev.headroom.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Who held connections to the database server in a run: the pooler where there is one, as it holds
 * them for everybody, else each revision that ever held any.
 */
final class Holders {
  private final Facts facts;
  private final Scenario scenario;
  private final Map<String, Integer> rowOf = new LinkedHashMap<>();

  Holders(Facts facts) {
    this.facts = facts;
    this.scenario = facts.outcome.scenario();
    if (scenario.server() == null) {
      return;
    }
    if (scenario.isPooled()) {
      rowOf.put(scenario.pooler().kind(), 0);
      return;
    }
    for (int row = 0; row < scenario.rows(); row++) {
      if (facts.recorder.totals().integral(row, Gauge.DB_HELD) > 0) {
        rowOf.put(scenario.rowName(row), row);
      }
    }
  }

  /** What takes the server's slots, and which of them nobody of these may take. */
  void write(ObjectNode node) {
    ServerOptions server = scenario.server();
    node.put("reserved", server.reserved());
    node.put("otherSessions", server.otherSessions());
    ArrayNode names = node.putArray("holders");
    rowOf.keySet().forEach(names::add);
  }

  /** Columns of the series for each holder, connections on average over a bin; none for one. */
  Map<String, IntToDoubleFunction> columns() {
    Map<String, IntToDoubleFunction> columns = new LinkedHashMap<>();
    if (rowOf.size() > 1) {
      rowOf.forEach((name, row) -> columns.put("dbHeld." + name, mean(row, Gauge.DB_HELD)));
      rowOf.forEach((name, row) -> columns.put("dbBusy." + name, mean(row, Gauge.DB_BUSY)));
    }
    return columns;
  }

  private IntToDoubleFunction mean(int row, Gauge gauge) {
    return SeriesColumns.mean(facts.recorder, row, gauge, facts.outcome.endNs());
  }
}
