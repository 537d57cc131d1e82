package dev.headroom.scaling.hpa;

import java.util.Arrays;

/**
 * From one metric to a replica count: the seven calculations of the Horizontal Pod Autoscaler.
 *
 * <p>All follow {@code ceil(replicas x usage / target)}, and differ in what is averaged and over
 * which pods. Where a pod's sample is missing or cannot be trusted, the calculation assumes what
 * damps the change: nothing used when adding, all used when removing. Shares and means are cut to
 * whole numbers before the ratio is taken, as in the original.
 *
 * <p>Source: Kubernetes v1.28, {@code replica_calculator.go} and {@code metrics/utilization.go}.
 */
public final class ReplicaCalculator {
  private static final byte IGNORED = 0;
  private static final byte UNREADY = 1;
  private static final byte MISSING = 2;
  private static final byte READY = 3;

  private final CalculatorOptions options;

  /** Each pod's group, by row. */
  private byte[] groups = new byte[16];

  private int readyCount;
  private int missingCount;
  private int unreadyCount;

  // The sums of the samples that count, and of the requests of the same pods.
  private int samples;
  private long usedMilli;
  private long requestedMilli;

  /** A calculator; it keeps scratch space only, so that the order of calls does not matter. */
  public ReplicaCalculator(CalculatorOptions options) {
    this.options = options;
  }

  /** A resource's use as a percentage of the pods' requests, e.g. 60 % of the processor. */
  public void resourceUtilization(
      long nowNs,
      Resource resource,
      PodMetrics pods,
      int current,
      int targetPercent,
      ReplicaProposal out) {
    if (!collect(nowNs, resource, pods, out)) {
      return;
    }
    for (int row = 0; row < pods.size(); row++) {
      if (pods.requestMilli(row) == PodMetrics.NO_REQUEST) {
        out.fail(CalculatorError.NO_REQUEST, 0);
        return;
      }
    }
    if (requestedMilli == 0) {
      out.fail(CalculatorError.ZERO_REQUEST, 0);
      return;
    }
    int utilization = utilizationPercent();
    long usage = usedMilli / samples;
    double ratio = (double) utilization / targetPercent;
    if (countsDirectly(ratio)) {
      out.set(direct(ratio, current), usage, utilization);
      return;
    }
    if (ratio < 1) {
      // More than the request can be the target, and then "all of it" means the target.
      assumeMissing(pods, Math.max(100, targetPercent), 0);
    } else if (ratio > 1) {
      assumeIdle(pods);
    }
    double damped = (double) utilizationPercent() / targetPercent;
    out.set(damped(ratio, damped, current), usage, utilization);
  }

  /** A resource's mean use per pod as an absolute value, e.g. 500 thousandths of a processor. */
  public void resourceValue(
      long nowNs,
      Resource resource,
      PodMetrics pods,
      int current,
      long targetMilli,
      ReplicaProposal out) {
    if (!collect(nowNs, resource, pods, out)) {
      return;
    }
    long usage = usedMilli / samples;
    double ratio = (double) usage / targetMilli;
    if (countsDirectly(ratio)) {
      out.set(direct(ratio, current), usage, 0);
      return;
    }
    if (ratio < 1) {
      assumeMissing(pods, 0, targetMilli);
    } else if (ratio > 1) {
      assumeIdle(pods);
    }
    long meanMilli = usedMilli / samples;
    double damped = (double) meanMilli / targetMilli;
    out.set(damped(ratio, damped, current), usage, 0);
  }

  /** A custom metric's mean per pod; no processor, so that samples are trusted from the start. */
  public void podsMetric(PodMetrics pods, int current, long targetMilli, ReplicaProposal out) {
    resourceValue(0, Resource.OTHER, pods, current, targetMilli, out);
  }

  /** A whole value that belongs to one object, such as an ingress. */
  public void objectValue(
      PodMetrics pods, int current, long targetMilli, long valueMilli, ReplicaProposal out) {
    double ratio = (double) valueMilli / targetMilli;
    if (current == 0) {
      out.set(ceil(ratio), valueMilli, 0);
    } else if (isWithinTolerance(ratio)) {
      out.set(current, valueMilli, 0);
    } else if (pods.size() == 0) {
      out.fail(CalculatorError.NO_PODS_TO_COUNT, valueMilli);
    } else {
      int ready = 0;
      for (int row = 0; row < pods.size(); row++) {
        ready += pods.isRunningAndReady(row) ? 1 : 0;
      }
      out.set(ceil(ratio * ready), valueMilli, 0);
    }
  }

  /** An object's value shared among the replicas that exist. */
  public void objectAverage(
      int statusReplicas, long targetMilli, long valueMilli, ReplicaProposal out) {
    double ratio = valueMilli / ((double) targetMilli * statusReplicas);
    // Written so that 0 / 0, no replicas and no value, stays where it is.
    boolean far = Math.abs(1 - ratio) > options.tolerance();
    int replicas = far ? ceil((double) valueMilli / targetMilli) : statusReplicas;
    out.set(replicas, share(valueMilli, statusReplicas), 0);
  }

  /** A value from outside the cluster, such as the length of a queue; its series are added up. */
  public void externalValue(
      PodMetrics pods, int current, long targetMilli, long[] seriesMilli, ReplicaProposal out) {
    objectValue(pods, current, targetMilli, sum(seriesMilli), out);
  }

  /** An outside value shared among the replicas that exist; what KEDA asks of the autoscaler. */
  public void externalAverage(
      int statusReplicas, long targetMilli, long[] seriesMilli, ReplicaProposal out) {
    objectAverage(statusReplicas, targetMilli, sum(seriesMilli), out);
  }

  /** Sorts the pods into groups and sums the samples of the ready; false if nothing is left. */
  private boolean collect(long nowNs, Resource resource, PodMetrics pods, ReplicaProposal out) {
    if (pods.size() == 0) {
      out.fail(CalculatorError.NO_PODS, 0);
      return false;
    }
    if (groups.length < pods.size()) {
      groups = Arrays.copyOf(groups, Math.max(pods.size(), 2 * groups.length));
    }
    readyCount = 0;
    missingCount = 0;
    unreadyCount = 0;
    samples = 0;
    usedMilli = 0;
    requestedMilli = 0;
    for (int row = 0; row < pods.size(); row++) {
      groups[row] = group(nowNs, resource, pods, row);
      switch (groups[row]) {
        case UNREADY -> unreadyCount++;
        case MISSING -> missingCount++;
        case READY -> {
          readyCount++;
          count(pods, row, pods.sampleMilli(row));
        }
        default -> {}
      }
    }
    if (samples == 0) {
      out.fail(CalculatorError.NO_METRICS, 0);
      return false;
    }
    return true;
  }

  private byte group(long nowNs, Resource resource, PodMetrics pods, int row) {
    if (pods.isIgnored(row)) {
      return IGNORED;
    }
    if (pods.isPending(row)) {
      return UNREADY;
    }
    if (!pods.hasSample(row)) {
      return MISSING;
    }
    boolean starting = resource == Resource.CPU && pods.isStillStarting(row, nowNs, options);
    return starting ? UNREADY : READY;
  }

  /** Whether every pod that matters has a sample, so that nothing need be assumed. */
  private boolean countsDirectly(double ratio) {
    return missingCount == 0 && !(unreadyCount > 0 && ratio > 1);
  }

  private int direct(double ratio, int current) {
    return isWithinTolerance(ratio) ? current : ceil(ratio * readyCount);
  }

  /** The count after assumptions; they may damp a change, never turn it around. */
  private int damped(double ratio, double damped, int current) {
    boolean turned = (ratio < 1 && damped > 1) || (ratio > 1 && damped < 1);
    if (isWithinTolerance(damped) || turned) {
      return current;
    }
    int replicas = ceil(damped * samples);
    boolean against = (damped < 1 && replicas > current) || (damped > 1 && replicas < current);
    return against ? current : replicas;
  }

  /** Before removing: a pod without a sample uses a share of its request, or a fixed amount. */
  private void assumeMissing(PodMetrics pods, int sharePercent, long milli) {
    for (int row = 0; row < pods.size(); row++) {
      if (groups[row] == MISSING) {
        count(pods, row, pods.requestMilli(row) * sharePercent / 100 + milli);
      }
    }
  }

  /** Before adding: pods without a sample, or with one in doubt, use nothing. */
  private void assumeIdle(PodMetrics pods) {
    for (int row = 0; row < pods.size(); row++) {
      if (groups[row] == MISSING || groups[row] == UNREADY) {
        count(pods, row, 0);
      }
    }
  }

  private void count(PodMetrics pods, int row, long milli) {
    samples++;
    usedMilli += milli;
    requestedMilli += pods.requestMilli(row);
  }

  private int utilizationPercent() {
    return (int) (usedMilli * 100 / requestedMilli);
  }

  private boolean isWithinTolerance(double ratio) {
    return Math.abs(1 - ratio) <= options.tolerance();
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  /** A replica's share, rounded up; without replicas, what the original's conversion yields. */
  private static long share(long valueMilli, int replicas) {
    return replicas == 0 ? Long.MIN_VALUE : (long) Math.ceil((double) valueMilli / replicas);
  }

  private static int ceil(double replicas) {
    return (int) Math.ceil(replicas);
  }
}
