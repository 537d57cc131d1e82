package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Processor sharing without a quota, on paper and against one that keeps what each job lacks. */
class ProcessorSharingTest {
  private static ProcessorSharing station(double capacity) {
    return new ProcessorSharing(capacity, new ProcessorSharing.Places());
  }

  /** Two processors: a third job slows the two that run by a third. */
  @Test
  void threeJobsOnTwoProcessors() {
    ProcessorSharing cpu = station(2);
    assertEquals(Long.MAX_VALUE, cpu.nextEndNs());
    cpu.add(0, 7, 600);
    cpu.add(0, 8, 900);
    assertEquals(600, cpu.nextEndNs());
    // At 300: 300 and 600 are left, and 1200 come; each runs at two thirds.
    cpu.add(300, 9, 1200);
    assertEquals(3, cpu.size());
    assertEquals(750, cpu.nextEndNs());
    assertEquals(600 + 2 * 150, cpu.usedNs(450));
    assertEquals(7, cpu.take(750));
    // 300 and 900 are left at full speed.
    assertEquals(1050, cpu.nextEndNs());
    cpu.remove(850, 8);
    assertEquals(1650, cpu.nextEndNs());
    assertThrows(IllegalStateException.class, () -> cpu.remove(850, 8));
    assertEquals(9, cpu.take(1650));
    assertEquals(0, cpu.size());
    // 600 + 900 + 100 ns until 850, and 800 of the last.
    assertEquals(600 + 900 + 200 + 800, cpu.usedNs(5_000));
  }

  /** At half speed from 40 on, 60 ns of work take 120. */
  @Test
  void speed() {
    ProcessorSharing cpu = station(1);
    cpu.add(0, 1, 100);
    cpu.setSpeed(40, 0.5);
    assertEquals(160, cpu.nextEndNs());
    assertEquals(40 + 10, cpu.usedNs(60));
    cpu.setSpeed(100, 3);
    assertEquals(110, cpu.nextEndNs());
    assertThrows(IllegalArgumentException.class, () -> cpu.setSpeed(100, 0));
    assertThrows(IllegalArgumentException.class, () -> station(0));
    ProcessorSharing quota = ProcessorSharing.withQuota(1, new ProcessorSharing.Places(), 0.5, 100);
    assertThrows(IllegalArgumentException.class, () -> quota.setSpeed(0, 2));
  }

  /** Of jobs that end together the one with the least id is taken first. */
  @Test
  void equalEndsByNumber() {
    ProcessorSharing cpu = station(4);
    for (int id : new int[] {5, 2, 9, 4, 3, 8}) {
      cpu.add(0, id, 100);
    }
    List<Integer> taken = new ArrayList<>();
    while (cpu.size() > 0) {
      taken.add(cpu.take(cpu.nextEndNs()));
    }
    assertEquals(List.of(2, 3, 4, 5, 8, 9), taken);
  }

  /** The same with some taken out in between, so that others move within the heap. */
  @Test
  void equalEndsByNumberAlsoAfterRemovals() {
    Draws draws = Draws.of(4, 0, Purpose.CPU);
    ProcessorSharing cpu = station(100);
    TreeSet<Integer> twin = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      // 37 and 101 share no divisor: all numbers differ.
      int id = 37 * i % 101;
      cpu.add(0, id, i % 3 == 0 ? 200 : 100);
      twin.add(i % 3 == 0 ? 1000 + id : id);
    }
    for (int i = 0; i < 20; i++) {
      List<Integer> inside = new ArrayList<>(twin);
      int out = inside.get(draws.below(inside.size(), i, 0));
      cpu.remove(0, out % 1000);
      twin.remove(out);
    }
    while (!twin.isEmpty()) {
      assertEquals(twin.pollFirst() % 1000, cpu.take(cpu.nextEndNs()));
    }
    assertEquals(0, cpu.size());
  }

  /** A number far beyond the room so far, and one that is no longer here. */
  @Test
  void numbersAreFoundAndNotFound() {
    ProcessorSharing cpu = station(4);
    cpu.add(0, 1, 100);
    cpu.add(0, 1_000, 200);
    cpu.remove(50, 1_000);
    assertThrows(IllegalStateException.class, () -> cpu.remove(50, 1_000));
    assertThrows(IllegalStateException.class, () -> cpu.remove(50, 3));
    assertEquals(1, cpu.size());
    assertEquals(100, cpu.nextEndNs());
  }

  /** Jobs come, end, are taken out and move between two stations that share their places. */
  @Test
  void agreesWithWhatEachJobLacks() {
    Draws draws = Draws.of(11, 0, Purpose.CPU);
    ProcessorSharing.Places places = new ProcessorSharing.Places();
    ProcessorSharing[] stations = {
      new ProcessorSharing(1.5, places), new ProcessorSharing(4, places)
    };
    Lacking[] twins = {new Lacking(1.5), new Lacking(4)};
    long nowNs = 0;
    int ended = 0;
    for (int id = 0; id < 4_000; id++) {
      nowNs += draws.below(40_000, id, 0);
      for (int s = 0; s < 2; s++) {
        while (stations[s].nextEndNs() <= nowNs) {
          long endNs = stations[s].nextEndNs();
          int job = stations[s].take(endNs);
          assertEquals(0, twins[s].take(endNs, job), 3, "work left of job " + job);
          ended++;
        }
      }
      int s = draws.below(2, id, 1);
      if (!twins[s].jobs.isEmpty() && draws.below(4, id, 2) == 0) {
        int moving = (int) twins[s].jobs.get(draws.below(twins[s].jobs.size(), id, 3))[0];
        stations[s].remove(nowNs, moving);
        double restNs = Math.max(1, twins[s].take(nowNs, moving));
        stations[1 - s].add(nowNs, moving, restNs);
        twins[1 - s].add(nowNs, moving, restNs);
      }
      double workNs = 1 + draws.below(s == 0 ? 100_000 : 250_000, id, 4);
      stations[s].add(nowNs, id, workNs);
      twins[s].add(nowNs, id, workNs);
      assertEquals(twins[s].jobs.size(), stations[s].size());
      assertEquals(twins[s].usedNs, stations[s].usedNs(nowNs), 1 + id * 1.0);
    }
    assertTrue(ended > 3_000, "only " + ended + " ended");
  }

  /** The obvious way: a list of jobs with the work each still lacks. */
  private static final class Lacking {
    private final double capacity;
    private final List<double[]> jobs = new ArrayList<>();
    private long lastNs;
    private double usedNs;

    Lacking(double capacity) {
      this.capacity = capacity;
    }

    private void advance(long nowNs) {
      for (double[] job : jobs) {
        double gotNs = (nowNs - lastNs) * Math.min(1, capacity / jobs.size());
        job[1] -= gotNs;
        usedNs += gotNs;
      }
      lastNs = nowNs;
    }

    void add(long nowNs, int id, double workNs) {
      advance(nowNs);
      jobs.add(new double[] {id, workNs});
    }

    /** Takes a job out and returns what it lacks. */
    double take(long nowNs, int id) {
      advance(nowNs);
      for (double[] job : jobs) {
        if (job[0] == id) {
          jobs.remove(job);
          return job[1];
        }
      }
      throw new IllegalStateException("no job " + id);
    }
  }
}
