package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.platform.DispatchOrder;

/**
 * The instances that can take another request, kept so that the next one is found in a few steps
 * however many there are.
 */
abstract class Dispatch {
  /** Largest limit on concurrency for which the activator fills pods one after the other. */
  private static final int FIRST_FIT_MOST = 3;

  /** An instance became able to take a request. */
  abstract void add(int instance, int load);

  /** An instance can take no more. */
  abstract void remove(int instance, int load);

  /** An instance that can take more was given a request or finished one. */
  abstract void loadChanged(int instance, int oldLoad, int newLoad);

  /** The instance for a request, or -1 where none can take it. */
  abstract int pick(long entity);

  static Dispatch of(DispatchOrder order, int concurrency, Draws draws, Seniority seniority) {
    return switch (order) {
      case MOST_RECENTLY_USED -> new RecencyDispatch(true);
      case LEAST_RECENTLY_USED -> new RecencyDispatch(false);
      case ROUND_ROBIN -> new RoundRobinDispatch();
      case LEAST_LOADED -> new LeastLoadedDispatch(seniority);
      case FIRST_FIT -> new FirstFitDispatch(seniority);
      case POWER_OF_TWO -> new SampledDispatch(draws, 2);
      case RANDOM -> new SampledDispatch(draws, 1);
      case ACTIVATOR -> of(ofActivator(concurrency), concurrency, draws, seniority);
    };
  }

  /** Source: knative/serving {@code pkg/activator/net/lb_policy.go} and {@code throttler.go}. */
  private static DispatchOrder ofActivator(int concurrency) {
    if (concurrency == Integer.MAX_VALUE) {
      return DispatchOrder.POWER_OF_TWO;
    }
    return concurrency <= FIRST_FIT_MOST ? DispatchOrder.FIRST_FIT : DispatchOrder.ROUND_ROBIN;
  }
}
