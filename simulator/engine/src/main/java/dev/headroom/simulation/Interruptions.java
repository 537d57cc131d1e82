package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.platform.Limits;
import dev.headroom.results.Count;
import dev.headroom.scenario.ServiceSpec.Interruption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Takes instances back as a platform does that sells spare capacity: when a scenario says so, a
 * share of those that serve, and each by itself after a time of an exponential distribution.
 *
 * <p>An instance that is warned leaves the rotation, is replaced at once, and has until the end of
 * the warning to finish what it has; then it ends with whatever is inside.
 */
final class Interruptions {
  private static final double HOUR_NS = 3600e9;

  /** Beyond any run, and still a long after adding to now. */
  private static final double NEVER_NS = 0x1.0p61;

  private final Revision revision;
  private final Limits.Interruption rule;
  private final Draws draws;
  private final int onTaken;

  private Interruptions(Revision revision, Limits.Interruption rule) {
    this.revision = revision;
    this.rule = rule;
    this.draws = revision.draws(Purpose.INTERRUPTION);
    this.onTaken = revision.queue.register(this::taken);
    List<Interruption> events = revision.service.spec.interruptions();
    int onEvent =
        revision.queue.register(e -> interrupt((int) e, events.get((int) e).share()));
    for (int e = 0; e < events.size(); e++) {
      revision.queue.schedule(events.get(e).atNs(), onEvent, e);
    }
  }

  /** The interruptions of a revision, or null where its platform takes nothing back. */
  static Interruptions of(Revision revision) {
    Limits.Interruption rule = revision.spec.platform().limits().interruption();
    return rule == null ? null : new Interruptions(revision, rule);
  }

  /** An instance is ready: from now on it may be taken. */
  void ready(int i) {
    if (rule.perInstanceHour() > 0) {
      double hours = draws.exponential(revision.fleet.rows.at(i).ordinal) / rule.perInstanceHour();
      long atNs = revision.queue.nowNs() + (long) Math.min(hours * HOUR_NS, NEVER_NS);
      revision.queue.schedule(atNs, onTaken, revision.fleet.rows.key(i));
    }
  }

  private void taken(long key) {
    Instances rows = revision.fleet.rows;
    if (rows.isCurrent(key) && serves((int) key)) {
      warn((int) key);
      revision.replaceLost();
    }
  }

  private boolean serves(int i) {
    return revision.fleet.rows.at(i).serves();
  }

  /** Warns the nearest whole number to a share of the instances that serve, drawn at random. */
  private void interrupt(int event, double share) {
    Instances rows = revision.fleet.rows;
    List<Integer> serving =
        IntStream.range(0, rows.used()).filter(this::serves).boxed().collect(Collectors.toList());
    serving.sort(
        Comparator.comparingDouble((Integer i) -> draws.uniform(rows.at(i).ordinal, event + 1))
            .thenComparingInt(i -> rows.at(i).ordinal));
    long count = Math.round(share * serving.size());
    serving.stream().limit(count).forEach(this::warn);
    if (count > 0) {
      revision.replaceLost();
    }
  }

  private void warn(int i) {
    long nowNs = revision.queue.nowNs();
    revision.recorder.count(revision.row, Count.INTERRUPTED);
    revision.events.add(
        nowNs,
        revision.label(),
        "interrupt",
        "capacity taken back: instance "
            + revision.fleet.rows.at(i).ordinal + " with " + revision.fleet.rows.at(i).load
            + " requests inside ends within " + Math.round(rule.warningNs() / 1e9) + " s");
    revision.fleet.drain.endWithin(i, rule.warningNs());
  }
}
