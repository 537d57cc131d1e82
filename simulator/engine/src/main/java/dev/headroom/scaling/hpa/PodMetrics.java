package dev.headroom.scaling.hpa;

import java.util.Arrays;

/**
 * The pods of one target as a sync sees them, a row each, with the last sample of one metric.
 *
 * <p>One table is reused for all syncs: {@link #clear}, then {@link #add} and the setters of what
 * differs from an added row's state (not deleting, no Ready condition, no request, no sample).
 */
public final class PodMetrics {
  /** A start time that the kubelet has not reported. */
  public static final long NO_START = Long.MIN_VALUE;

  /** A container that asks for no share of the resource. */
  public static final long NO_REQUEST = -1;

  private static final int FIRST_ROWS = 16;

  private int size;
  private PodPhase[] phase = new PodPhase[FIRST_ROWS];
  private boolean[] deleting = new boolean[FIRST_ROWS];
  private ReadyCondition[] condition = new ReadyCondition[FIRST_ROWS];
  private long[] transitionNs = new long[FIRST_ROWS];
  private long[] startNs = new long[FIRST_ROWS];
  private long[] requestMilli = new long[FIRST_ROWS];
  private boolean[] sampled = new boolean[FIRST_ROWS];
  private long[] sampleMilli = new long[FIRST_ROWS];
  private long[] sampleNs = new long[FIRST_ROWS];
  private long[] sampleWindowNs = new long[FIRST_ROWS];

  /** Removes all rows. */
  public void clear() {
    size = 0;
  }

  /** Pods in the table. */
  public int size() {
    return size;
  }

  /** Adds a pod and returns its row; {@code startNs} may be {@link #NO_START}. */
  public int add(PodPhase phase, long startNs) {
    if (size == this.phase.length) {
      grow(2 * size);
    }
    int row = size++;
    this.phase[row] = phase;
    this.startNs[row] = startNs;
    deleting[row] = false;
    condition[row] = ReadyCondition.NONE;
    transitionNs[row] = startNs;
    requestMilli[row] = NO_REQUEST;
    sampled[row] = false;
    return row;
  }

  /** Marks a pod that has been told to end. */
  public void delete(int row) {
    deleting[row] = true;
  }

  /** Sets the Ready condition and when it last changed. */
  public void condition(int row, ReadyCondition value, long sinceNs) {
    condition[row] = value;
    transitionNs[row] = sinceNs;
  }

  /** Sets what the pod's containers ask for together. */
  public void request(int row, long milli) {
    requestMilli[row] = milli;
  }

  /** Sets the metric's last sample: the mean over {@code windowNs} up to {@code atNs}. */
  public void sample(int row, long milli, long atNs, long windowNs) {
    sampled[row] = true;
    sampleMilli[row] = milli;
    sampleNs[row] = atNs;
    sampleWindowNs[row] = windowNs;
  }

  /** Deleting or failed: such a pod is as good as gone. */
  boolean isIgnored(int row) {
    return deleting[row] || phase[row] == PodPhase.FAILED;
  }

  boolean isPending(int row) {
    return phase[row] == PodPhase.PENDING;
  }

  boolean isRunningAndReady(int row) {
    return phase[row] == PodPhase.RUNNING && condition[row] == ReadyCondition.TRUE;
  }

  boolean hasSample(int row) {
    return sampled[row];
  }

  long sampleMilli(int row) {
    return sampleMilli[row];
  }

  long requestMilli(int row) {
    return requestMilli[row];
  }

  /**
   * Whether a processor sample says nothing yet about serving: start-up work uses the processor
   * too.
   */
  boolean isStillStarting(int row, long nowNs, CalculatorOptions options) {
    if (condition[row] == ReadyCondition.NONE || startNs[row] == NO_START) {
      return true;
    }
    boolean unready = condition[row] == ReadyCondition.FALSE;
    if (startNs[row] + options.cpuInitializationPeriodNs() > nowNs) {
      return unready || sampleNs[row] < transitionNs[row] + sampleWindowNs[row];
    }
    // Unready since within the delay after its start: it has never been ready.
    return unready && startNs[row] + options.initialReadinessDelayNs() > transitionNs[row];
  }

  private void grow(int rows) {
    phase = Arrays.copyOf(phase, rows);
    deleting = Arrays.copyOf(deleting, rows);
    condition = Arrays.copyOf(condition, rows);
    transitionNs = Arrays.copyOf(transitionNs, rows);
    startNs = Arrays.copyOf(startNs, rows);
    requestMilli = Arrays.copyOf(requestMilli, rows);
    sampled = Arrays.copyOf(sampled, rows);
    sampleMilli = Arrays.copyOf(sampleMilli, rows);
    sampleNs = Arrays.copyOf(sampleNs, rows);
    sampleWindowNs = Arrays.copyOf(sampleWindowNs, rows);
  }
}
