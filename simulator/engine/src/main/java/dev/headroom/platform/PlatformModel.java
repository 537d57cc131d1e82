package dev.headroom.platform;

import dev.headroom.core.FailureReason;
import java.util.List;

/**
 * One service's platform after the scenario's overrides: everything but its scaling rule.
 *
 * @param name the model's name, for example {@code cloud-run}
 * @param title for people
 * @param instance size of an instance
 * @param concurrency requests inside an instance at once, {@code Integer.MAX_VALUE} unlimited
 * @param dispatch which free instance is next
 * @param binding whether a waiting request belongs to the instance started for it
 * @param queue waiting in front of the instances, or null where nothing waits
 * @param refusal why a request that can neither run nor wait fails
 * @param keepAliveNs how long an idle instance stays, {@code Long.MAX_VALUE} for ever
 * @param requestTimeoutNs the platform's limit on one request, {@code Long.MAX_VALUE} none
 * @param start how an instance starts
 * @param limits what happens to what reaches a limit, and how it is reported
 * @param billing what is metered
 * @param prices where its prices stand, or null where nothing is priced
 * @param extras what is paid beside the instances' own rates
 * @param requests what an instance asks of a node, where it is placed on one
 * @param assumptions sentences about what the model does not know
 */
public record PlatformModel(
    String name,
    String title,
    Instance instance,
    int concurrency,
    DispatchOrder dispatch,
    Binding binding,
    Queue queue,
    FailureReason refusal,
    long keepAliveNs,
    long requestTimeoutNs,
    Start start,
    Limits limits,
    Billing billing,
    Prices prices,
    Extras extras,
    NodeShare requests,
    List<String> assumptions) {

  /**
   * What an instance asks of the machine it is placed on.
   *
   * @param vcpus processors set aside for it
   * @param memoryBytes memory set aside for it
   */
  public record NodeShare(double vcpus, long memoryBytes) {}

  /** Whether a waiting request is bound to a starting instance or waits in a common queue. */
  public enum Binding {
    EARLY,
    CENTRAL
  }

  /**
   * Size of an instance.
   *
   * @param vcpus processors, may be a fraction
   * @param memoryBytes memory
   * @param parallelism processors the runtime can use at once, {@code Double.MAX_VALUE} unbounded
   */
  public record Instance(double vcpus, long memoryBytes, double parallelism) {
    /** Processors that requests of one instance can use together. */
    public double usableVcpus() {
      return Math.min(vcpus, parallelism);
    }
  }

  /**
   * Requests that wait for an instance.
   *
   * @param limit most that wait, {@code Integer.MAX_VALUE} unlimited
   * @param timeoutNs longest wait, {@code Long.MAX_VALUE} for ever
   * @param startFactor the wait is at least this many mean start-ups, 0 for none
   * @param expired reason after the longest wait
   * @param overflow reason when the queue is full
   */
  public record Queue(
      int limit,
      long timeoutNs,
      double startFactor,
      FailureReason expired,
      FailureReason overflow) {}

  /** What time of an instance is billed. */
  public enum BillingKind {
    /** Each request's time inside, rounded up. */
    PER_INVOCATION,
    /** Time with at least one request inside; idle minimum instances at their own rate. */
    ACTIVE_TIME,
    /** As active time, but instances above the minimum are billed as active while idle. */
    ACTIVE_IDLE,
    /** Memory as active time; processors only for the time that requests computed. */
    ACTIVE_CPU,
    /** The whole life from image pull on. */
    INSTANCE_TIME
  }

  /**
   * Metering rules.
   *
   * @param kind what counts as billed
   * @param granularityNs billed time is rounded up to a multiple, 0 for none
   * @param minimumNs least billed life of an instance
   * @param start whether the start-up is billed
   */
  public record Billing(BillingKind kind, long granularityNs, long minimumNs, boolean start) {}

  /**
   * Where the prices stand.
   *
   * @param book a file of {@code models/prices}
   * @param entry of the book
   * @param region where the service runs, empty for the book's own
   */
  public record Prices(String book, String entry, String region) {}
}
