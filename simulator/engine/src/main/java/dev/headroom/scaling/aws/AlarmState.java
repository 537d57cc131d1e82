package dev.headroom.scaling.aws;

/** What a CloudWatch alarm says. */
public enum AlarmState {
  /** There is data, and not enough of it breaches. */
  OK,
  /** Enough datapoints breach the threshold. */
  ALARM,
  /** There is nothing to judge by; no policy acts on it. */
  INSUFFICIENT_DATA
}
