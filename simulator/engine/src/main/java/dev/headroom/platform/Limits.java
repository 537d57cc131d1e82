package dev.headroom.platform;

import dev.headroom.core.FailureReason;
import java.util.Map;

/**
 * What a platform does to an instance or a request that reaches a limit, and in which words it
 * reports it.
 *
 * @param baseMemoryBytes memory of the process without requests
 * @param cpuQuotaPeriodNs period of the CPU quota, 0 where a fraction of a vCPU flows evenly
 * @param ends how an instance that the platform takes away ends
 * @param idleCpu whether an instance without a request inside gets processor time
 * @param timeoutKills whether the work of a request that ran into the platform's limit ends with
 *     it; otherwise only its answer does
 * @param healthCheck of the load balancer, or null
 * @param interruption how the platform takes instances back, or null where it does not
 * @param reports the platform's own words for a failure; reasons it has no words for are missing
 */
public record Limits(
    long baseMemoryBytes,
    long cpuQuotaPeriodNs,
    Ends ends,
    boolean idleCpu,
    boolean timeoutKills,
    HealthCheck healthCheck,
    Interruption interruption,
    Map<FailureReason, String> reports) {

  /** How an instance ends, as those see it that have a connection to it. */
  public enum Ends {
    /** It is told to stop and closes its connections. */
    GRACEFUL,
    /** It does not run between requests and is not woken to end. */
    FROZEN,
    /** It runs until it is killed. */
    KILLED
  }

  /** Whether an instance that the platform takes away closes its connections. */
  public boolean closesConnections() {
    return ends == Ends.GRACEFUL;
  }

  /** How a request that ran into the platform's time limit fails. */
  public FailureReason timeoutReason() {
    return timeoutKills ? FailureReason.REQUEST_TIMEOUT : FailureReason.GATEWAY_TIMEOUT;
  }

  /**
   * Capacity that the platform takes back when it wants it.
   *
   * @param warningNs from the warning, when an instance leaves the rotation, to its end
   * @param perInstanceHour how often that happens to an instance, 0 for only when a scenario says
   */
  public record Interruption(long warningNs, double perInstanceHour) {}

  /**
   * A load balancer's checks of its targets.
   *
   * @param intervalNs between two checks of a target
   * @param timeoutNs longest time to answer
   * @param healthyThreshold checks passed in a row before a new target gets requests
   * @param unhealthyThreshold checks failed in a row before a target is taken out and replaced
   * @param cpuNs processor time of one answer
   */
  public record HealthCheck(
      long intervalNs,
      long timeoutNs,
      int healthyThreshold,
      int unhealthyThreshold,
      double cpuNs) {}
}
