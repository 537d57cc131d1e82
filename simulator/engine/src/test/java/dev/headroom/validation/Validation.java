package dev.headroom.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.TestData;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Where a test class notes the figures that it holds against something, for the page in {@code
 * reports/validation}. A figure must be the committed one, since a simulation replays exactly;
 * under {@code -Dheadroom.validation=update} the class's file and the page are written instead.
 */
public final class Validation {
  static final boolean UPDATE = "update".equals(System.getProperty("headroom.validation"));

  private final String testClass;
  private final String data;
  private final TreeMap<String, Figure> figures = new TreeMap<>();

  private Validation(String testClass, String data) {
    this.testClass = testClass;
    this.data = data;
    if (!UPDATE) {
      FigureFiles.read(testClass).forEach(figure -> figures.put(figure.key(), figure));
    }
  }

  /** The figures of a test class. */
  public static Validation of(Class<?> testClass) {
    return new Validation(testClass.getSimpleName(), "");
  }

  /**
   * The figures of a test class over recorded data.
   *
   * @param data the system property that names other data than the project's, whose figures are
   *     no part of the page
   */
  public static Validation of(Class<?> testClass, String data) {
    return new Validation(testClass.getSimpleName(), data);
  }

  /** Notes a figure that stands alone; see {@link Figure}. */
  public void put(
      Section section,
      String name,
      double heldAgainst,
      double simulated,
      double low,
      double high,
      String note) {
    put(section, "", name, heldAgainst, simulated, low, high, note);
  }

  /**
   * Demands that a theory lie in the 99.9 % interval of the mean over seeds and that the interval
   * be narrower than a tenth of it to either side, then notes it.
   *
   * @return half the interval
   */
  public double theory(String name, double theory, SummaryStatistics seen, String note) {
    long seeds = seen.getN();
    double t = new TDistribution(seeds - 1).inverseCumulativeProbability(0.9995);
    double half = t * seen.getStandardDeviation() / Math.sqrt(seeds);
    double mean = seen.getMean();
    assertTrue(
        Math.abs(mean - theory) <= half,
        () -> name + ": theory " + theory + ", simulated " + mean + " +- " + half);
    assertTrue(half < 0.1 * theory, () -> name + ": interval too wide: +- " + half);
    put(Section.THEORY, name, theory, mean, mean - half, mean + half, note);
    return half;
  }

  /** Notes how many of the recorded values came out the same. */
  public void count(Section section, String name, long recorded, long same, String note) {
    put(section, "", name, recorded, same, same, same, note);
  }

  /** Notes a figure of a group; see {@link Figure}. */
  public synchronized void put(
      Section section,
      String group,
      String name,
      double heldAgainst,
      double simulated,
      double low,
      double high,
      String note) {
    if (!data.isEmpty() && TestData.isNamed(data)) {
      return;
    }
    Figure figure = new Figure(
        section,
        group,
        name,
        Figure.rounded(heldAgainst),
        Figure.rounded(simulated),
        Figure.rounded(low),
        Figure.rounded(high),
        note);
    if (UPDATE) {
      figures.put(figure.key(), figure);
      FigureFiles.write(testClass, figures.values());
      FigureFiles.writePage();
    } else {
      assertEquals(
          figures.get(figure.key()),
          figure,
          () -> "reports/validation/figures/" + testClass + ".json is out of date: "
              + FigurePage.COMMAND);
    }
  }
}
