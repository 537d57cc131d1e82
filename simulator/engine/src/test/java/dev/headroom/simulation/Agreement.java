package dev.headroom.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * How one simulated quantity agrees with its measurement, row by row and over all rows.
 *
 * @param quantity what is compared
 * @param rows at least one
 */
record Agreement(String quantity, List<Row> rows) {

  /**
   * One measurement and what the simulator says of it.
   *
   * @param name of the row
   * @param measured not 0
   * @param measuredSe its standard error, NaN where none is published
   * @param simulated mean over seeds
   * @param simulatedSe its standard error, from the spread over seeds
   */
  record Row(
      String name, double measured, double measuredSe, double simulated, double simulatedSe) {
    /** Relative to the measurement, with its sign, in percent. */
    double errorPercent() {
      return 100 * (simulated - measured) / measured;
    }

    /** Distance in standard errors of measurement and simulation together. */
    double standardErrors() {
      return (simulated - measured) / Math.hypot(measuredSe, simulatedSe);
    }
  }

  /** Mean of the absolute relative errors, in percent. */
  double meanErrorPercent() {
    return mean(row -> Math.abs(row.errorPercent()));
  }

  /** The same over all rows but one. */
  double meanErrorPercentWithout(Row left) {
    double sum = meanErrorPercent() * rows.size() - Math.abs(left.errorPercent());
    return sum / (rows.size() - 1);
  }

  /** Percentage points of the mean error that one row makes. */
  double points(Row row) {
    return Math.abs(row.errorPercent()) / rows.size();
  }

  /** Standard error of the mean error that comes from simulating, in percentage points. */
  double simulationSePoints() {
    double squares = 0;
    for (Row row : rows) {
      double sePercent = 100 * row.simulatedSe() / row.measured();
      squares += sePercent * sePercent;
    }
    return Math.sqrt(squares) / rows.size();
  }

  /**
   * Mean error in percent of a model that is exactly right: the mean absolute value of a normal
   * variable is sqrt(2 / pi) of its standard deviation, here the measurement's standard error.
   */
  double noiseFloorPercent() {
    return Math.sqrt(2 / Math.PI) * mean(row -> 100 * row.measuredSe() / row.measured());
  }

  /** Sum of the squared distances in standard errors; near the number of rows if all is well. */
  double chiSquare() {
    return rows.size() * mean(row -> row.standardErrors() * row.standardErrors());
  }

  /** How often a right model would have a chi-square at least as large. */
  double chiSquareTail() {
    return 1 - new ChiSquaredDistribution(rows.size()).cumulativeProbability(chiSquare());
  }

  private double mean(ToDoubleFunction<Row> of) {
    return rows.stream().mapToDouble(of).average().orElseThrow();
  }

  /** A table for people: every row, what leaving it out would give, and the figures over all. */
  String text() {
    boolean published = rows.stream().noneMatch(row -> Double.isNaN(row.measuredSe()));
    StringBuilder text = new StringBuilder(quantity).append('\n');
    line(
        text,
        "  %-16s %11s %11s %9s %9s %9s %9s %12s",
        "row",
        "measured",
        "simulated",
        "+- sim",
        "error %",
        "in SE",
        "points",
        "mean without");
    for (Row row : rows) {
      line(
          text,
          "  %-16s %11.7f %11.7f %9.2g %+9.2f %9s %9.2f %12.2f",
          row.name(),
          row.measured(),
          row.simulated(),
          row.simulatedSe(),
          row.errorPercent(),
          published ? String.format(Locale.ROOT, "%+.2f", row.standardErrors()) : "-",
          points(row),
          meanErrorPercentWithout(row));
    }
    line(
        text,
        "  mean absolute error %.2f %%, of which simulating makes uncertain +- %.2f",
        meanErrorPercent(),
        simulationSePoints());
    if (published) {
      line(
          text,
          "  a right model's expected mean error from sampling noise: %.2f %%",
          noiseFloorPercent());
      line(
          text,
          "  chi-square %.1f over %d rows; a right model has as much with probability %.2g",
          chiSquare(),
          rows.size(),
          chiSquareTail());
      for (Row row : rows) {
        if (Math.abs(row.standardErrors()) > 2) {
          double without = chiSquare() - row.standardErrors() * row.standardErrors();
          line(text, "  chi-square without %s: %.1f", row.name(), without);
        }
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** Keeps a text under {@code target/validation} for pages made from it. */
  static void keep(String fileName, String text) {
    try {
      Path folder = Files.createDirectories(Path.of("target/validation"));
      Files.writeString(folder.resolve(fileName), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
