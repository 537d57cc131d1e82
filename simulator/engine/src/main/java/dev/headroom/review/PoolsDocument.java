package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.database.PoolCensus.Moment;
import dev.headroom.database.Refusal;
import dev.headroom.measure.Facts;
import dev.headroom.results.Count;
import org.HdrHistogram.Histogram;

/** The part of run.json about what stands before the database server: pools and pooler. */
final class PoolsDocument {
  private final Facts facts;

  PoolsDocument(Facts facts) {
    this.facts = facts;
  }

  /** Refusals by the pooler and by the platform, in the words that the application reads. */
  void refusals(ArrayNode node) {
    refusal(node, "08P01", Refusal.CLIENT_LIMIT, Count.POOLER_REFUSED_CLIENT);
    refusal(node, "08P01", Refusal.LOGIN_FAILING, Count.POOLER_LOGIN_FAILING);
    refusal(node, "08001", Refusal.INSTANCE_LIMIT, Count.DB_REFUSED_INSTANCE);
  }

  private void refusal(ArrayNode node, String sqlState, Refusal refusal, Count counted) {
    long count = facts.count(counted);
    if (count > 0) {
      ObjectNode one = node.addObject();
      one.put("sqlState", sqlState);
      one.put("message", refusal.text());
      one.put("count", count);
    }
  }

  /** Waits that were too long, and the waits that were not. */
  void waits(ObjectNode node) {
    long all = facts.count(Count.DB_ACQUIRE_TIMEOUTS);
    long pool = facts.count(Count.POOL_TIMEOUTS);
    node.put("acquireTimeouts", all);
    ObjectNode by = node.putObject("timedOutIn");
    by.put("pool", pool);
    by.put("pooler", all - pool);
    wait(node.putObject("acquireWaitMs"), facts.recorder.acquireWait());
    if (facts.recorder.poolerWait().getTotalCount() > 0) {
      wait(node.putObject("poolerWaitMs"), facts.recorder.poolerWait());
    }
  }

  private static void wait(ObjectNode node, Histogram wait) {
    boolean any = wait.getTotalCount() > 0;
    ResultDocument.put(node, "mean", any ? wait.getMean() / 1e6 : Double.NaN, 3);
    for (int percent : new int[] {50, 95, 99}) {
      double ms = any ? wait.getValueAtPercentile(percent) / 1e6 : Double.NaN;
      ResultDocument.put(node, "p" + percent, ms, 3);
    }
    ResultDocument.put(node, "max", any ? wait.getMaxValue() / 1e6 : Double.NaN, 3);
  }

  /** The moment when most pools were short of connections, where any was refused one. */
  void census(ObjectNode node) {
    node.put("startFailures", facts.count(Count.DB_START_FAILED));
    Moment worst = facts.outcome.census().worst();
    if (worst == null) {
      node.putNull("pools");
      return;
    }
    ObjectNode pools = node.putObject("pools");
    ResultDocument.put(pools, "at", worst.atNs() / 1e9, 6);
    pools.put("full", worst.full());
    pools.put("partial", worst.partial());
    pools.put("none", worst.none());
  }
}
