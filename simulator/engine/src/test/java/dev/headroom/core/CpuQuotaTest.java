package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processor sharing under a quota, against paper timelines and against stepping through time. */
class CpuQuotaTest {
  private static final long MILLI = 1_000_000L;

  private static ProcessorSharing station(double cores, double vcpus) {
    return ProcessorSharing.withQuota(cores, new ProcessorSharing.Places(), vcpus, 100 * MILLI);
  }

  /** A quarter of a vCPU: 25 ms in each 100 ms. */
  @Test
  void shortBurstRunsAtFullSpeedAndLongOneStops() {
    ProcessorSharing cpu = station(1, 0.25);
    cpu.add(0, 1, 20 * MILLI);
    assertEquals(20 * MILLI, cpu.nextEndNs());
    assertEquals(1, cpu.take(20 * MILLI));
    // 5 ms are left until 100 ms; of 60 ms then 25, 25 and 5 ms.
    cpu.add(30 * MILLI, 2, 60 * MILLI);
    assertEquals(305 * MILLI, cpu.nextEndNs());
    assertEquals(20e6 + 5e6 + 25e6, cpu.usedNs(199 * MILLI), 1);
    assertEquals(2, cpu.take(305 * MILLI));
    // Nothing of an idle time is saved up: 25 ms from 1000 ms on, then the next period.
    cpu.add(1000 * MILLI, 3, 26 * MILLI);
    assertEquals(1101 * MILLI, cpu.nextEndNs());
  }

  /** Work of a whole number of quotas ends with the last of them, not a period later. */
  @Test
  void wholeQuotas() {
    ProcessorSharing cpu = station(1, 0.3);
    cpu.add(0, 1, 90 * MILLI);
    assertEquals(230 * MILLI, cpu.nextEndNs());
  }

  /** 1.5 vCPUs: one job is never held up, two use 150 ms in 75 ms and stop for 25 ms. */
  @Test
  void moreThanOneVcpu() {
    ProcessorSharing cpu = station(2, 1.5);
    cpu.add(0, 1, 250 * MILLI);
    assertEquals(250 * MILLI, cpu.nextEndNs());
    cpu.add(0, 2, 250 * MILLI);
    // Each has 75 ms in each period: 75, 150, 225, then 25 ms of the fourth.
    assertEquals(325 * MILLI, cpu.nextEndNs());
    // Alone from 180 ms on: it had 75 + 75; 10 ms of quota were lost with the throttled time.
    cpu.remove(180 * MILLI, 2);
    assertEquals(300 * MILLI, cpu.nextEndNs());
  }

  /** Another one in its place has all of its first period, whatever the one before has used. */
  @Test
  void whatIsRenewedHasItsWholeQuota() {
    ProcessorSharing cpu = station(1, 0.25);
    cpu.add(0, 1, 25 * MILLI);
    assertEquals(1, cpu.take(25 * MILLI));
    cpu.renew();
    cpu.add(30 * MILLI, 2, 25 * MILLI);
    assertEquals(55 * MILLI, cpu.nextEndNs());
    new ProcessorSharing(1, new ProcessorSharing.Places()).renew();
  }

  /** A standing station gives nothing, and goes on where it was. */
  @Test
  void pause() {
    ProcessorSharing cpu = new ProcessorSharing(1, new ProcessorSharing.Places());
    cpu.add(0, 1, 50 * MILLI);
    cpu.pause(20 * MILLI);
    assertEquals(Long.MAX_VALUE, cpu.nextEndNs());
    assertEquals(20e6, cpu.usedNs(500 * MILLI));
    cpu.add(400 * MILLI, 2, 10 * MILLI);
    cpu.resume(1000 * MILLI);
    // 30 ms and 10 ms side by side: the shorter ends after 20 ms, the longer 20 ms later.
    assertEquals(1020 * MILLI, cpu.nextEndNs());
    assertEquals(2, cpu.take(1020 * MILLI));
    assertEquals(1040 * MILLI, cpu.nextEndNs());
  }

  /** 20 of 25 ms are used; what needs exactly the 5 that are left ends in this period. */
  @Test
  void whatIsLeftOfThePeriodIsEnough() {
    CpuQuota quota = new CpuQuota(25 * MILLI, 100 * MILLI);
    quota.wake(0);
    assertEquals(20 * MILLI, quota.take(0, 20 * MILLI, 1));
    assertEquals(35 * MILLI, quota.endNs(30 * MILLI, 5 * MILLI, 1));
    assertEquals(101 * MILLI, quota.endNs(30 * MILLI, 6 * MILLI, 1));
  }

  /** 50 ms are lacking when the pause ends, long after the period: a new one begins there. */
  @Test
  void aPauseOutlastsThePeriod() {
    ProcessorSharing cpu = station(1, 0.25);
    cpu.add(0, 1, 60 * MILLI);
    cpu.pause(10 * MILLI);
    cpu.resume(1000 * MILLI);
    assertEquals(1125 * MILLI, cpu.nextEndNs());
    // Without work there is nothing to begin a period for: the first to come does.
    ProcessorSharing idle = station(1, 0.25);
    idle.pause(0);
    idle.resume(10 * MILLI);
    idle.add(20 * MILLI, 1, 50 * MILLI);
    assertEquals(145 * MILLI, idle.nextEndNs());
  }

  /**
   * Random jobs end where a twin that goes from one moment of change to the next has them end; each
   * of the ends before may have been rounded by a nanosecond.
   */
  @Test
  void agreesWithPeriodByPeriod() {
    Draws draws = Draws.of(7, 0, Purpose.CPU, 0);
    ProcessorSharing cpu = station(2, 0.7);
    Periods twin = new Periods(2, 0.7);
    long nowNs = 0;
    int done = 0;
    for (int id = 0; id < 300; id++) {
      nowNs += (long) (draws.exponential(id, 0) * 60 * MILLI);
      while (cpu.nextEndNs() <= nowNs) {
        long endNs = cpu.nextEndNs();
        int job = cpu.take(endNs);
        twin.walkTo(endNs);
        assertEquals(endNs, twin.endOf(job), 2 + id, "job " + job);
        done++;
      }
      twin.walkTo(nowNs);
      long workNs = 1 + (long) (draws.exponential(id, 1) * 30 * MILLI);
      cpu.add(nowNs, id, workNs);
      twin.add(id, workNs);
    }
    assertEquals(twin.usedNs, cpu.usedNs(nowNs), 1000);
    assertTrue(done > 200, "only " + done + " ended");
  }

  /** The obvious way: every period is gone through, its quota counted down. */
  private static final class Periods {
    private static final double DUST_NS = 1;
    private final double cores;
    private final double quotaNs;
    private final List<double[]> jobs = new ArrayList<>();
    private final double[] ends = new double[300];
    private double nowNs;
    private double periodEndNs;
    private double leftNs;
    private double usedNs;

    Periods(double cores, double vcpus) {
      this.cores = cores;
      this.quotaNs = vcpus * 100 * MILLI;
    }

    void add(int id, long workNs) {
      if (jobs.isEmpty() && nowNs >= periodEndNs) {
        periodEndNs = nowNs + 100 * MILLI;
        leftNs = quotaNs;
      }
      jobs.add(new double[] {id, workNs});
    }

    /** Of one that has not quite ended, when it will, since that is less than a rounding away. */
    double endOf(int id) {
      for (double[] job : jobs) {
        if (job[0] == id) {
          return nowNs + job[1];
        }
      }
      return ends[id];
    }

    void walkTo(long toNs) {
      while (nowNs < toNs && !jobs.isEmpty()) {
        if (nowNs >= periodEndNs) {
          periodEndNs += 100 * MILLI;
          leftNs = quotaNs;
        }
        double rate = Math.min(jobs.size(), cores);
        double lengthNs = Math.min(toNs, periodEndNs) - nowNs;
        if (leftNs > 0) {
          double least = jobs.stream().mapToDouble(job -> job[1]).min().orElseThrow();
          lengthNs = Math.min(lengthNs, Math.min(leftNs, least * jobs.size()) / rate);
          leftNs = leftNs - lengthNs * rate < DUST_NS ? 0 : leftNs - lengthNs * rate;
          usedNs += lengthNs * rate;
          for (double[] job : jobs) {
            job[1] -= lengthNs * rate / jobs.size();
          }
        }
        nowNs += lengthNs;
        jobs.forEach(job -> ends[(int) job[0]] = nowNs);
        jobs.removeIf(job -> job[1] < DUST_NS);
      }
      nowNs = toNs;
    }
  }
}
