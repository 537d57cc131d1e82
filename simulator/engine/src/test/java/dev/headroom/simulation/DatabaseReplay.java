package dev.headroom.simulation;

import dev.headroom.database.DatabaseMeasurements.Table;
import dev.headroom.database.Refusal;
import dev.headroom.database.ServerOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Recorded clients before the simulated server: what they see, in the figures of a recording. */
final class DatabaseReplay {
  private static final double MILLI = 1e6;

  /**
   * What came of the attempts to connect.
   *
   * @param openMs time of each that was let in
   * @param refusedMs time of each that was refused
   * @param noSlot of those refused, how many at once
   * @param endMs when the last was answered
   * @param perInstance connections that each instance got
   */
  record Outcome(
      double[] openMs, double[] refusedMs, int noSlot, double endMs, int[] perInstance) {}

  private DatabaseReplay() {}

  /**
   * Instances that open their connections one after another and keep them.
   *
   * @param startMs when each begins
   * @param each attempts of one instance
   */
  static Outcome pools(ServerOptions options, double[] startMs, int each) {
    Clients clients = new Clients(startMs.length * each);
    int[] tried = new int[startMs.length];
    int[] has = new int[startMs.length];
    ServerBench bench = new ServerBench(options, new ServerBench.Client() {
      @Override
      public void opened(int tag, int connection) {
        clients.open(tag);
        has[tag / each]++;
        next(tag / each);
      }

      @Override
      public void refused(int tag, Refusal refusal) {
        clients.refused(tag, refusal);
        next(tag / each);
      }

      private void next(int instance) {
        if (++tried[instance] < each) {
          clients.begin(instance * each + tried[instance]);
        }
      }
    });
    clients.bench = bench;
    for (int i = 0; i < startMs.length; i++) {
      int first = i * each;
      bench.at((long) (startMs[i] * MILLI), () -> clients.begin(first));
    }
    bench.run();
    return clients.outcome(has);
  }

  /** Attempts that all come at once. */
  static Outcome together(ServerOptions options, int attempts) {
    return pools(options, new double[attempts], 1);
  }

  /**
   * A recording of a loss system: how many attempts from a time on are refused.
   *
   * @param fromMs what began earlier is not counted
   * @param random draws how long each attempt takes beyond the usual, from what the recording's own
   *     attempts took beyond their median, and exponential holds
   */
  static int refused(
      ServerOptions options,
      Table table,
      double fromMs,
      boolean exponential,
      double holdMs,
      SplittableRandom random) {
    double[] startMs = table.numbers("t_start_ms");
    double[] connectMs = table.numbers("connect_ms");
    double[] sorted = connectMs.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    int[] refused = {0};
    int[] close = new int[1];
    long[] holdNs = new long[startMs.length];
    ServerBench[] bench = new ServerBench[1];
    bench[0] = new ServerBench(options, new ServerBench.Client() {
      @Override
      public void opened(int tag, int connection) {
        long atNs = bench[0].queue.nowNs() + holdNs[tag];
        bench[0].queue.schedule(atNs, close[0], connection);
      }

      @Override
      public void refused(int tag, Refusal refusal) {
        refused[0] += startMs[tag] >= fromMs ? 1 : 0;
      }
    });
    close[0] = bench[0].queue.register(c -> bench[0].server.close((int) c));
    for (int i = 0; i < startMs.length; i++) {
      double mean = exponential ? -Math.log(1 - random.nextDouble()) * holdMs : holdMs;
      holdNs[i] = (long) (mean * MILLI);
      double beyond = Math.max(0, connectMs[random.nextInt(connectMs.length)] - median);
      bench[0].connectAt((long) ((startMs[i] + beyond) * MILLI), i);
    }
    bench[0].run();
    return refused[0];
  }

  /** Statements a second of so many clients that always run one, each of {@code cpuNs} alone. */
  static double throughput(ServerOptions options, int clients, double cpuNs) {
    long[] done = {0};
    int[] who = new int[1];
    ServerBench bench = new ServerBench(options, null);
    who[0] = bench.server.register(key -> {
      done[0]++;
      bench.server.compute(who[0], key, cpuNs);
    });
    bench.at(0, () -> {
      bench.server.activeChanged(clients);
      for (int c = 0; c < clients; c++) {
        bench.server.compute(who[0], c, cpuNs);
      }
    });
    while (done[0] < 200L * clients) {
      bench.queue.runNext();
    }
    return done[0] / (bench.queue.nowNs() / 1e9);
  }

  private static final class Clients {
    ServerBench bench;
    private final long[] sinceNs;
    private final List<Double> openMs = new ArrayList<>();
    private final List<Double> refusedMs = new ArrayList<>();
    private int noSlot;

    Clients(int attempts) {
      sinceNs = new long[attempts];
    }

    void begin(int tag) {
      sinceNs[tag] = bench.queue.nowNs();
      bench.server.open(bench, tag);
    }

    void open(int tag) {
      openMs.add((bench.queue.nowNs() - sinceNs[tag]) / MILLI);
    }

    void refused(int tag, Refusal refusal) {
      refusedMs.add((bench.queue.nowNs() - sinceNs[tag]) / MILLI);
      noSlot += refusal == Refusal.SLOT ? 1 : 0;
    }

    Outcome outcome(int[] perInstance) {
      return new Outcome(
          sorted(openMs), sorted(refusedMs), noSlot, bench.queue.nowNs() / MILLI, perInstance);
    }

    private static double[] sorted(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
  }
}
