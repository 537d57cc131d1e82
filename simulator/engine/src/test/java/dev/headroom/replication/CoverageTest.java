package dev.headroom.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.measure.Measure;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Sample;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Of repeated experiments whose truth is known, 95 % of the intervals must hold it: a binomial test
 * at 99.9 %. The short tests repeat fewer times and so forgive more.
 */
class CoverageTest {
  private static final Validation HELD = Validation.of(CoverageTest.class);
  private static final int FEW = 150;
  private static final int MANY = 2_000;
  private static final double CLAIMED = 0.95;
  private static final double MOST_EXTREME = 0.0005;

  /**
   * M/M/2 at load 0.5. The p99 of n requests is on average that of 0.99 n / (n + 1), a bias of 10
   * sqrt(days / n) standard errors: long days and few of them keep it at a sixth.
   */
  private static final int QUEUE_REQUESTS = 20_000;

  private static final int QUEUE_DAYS = 5;

  /** Days with at least one failure: 1 - 0.999^20 = 2 %. */
  private static final int FAILURE_REQUESTS = 20;

  private static final int FAILURE_DAYS = 100;

  @Test
  void queue() {
    checkQueue(FEW / 2);
  }

  @Test
  @Tag("long")
  void queueThousandsOfTimes() {
    checkQueue(MANY);
  }

  @Test
  void rareFailure() {
    checkFailure(FEW);
  }

  @Test
  @Tag("long")
  void rareFailureThousandsOfTimes() {
    checkFailure(MANY);
  }

  /**
   * Load 1 on two servers waits with chance 1/3 (Erlang C), then exponentially with the rate 20 -
   * 10 = 10 per second. Mean 1/30 + 1/10; with x = 10 t, P(T > t) = e^-x (1 + x / 3).
   */
  private static void checkQueue(int experiments) {
    double p99 = 0;
    double most = 10;
    while (most - p99 > 1e-12) {
      double x = (p99 + most) / 2;
      if (StrictMath.exp(-x) * (1 + x / 3) > 0.01) {
        p99 = x;
      } else {
        most = x;
      }
    }
    ConfigNode queue = Trials.queue("10/s", 2, QUEUE_REQUESTS);
    List<Measure> measures = Trials.measures("mean(latency)", "p99(latency)");
    Outcomes outcomes = run(queue, measures, experiments * QUEUE_DAYS);
    double[] truth = {1000.0 / 30 + 100, p99 * 100};
    for (int m = 0; m < truth.length; m++) {
      double[] values = outcomes.values(0, measures.get(m));
      int held = 0;
      for (int e = 0; e < experiments; e++) {
        double[] own = Arrays.copyOfRange(values, e * QUEUE_DAYS, (e + 1) * QUEUE_DAYS);
        held += Sample.of(own).meanInterval().contains(truth[m]) ? 1 : 0;
      }
      covers("M/M/2 " + measures.get(m).name(), held, experiments, CLAIMED);
    }
  }

  /** Wilson's own share at this chance and number of days is 95.08 %, by adding up all counts. */
  private static void checkFailure(int experiments) {
    double truth = 1 - StrictMath.pow(0.999, FAILURE_REQUESTS);
    assertEquals(CLAIMED, exact(truth), 0.001);
    List<Measure> measures = Trials.measures("count(errors)");
    double[] errors = run(
            Trials.rareFailure("0.1%", FAILURE_REQUESTS), measures, experiments * FAILURE_DAYS)
        .values(0, measures.get(0));
    int held = 0;
    for (int e = 0; e < experiments; e++) {
      int bad = 0;
      for (int day = 0; day < FAILURE_DAYS; day++) {
        bad += errors[e * FAILURE_DAYS + day] > 0 ? 1 : 0;
      }
      held += Interval.wilson(bad, FAILURE_DAYS).contains(truth) ? 1 : 0;
    }
    covers("rare failure", held, experiments, CLAIMED);
  }

  private static double exact(double truth) {
    BinomialDistribution bad = new BinomialDistribution(null, FAILURE_DAYS, truth);
    double held = 0;
    for (int k = 0; k <= FAILURE_DAYS; k++) {
      held += Interval.wilson(k, FAILURE_DAYS).contains(truth) ? bad.probability(k) : 0;
    }
    return held;
  }

  private static Outcomes run(ConfigNode tree, List<Measure> measures, int days) {
    return Experiment.of(List.of(Trials.variant("only", tree)), measures, 1)
        .run(0, days, new Batch(Batch.defaultThreads()), done -> {});
  }

  private static void covers(String what, int held, int experiments, double claimed) {
    BinomialDistribution expected = new BinomialDistribution(null, experiments, claimed);
    System.out.printf(
        "%s: %d of %d intervals hold the truth, %.2f %%%n",
        what, held, experiments, 100.0 * held / experiments);
    assertTrue(
        expected.cumulativeProbability(held) > MOST_EXTREME
            && 1 - expected.cumulativeProbability(held - 1) > MOST_EXTREME,
        () -> what + ": " + held + " of " + experiments + " hold the truth");
    if (experiments < MANY) {
      Interval share = Interval.wilson(held, experiments);
      HELD.put(
          Section.THEORY,
          "Share of 95 % intervals that hold the truth, " + what,
          claimed,
          (double) held / experiments,
          share.low(),
          share.high(),
          "95 % interval of the share of " + experiments + " repeated experiments");
    }
  }
}
