package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Anatomy;
import dev.headroom.measure.Facts;

/** Where requests spent their time: all of them, and the slow ones where there are enough. */
final class PartsDocument {
  /** The slow requests are those from this percentile of the latency on. */
  private static final int SLOW = 99;

  /** Keys of the parts of a request's time, in their order. */
  private static final String[] KEYS = {
    "earlierAttempts", "queue", "instanceStart", "connection", "pooler", "queries"
  };

  private PartsDocument() {}

  static void write(ObjectNode run, Facts facts) {
    Anatomy all = Anatomy.of(facts, 0);
    if (all.requests() == 0) {
      return;
    }
    ObjectNode node = run.putObject("latencyParts");
    parts(node.putObject("all"), all);
    if (!Double.isNaN(Facts.quantileMs(facts.latency(), SLOW))) {
      ObjectNode slow = node.putObject("slowest");
      slow.put("fromPercentile", SLOW);
      parts(slow, Anatomy.of(facts, facts.latency().getValueAtPercentile(SLOW)));
    }
  }

  private static void parts(ObjectNode node, Anatomy anatomy) {
    node.put("requests", anatomy.requests());
    ResultDocument.put(node, "meanMs", anatomy.meanMs(), 3);
    ObjectNode parts = node.putObject("partsMs");
    anatomy.partMs().forEach((part, ms) -> ResultDocument.put(parts, KEYS[part.ordinal()], ms, 3));
    ResultDocument.put(parts, "work", anatomy.workMs(), 3);
  }
}
