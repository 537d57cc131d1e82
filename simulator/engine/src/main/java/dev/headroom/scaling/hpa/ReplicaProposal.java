package dev.headroom.scaling.hpa;

/** What one metric asks for; one object is reused for all calculations. */
public final class ReplicaProposal {
  /** Replicas that would bring the metric to its target; 0 after an error. */
  public int replicas;

  /** The measured value in thousandths: a mean per pod, or the whole value of a whole target. */
  public long usageMilli;

  /** Percentage of the requests, for a utilisation target, cut to a whole number; else 0. */
  public int utilizationPercent;

  /** Why there is no proposal; null if there is one. */
  public CalculatorError error;

  void set(int replicas, long usageMilli, int utilizationPercent) {
    this.replicas = replicas;
    this.usageMilli = usageMilli;
    this.utilizationPercent = utilizationPercent;
    this.error = null;
  }

  void fail(CalculatorError error, long usageMilli) {
    set(0, usageMilli, 0);
    this.error = error;
  }
}
