package dev.headroom.database;

import dev.headroom.config.Section;
import java.util.List;

/**
 * How active connections slow one another down: the universal scalability law (Gunther), by which
 * n of them get {@code n / (1 + sigma (n - 1) + kappa n (n - 1))} times the throughput of one.
 *
 * @param sigma share of the work that is serial, 0 or more
 * @param kappa cost of keeping each pair coherent, 0 or more
 */
public record Contention(double sigma, double kappa) {
  /** The keys of a fit that are simulated. */
  public static final List<String> MODEL_KEYS = List.of("sigma", "kappa");

  /** Speed of each of {@code active} connections against one alone. */
  public double speed(int active) {
    double others = active - 1.0;
    return active <= 1 ? 1 : 1 / (1 + sigma * others + kappa * active * others);
  }

  /** Reads a {@code contention} section. */
  static Contention read(Section section) {
    section.text("workload", "custom");
    return new Contention(section.number("sigma", 0, 10), section.number("kappa", 0, 10, 0));
  }
}
