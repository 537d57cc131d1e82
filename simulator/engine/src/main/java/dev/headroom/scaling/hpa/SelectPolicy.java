package dev.headroom.scaling.hpa;

/** Which of several rates counts. */
public enum SelectPolicy {
  /** The one that allows the largest change. */
  MAX,
  /** The one that allows the smallest change. */
  MIN,
  /** None: the count does not move in this direction. */
  DISABLED
}
