package dev.headroom.scaling.aws;

/** A rule that alarms trigger; {@link PolicySet} settles the wishes of several. */
public sealed interface CapacityPolicy permits TargetTracking, StepScaling {
  /** Takes the last period's datapoint into the alarms; NaN if there was none. */
  void observe(double datapoint);

  /** Which way the alarms push a capacity of {@code current}. */
  Direction direction(int current);

  /** The capacity wished for, before limits, counting from {@code from}. */
  int wanted(int from);

  /** Whether a scale-in by target tracking must wait for this policy to be ready as well. */
  boolean mustAgreeToScaleIn();

  /** How long the effect of a change in that direction is waited for. */
  long cooldownNs(Direction direction);
}
