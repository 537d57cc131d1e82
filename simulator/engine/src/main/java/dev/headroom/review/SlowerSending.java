package dev.headroom.review;

import dev.headroom.core.Decimals;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Say;
import dev.headroom.measure.Spike;
import dev.headroom.results.Count;
import dev.headroom.review.Remedies.Variant;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import java.util.function.Predicate;

/**
 * The same requests sent more slowly: the remedy of whoever sends them, for a campaign often the
 * cheapest and for users of their own will none. It is looked for where the traffic could be a
 * campaign, a burst or an hour at most, and a run takes a few seconds.
 */
final class SlowerSending {
  private static final long CAMPAIGN_NS = 3_600_000_000_000L;
  private static final long EVENTS_MOST = 5_000_000;
  private static final double[] TIMES = {1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48};

  private static final String NAME = "the same requests sent ";

  private SlowerSending() {}

  /**
   * The fastest of some slower sendings that does.
   *
   * @param holds tells whether a variant does, by running it
   * @return null where none does or none makes sense
   */
  static Variant of(Facts facts, Predicate<Variant> holds) {
    Scenario base = facts.outcome.scenario();
    ServiceSpec service = base.services().get(0);
    boolean campaign = facts.outcome.traceEndNs() <= CAMPAIGN_NS || Spike.of(facts) != null;
    if (base.services().size() > 1
        || !campaign
        || facts.outcome.eventCount() > EVENTS_MOST
        || facts.count(Count.OFFERED) < 2
        || facts.outcome.traceEndNs() == 0) {
      // One request, or all at one instant, have no pace that could be slower.
      return null;
    }
    String path =
        "workload." + (service.traffic().file() == null ? "generate" : "trace") + ".scale.time";
    Variant fastest = null;
    // Slower is taken to be safer, so that halving finds the fastest.
    int least = 0;
    int most = TIMES.length;
    while (least < most) {
      int middle = (least + most) / 2;
      double times = TIMES[middle];
      Scenario slower =
          Reruns.attempt(base, path, Decimals.format(service.traffic().timeScale() * times, 6));
      Variant variant = slower == null ? null : new Variant(words(facts, times), slower);
      if (variant != null && holds.test(variant)) {
        fastest = variant;
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return fastest;
  }

  /** Whether a variant is one of these. */
  static boolean is(Variant variant) {
    return variant.name().startsWith(NAME);
  }

  private static String words(Facts facts, double times) {
    double seconds = facts.outcome.traceEndNs() / 1e9;
    return NAME + Decimals.format(times, 2) + " times more slowly, "
        + Say.digits(facts.count(Count.OFFERED) / (seconds * times))
        + " per second on average over "
        + Say.seconds(seconds * times) + " instead of " + Say.seconds(seconds);
  }
}
