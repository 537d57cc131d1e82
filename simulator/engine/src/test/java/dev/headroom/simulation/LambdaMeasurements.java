package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.fail;

import dev.headroom.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cold starts measured on AWS Lambda, one row for each arrival rate: the project's copy, or the
 * file that the system property {@code headroom.lambdaMeasurements} names.
 */
final class LambdaMeasurements {
  static final String PROPERTY = "headroom.lambdaMeasurements";
  private static final String OWN = "src/test/resources/measurements/aws_lambda_cold_starts.csv";

  /**
   * One experiment. Times are means; counts of instances and the utilisation are means over
   * snapshots, so a row of few requests rests on few snapshots in which anything ran.
   *
   * @param name of the experiment
   * @param ratePerSecond arrivals
   * @param warmMs time of a request on a warm instance
   * @param coldMs time of a request that had to wait for its instance
   * @param keepAliveMin idle minutes after which the instance was gone
   * @param coldShare requests that were cold
   * @param coldShareSe its standard error as the file states it
   * @param running instances that held a request
   * @param idle instances that held none
   * @param utilisation mean, over the snapshots with an instance, of the running share of instances
   */
  record Row(
      String name,
      double ratePerSecond,
      double warmMs,
      double coldMs,
      double keepAliveMin,
      double coldShare,
      double coldShareSe,
      double running,
      double idle,
      double utilisation) {

    /** What a cold start added to a request; a start-up takes no negative time. */
    double startMs() {
      return Math.max(0, coldMs - warmMs);
    }

    double instances() {
      return running + idle;
    }

    /**
     * How many snapshots the means were taken over: the least number that makes both sums whole, or
     * 0 where none up to 100,000 does.
     */
    int snapshots() {
      for (int n = 1; n <= 100_000; n++) {
        if (nearlyWhole(n * running) && nearlyWhole(n * idle)) {
          return n;
        }
      }
      return 0;
    }

    /**
     * Standard error of the utilisation from the running instances seen in all snapshots together,
     * NaN where they cannot be told. Where no request waits for another their number is Poisson
     * distributed, whatever the service time (the M/G/infinity queue), and one snapshot says
     * nothing of the next if the time between is long against a request's.
     */
    double utilisationSe() {
      long seen = Math.round(snapshots() * running);
      return seen == 0 ? Double.NaN : utilisation / Math.sqrt(seen);
    }

    private static boolean nearlyWhole(double sum) {
      return Math.abs(sum - Math.rint(sum)) < 1e-9 * Math.max(1, sum);
    }
  }

  private LambdaMeasurements() {}

  /** Whether the rows are the project's own, for which figures are promised. */
  static boolean areOwn() {
    return !TestData.isNamed(PROPERTY);
  }

  /** Every row; a named file that is missing, empty or lacks a column is a failure. */
  static List<Row> read() {
    Path file = TestData.of(PROPERTY, OWN);
    if (!Files.isRegularFile(file)) {
      fail("no measurements: " + file.toAbsolutePath() + " is not a file");
    }
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      lines.removeIf(String::isBlank);
      if (lines.size() < 2) {
        fail("no measurements in " + file.toAbsolutePath());
      }
      List<String> columns = Arrays.asList(lines.get(0).split(",", -1));
      return lines.stream()
          .skip(1)
          .map(line -> row(columns, line.split(",", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static Row row(List<String> columns, String[] cells) {
    return new Row(
        cells[0],
        cell(columns, cells, "ArrivalRate"),
        cell(columns, cells, "ServiceTimeWarm"),
        cell(columns, cells, "ServiceTimeCold"),
        cell(columns, cells, "IdleMinutesBeforeKill"),
        cell(columns, cells, "ColdStartProbability"),
        cell(columns, cells, "ColdStartProbabilitySE"),
        cell(columns, cells, "AverageRunningInstances"),
        cell(columns, cells, "AverageIdleInstances"),
        cell(columns, cells, "AverageUtilization"));
  }

  private static double cell(List<String> columns, String[] cells, String column) {
    int at = columns.indexOf(column);
    if (at < 0 || at >= cells.length) {
      return fail(cells[0] + " has no " + column);
    }
    return Double.parseDouble(cells[at]);
  }
}
