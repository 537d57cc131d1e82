package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.results.Count;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The seed's table of first requests: 99th percentiles of "hello world" by runtime and platform.
 *
 * <p>Each cell says what of the simulated first request is held against what, within which
 * tolerance and why. Where a better source contradicts the seed, the model follows that source, the
 * cell is held against it, and the table that is printed and kept shows how far the seed is away.
 */
class FirstRequestTest {
  private static final Validation HELD = Validation.of(FirstRequestTest.class);
  private static final int REQUESTS = 20_000;
  private static final StringBuilder TABLE = new StringBuilder(String.format(
      Locale.ROOT,
      "%-20s %9s %9s %9s %9s  %s%n",
      "first request, ms",
      "seed",
      "p50",
      "p99",
      "p99/seed",
      "held against"));

  /** What is held against the figure. */
  private enum Of {
    /** The median of the whole first request. */
    P50,
    /** Its 99th percentile. */
    P99,
    /** The median without placing, which a measured initialisation leaves out. */
    INIT_P50,
    /** The 99th percentile without placing. */
    INIT_P99
  }

  /** The cells; image sizes are ours, since the seed names none. */
  enum Cell {
    LAMBDA_PYTHON(
        "runtime: python-image",
        400,
        Of.INIT_P99,
        400,
        0.15,
        "seed; the measured initialisation of an image is 377 ms, placing comes on top"),
    LAMBDA_GO(
        "runtime: go-image",
        150,
        Of.INIT_P99,
        150,
        0.15,
        "seed; the measured initialisation of an image is 127 ms, placing comes on top"),
    LAMBDA_SPRING(
        "runtime: spring-boot",
        6000,
        Of.INIT_P99,
        6000,
        0.05,
        "seed, which is the measured 6,183 ms, rounded"),
    LAMBDA_NATIVE(
        "runtime: spring-boot-native",
        600,
        Of.INIT_P50,
        600,
        0.10,
        "seed, which the source gives as a median (621 ms); its p99 is 722 ms"),
    CLOUD_RUN_PYTHON(
        "runtime: python",
        900,
        Of.P50,
        1454.798,
        0.15,
        "the one small application measured, 1.45 s; the seed's 900 ms has no source"),
    CLOUD_RUN_GO(
        "runtime: go",
        300,
        Of.P50,
        1000,
        "'sub-second' in a blog; the seed's 300 ms has no source"),
    CLOUD_RUN_SPRING(
        "runtime: spring-boot",
        8000,
        Of.P50,
        9000,
        0.10,
        "a measured hello world of 9 s; the seed's 8 s as a p99 would be faster than that"),
    CLOUD_RUN_NATIVE(
        "runtime: spring-boot-native",
        1100,
        Of.INIT_P50,
        500,
        "'under 500 ms' in a blog; the seed's 1.1 s has no source and lies below our p99"),
    FARGATE_PYTHON("runtime: python, image: 150MB", 45_000, Of.P99, 45_000, 0.15, "seed"),
    FARGATE_GO(
        "runtime: go, image: 15MB",
        40_000,
        Of.P99,
        40_000,
        0.15,
        "seed; the balancer's check alone moves a start by up to 5 s, 12 % of it"),
    FARGATE_SPRING(
        "runtime: spring-boot, image: 250MB",
        55_000,
        Of.P99,
        55_000,
        0.30,
        "seed; a boot of 5 to 15 s has a p99 of 19 s and the image pulls 20 s"),
    FARGATE_NATIVE(
        "runtime: spring-boot-native, image: 100MB", 42_000, Of.P99, 42_000, 0.10, "seed");

    final String coldStart;
    final double seedMs;
    final Of of;
    final double leastMs;
    final double mostMs;
    final String why;

    /** Held against a figure, with a tolerance relative to it. */
    Cell(String coldStart, double seedMs, Of of, double againstMs, double tolerance, String why) {
      this.coldStart = coldStart;
      this.seedMs = seedMs;
      this.of = of;
      this.leastMs = againstMs * (1 - tolerance);
      this.mostMs = againstMs * (1 + tolerance);
      this.why = why;
    }

    /** Held against a bound. */
    Cell(String coldStart, double seedMs, Of of, double mostMs, String why) {
      this(coldStart, seedMs, of, mostMs / 2, 1, why);
    }

    /**
     * At the size the Lambda figures were measured on, and one vCPU elsewhere; behind a balancer
     * that looks as often as it can, since the starts measured on Fargate had none in front.
     */
    String platform() {
      if (name().startsWith("LAMBDA")) {
        return "use: aws-lambda, instance: { memory: 1024Mi }";
      }
      return name().startsWith("FARGATE")
          ? "use: aws-fargate, instance: { cpu: 1 }, healthCheck: { interval: 5s, timeout: 2s }"
          : "use: cloud-run, instance: { cpu: 1 }";
    }
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void firstRequest(Cell cell) {
    double p50 = percentileMs(cell, "", 50);
    double p99 = percentileMs(cell, "", 99);
    double held =
        switch (cell.of) {
          case P50 -> p50;
          case P99 -> p99;
          case INIT_P50 -> percentileMs(cell, ", placing: 0ms", 50);
          case INIT_P99 -> percentileMs(cell, ", placing: 0ms", 99);
        };
    TABLE.append(String.format(
        Locale.ROOT,
        "%-20s %9.0f %9.0f %9.0f %9.2f  %s %.0f in %.0f to %.0f: %s%n",
        cell,
        cell.seedMs,
        p50,
        p99,
        p99 / cell.seedMs,
        cell.of,
        held,
        cell.leastMs,
        cell.mostMs,
        cell.why));
    assertTrue(
        cell.leastMs <= held && held <= cell.mostMs,
        held + " ms is not within " + cell.leastMs + " to " + cell.mostMs + ": " + cell.why);
    double againstMs = (cell.leastMs + cell.mostMs) / 2;
    double withinMs = cell.mostMs - againstMs;
    String name = cell.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    HELD.put(
        Section.FIRST_REQUESTS,
        name + ", " + cell.of + ", ms",
        againstMs,
        held,
        held - withinMs,
        held + withinMs,
        cell.why);
    double asSeed =
        switch (cell.of) {
          case P50, P99 -> p99;
          case INIT_P50, INIT_P99 -> percentileMs(cell, ", placing: 0ms", 99);
        };
    if (againstMs != cell.seedMs || cell.of == Of.INIT_P50) {
      HELD.put(
          Section.FIRST_REQUESTS,
          name + ", P99 of the seed, ms",
          cell.seedMs,
          asSeed,
          asSeed * 0.85,
          asSeed * 1.15,
          "the seed itself; not followed, the line above says why");
    }
  }

  /** Each request finds nothing that runs and has an instance started for it alone. */
  private static double percentileMs(Cell cell, String more, double percentile) {
    RunOutcome run = Simulation.run(Scenarios.open(
        "1/s",
        REQUESTS,
        "{ cpu: 5ms }",
        "{ " + cell.platform() + ", keepAlive: 0s, binding: early, concurrency: { max: 1 },"
            + " timeouts: { request: unlimited },"
            + " scale: { policy: per-request, min: 0, max: unlimited, onNoSlot: start },"
            + " coldStart: { " + cell.coldStart + more + " } }"));
    assertEquals(REQUESTS, run.recorder().totals().count(0, Count.STARTED));
    assertEquals(REQUESTS, run.recorder().totals().count(0, Count.COMPLETED));
    return run.recorder().latency(0).getValueAtPercentile(percentile) / 1e6;
  }

  @AfterAll
  static void keepTable() {
    System.out.print(TABLE);
    Agreement.keep("first-requests.txt", TABLE.toString());
  }
}
