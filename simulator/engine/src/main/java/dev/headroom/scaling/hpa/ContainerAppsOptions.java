package dev.headroom.scaling.hpa;

/**
 * An HTTP scale rule of Azure Container Apps.
 *
 * @param min fewest replicas
 * @param max most replicas
 * @param target {@code concurrentRequests}: requests per second and replica
 * @param stabilisationDownNs how long a higher wish is remembered
 * @param cooldownNs how long after the last request the last replica goes
 */
public record ContainerAppsOptions(
    int min, int max, int target, long stabilisationDownNs, long cooldownNs) {
  /** The rule of an app that says nothing: 0 to 10 replicas, 10 requests per second each. */
  public static final ContainerAppsOptions DEFAULT =
      new ContainerAppsOptions(0, 10, 10, 300_000_000_000L, 300_000_000_000L);

  /** How often the rule is evaluated, and over what it counts requests. */
  public static final long INTERVAL_NS = 15_000_000_000L;

  /** Checks the ranges; those of the replicas are checked where they are used. */
  public ContainerAppsOptions {
    if (target < 1 || stabilisationDownNs < 0 || cooldownNs < 0) {
      throw new IllegalArgumentException("target " + target + " must be at least 1, windows "
          + stabilisationDownNs + " and " + cooldownNs + " ns at least 0");
    }
  }
}
