package dev.headroom.scaling.hpa;

/** Where a pod is in its life, as the API server reports it. */
public enum PodPhase {
  /** Accepted, its containers not all running. */
  PENDING,
  /** At least one container runs. */
  RUNNING,
  /** All containers have ended well. */
  SUCCEEDED,
  /** All containers have ended, one of them badly. */
  FAILED,
  /** The node does not answer. */
  UNKNOWN
}
