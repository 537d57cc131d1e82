package dev.headroom.scaling.knative;

/** What is held against the target. */
public enum ScalingMetric {
  /** Requests inside at the same time. */
  CONCURRENCY("concurrency"),
  /** Requests that arrive per second. */
  RPS("rps");

  private final String word;

  ScalingMetric(String word) {
    this.word = word;
  }

  /** As the annotation spells it. */
  public String word() {
    return word;
  }
}
