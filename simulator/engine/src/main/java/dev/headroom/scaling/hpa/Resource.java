package dev.headroom.scaling.hpa;

/** What a pod's sample measures; a processor's is doubted while the pod starts. */
public enum Resource {
  /** Processor time. */
  CPU,
  /** Memory, or a metric of the application. */
  OTHER
}
