package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.Section;
import dev.headroom.database.RequestUnitTable;
import dev.headroom.database.TableOptions;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Facts.Rows;
import dev.headroom.results.Count;
import dev.headroom.simulation.MessageReport;
import dev.headroom.simulation.RunOutcome;
import org.HdrHistogram.Histogram;

/** The blocks of run.json for what stands in place of connections or of waiting. */
final class InsteadDocument {
  private InsteadDocument() {}

  /** The queue before a service, where there is one. */
  static void messages(ObjectNode of, Facts facts, int service) {
    RunOutcome outcome = facts.outcome;
    MessageReport report = outcome.messages().get(service);
    if (report == null) {
      return;
    }
    Rows rows = facts.rows(service);
    ObjectNode node = of.putObject("messages");
    node.put("kind", Section.label(report.kind()));
    long in = facts.count(rows, Count.MESSAGES_IN);
    node.put("in", in);
    node.put("done", facts.count(rows, Count.MESSAGES_DONE));
    node.put("dead", facts.count(rows, Count.MESSAGES_DEAD));
    node.put("left", report.unresolved());
    node.put("waitingPeak", report.waitingPeak());
    ResultDocument.put(node, "oldestSeconds", report.oldestNs() / 1e9, 6);
    Histogram age = report.ageNs();
    ObjectNode ageMs = node.putObject("ageMs");
    ResultDocument.put(ageMs, "p50", Facts.quantileMs(age, 50), 3);
    ResultDocument.put(ageMs, "p99", Facts.quantileMs(age, 99), 3);
    ResultDocument.put(
        ageMs, "max", age.getTotalCount() == 0 ? Double.NaN : age.getMaxValue() / 1e6, 3);
    ResultDocument.put(node, "drainSeconds", report.drainSeconds(outcome.traceEndNs()), 6);
    node.put("operations", facts.count(rows, Count.QUEUE_OPERATIONS));
    double cost = facts.money == null ? Double.NaN : facts.money.queue(rows);
    ResultDocument.put(node, "costPerMillion", in == 0 ? Double.NaN : cost / in * 1e6, 6);
  }

  /** The database where it is a table of request units. */
  static void table(ObjectNode node, Facts facts) {
    RequestUnitTable table = facts.outcome.table();
    TableOptions options = table.options();
    node.putNull("limit");
    node.putNull("usable");
    node.put("peakConnections", 0);
    ResultDocument.put(node, "exhaustedSeconds", 0, 6);
    node.put("refused", 0);
    ObjectNode units = node.putObject("units");
    double reads = facts.count(Count.DB_READS) * options.readUnits();
    double writes = facts.count(Count.DB_WRITES) * options.writeUnits();
    ResultDocument.put(units, "read", reads, 3);
    ResultDocument.put(units, "write", writes, 3);
    ResultDocument.put(units, "readPeakPerSecond", table.readPeak(), 3);
    ResultDocument.put(units, "writePeakPerSecond", table.writePeak(), 3);
    node.put("throttled", facts.count(Count.DB_THROTTLED));
    node.put("failed", facts.count(Count.DB_FAILED));
    ObjectNode capacity = node.putObject("capacityWritesPerSecond");
    ResultDocument.put(capacity, "start", table.startCapacity(), 3);
    ResultDocument.put(capacity, "end", table.capacity(facts.outcome.endNs()), 3);
  }
}
