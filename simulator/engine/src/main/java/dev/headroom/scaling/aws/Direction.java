package dev.headroom.scaling.aws;

/** Which way a policy wants the capacity to go. */
public enum Direction {
  /** More. */
  OUT,
  /** Less. */
  IN,
  /** Neither: no alarm, or no data. */
  NONE
}
