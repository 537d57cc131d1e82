package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.database.RequestUnitTable;
import dev.headroom.database.TableOptions;
import dev.headroom.results.Count;

/** The blocks of run.json for what stands in place of connections or of waiting. */
final class InsteadDocument {
  private InsteadDocument() {}

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
