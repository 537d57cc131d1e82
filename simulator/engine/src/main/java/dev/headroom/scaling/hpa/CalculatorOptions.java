package dev.headroom.scaling.hpa;

/**
 * The controller's flags that a calculation reads.
 *
 * @param tolerance relative distance from the target within which nothing is done
 * @param cpuInitializationPeriodNs after a pod's start, how long its processor samples are doubted
 * @param initialReadinessDelayNs after a pod's start, how long "not ready" means "never was"
 */
public record CalculatorOptions(
    double tolerance, long cpuInitializationPeriodNs, long initialReadinessDelayNs) {
  /** What a controller without flags uses: 10 %, five minutes, 30 s. */
  public static final CalculatorOptions DEFAULT =
      new CalculatorOptions(0.1, 300_000_000_000L, 30_000_000_000L);

  /** Checks the ranges. */
  public CalculatorOptions {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance " + tolerance + " must be at least 0");
    }
    if (cpuInitializationPeriodNs < 0 || initialReadinessDelayNs < 0) {
      throw new IllegalArgumentException("initialization period " + cpuInitializationPeriodNs
          + " ns and readiness delay " + initialReadinessDelayNs + " ns must be at least 0");
    }
  }
}
