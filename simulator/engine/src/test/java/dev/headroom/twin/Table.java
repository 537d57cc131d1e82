package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.database.TableOptions;
import dev.headroom.scenario.WorkloadClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A database without connections that serves so many units a second. */
final class Table {
  private static final long SECOND_NS = 1_000_000_000L;
  /** A unit that is too much by less than this fits. */
  private static final double ALL_BUT = 1e-6;
  /** Draws of a read or write, apart for each time that it is tried. */
  private static final int TRIES_APART = 128;

  private record Served(double reads, double writes, boolean hot) {}

  private final World world;
  private final TableOptions options;
  /** What was served in this second, and what that of each second is worth. */
  private List<Served> now = new ArrayList<>();

  private final Map<Long, Double> worthOfSecond = new TreeMap<>();

  Table(World world, TableOptions options) {
    this.world = world;
    this.options = options;
  }

  /** One unit written is worth so many read: of a new table both are all that it does. */
  private double worth(Served served) {
    return served.writes + served.reads * (options.initialWrites() / options.initialReads());
  }

  private double worth(List<Served> all) {
    return all.stream().mapToDouble(this::worth).sum();
  }

  /** The busiest second among those that lie long enough back. */
  private double peak(long second) {
    long latest = Math.min(second - 1, second - options.growAfterNs() / SECOND_NS);
    return worthOfSecond.entrySet().stream()
        .filter(entry -> entry.getKey() <= latest)
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /** The part of a second of its partition that something takes. */
  private double ofPartition(Served served) {
    return served.reads / options.partitionReads() + served.writes / options.partitionWrites();
  }

  private boolean serves(Served more) {
    long second = Math.floorDiv(world.nowNs, SECOND_NS);
    List<Served> all = worthOfSecond.containsKey(second) ? new ArrayList<>(now) : new ArrayList<>();
    all.add(more);
    double mostWorth = Math.max(options.initialWrites(), options.growth() * peak(second));
    double reads = all.stream().mapToDouble(Served::reads).sum();
    double writes = all.stream().mapToDouble(Served::writes).sum();
    double hot = all.stream().filter(Served::hot).mapToDouble(this::ofPartition).sum();
    boolean fits = reads <= options.readQuota() + ALL_BUT
        && writes <= options.writeQuota() + ALL_BUT
        && (!more.hot || hot <= 1 + ALL_BUT)
        && worth(all) <= mostWorth + ALL_BUT;
    if (fits) {
      now = all;
      worthOfSecond.put(second, worth(all));
    }
    return fits;
  }

  /** An attempt's next read or write; the last ones of a request are its writes. */
  void ask(Work work, Job job, Runnable then) {
    ask(work, job, 1, then);
  }

  private void ask(Work work, Job job, int tries, Runnable then) {
    WorkloadClass c = work.of(job);
    int number = job.statements;
    boolean write = number >= c.queries() - c.writes();
    boolean hot = work.draws(Purpose.HOT_KEY).uniform(job.entity, number) < options.hotShare();
    boolean served = serves(
        write ? new Served(0, options.writeUnits(), hot) : new Served(options.readUnits(), 0, hot));
    if (served) {
      work.later(job, work.drawn(Purpose.QUERY, options.latency(), job, number), then);
    } else if (tries == options.attempts()) {
      work.abort(job, FailureReason.DB_THROTTLED);
    } else {
      double longestNs = options.backoffNs() * Math.pow(2, tries - 1);
      double part =
          work.draws(Purpose.TABLE_BACKOFF).uniform(job.entity, number * TRIES_APART + tries);
      work.later(job, (long) (longestNs * part), () -> ask(work, job, tries + 1, then));
    }
  }
}
