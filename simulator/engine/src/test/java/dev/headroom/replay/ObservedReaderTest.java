package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics as monitoring systems and spreadsheets write them. */
class ObservedReaderTest {
  private static final double NONE = Double.NaN;

  private static double[] column(Metric metric, String... lines) {
    return ObservedReader.of("m.csv", String.join("\n", lines)).values().get(metric);
  }

  @ParameterizedTest
  @CsvSource({
    "instances, INSTANCES, 1",
    "Instance Count, INSTANCES, 1",
    "replicas, INSTANCES, 1",
    "RunningTaskCount, INSTANCES, 1",
    "ready_replicas, READY_INSTANCES, 1",
    "p99_ms, LATENCY_P99, 1",
    "latency_p99_seconds, LATENCY_P99, 1000",
    "p95 (s), LATENCY_P95, 1000",
    "latencyP50Ms, LATENCY_P50, 1",
    "50%, LATENCY_P50, 1",
    "TargetResponseTime p99, LATENCY_P99, 1",
    "requests, REQUESTS, 1",
    "Requests/s, REQUESTS, 1",
    "rpm, REQUESTS, 0.0166667",
    "http_requests_total, REQUESTS, 1",
    "errors, ERRORS, 1",
    "error_rate_percent, ERROR_SHARE, 0.01",
    "HTTPCode_Target_5XX_Count, FAILED_ATTEMPTS, 1",
    "DatabaseConnections, DB_CONNECTIONS, 1",
    "cpu %, CPU, 0.01"
  })
  void commonSpellings(String header, Metric metric, double factor) {
    ColumnName name = ColumnName.of(header);
    assertEquals(metric, name.metric());
    assertEquals(factor, name.factor(), 1e-6);
  }

  @Test
  void missingCellsRatesAndThousands() {
    assertArrayEquals(
        new double[] {1200, NONE, 50},
        column(Metric.LATENCY_P99, "timestamp,p99_ms", "0,\"1,200\"", "10,N/A", "20,50"));
    assertArrayEquals(
        new double[] {50, 70},
        column(Metric.REQUESTS, "time,requests/s,p99_ms", "0,5,1", "10,7,1"));
    assertArrayEquals(
        new double[] {20, 0},
        column(Metric.ERRORS, "time,requests,error rate %", "0,1000,2", "10,1000,0"),
        1e-9);
    assertArrayEquals(
        new double[] {NONE, 3, 4},
        column(Metric.ERRORS, "time,errors_total", "0,10", "10,13", "20,17"));
  }

  @Test
  void semicolonsAndDecimalCommas() {
    assertArrayEquals(
        new double[] {1.5, 2},
        column(Metric.INSTANCES, "\uFEFFtimestamp;instances", "0;1,5", "60;2"));
  }

  @Test
  void datesOutOfOrderAndTwice() {
    Observed observed = ObservedReader.of(
        "m.csv",
        String.join(
            "\n",
            "Time,instances",
            "2026-05-22T16:31:00Z,3",
            "2026-05-22 16:30:00+00:00,2",
            "2026-05-22T18:32:00+02:00,9",
            "2026-05-22T16:32:00Z,4"));
    assertArrayEquals(new double[] {2, 3, 4}, observed.values().get(Metric.INSTANCES));
    assertEquals(60_000_000_000L, observed.stepNs());
    assertTrue(observed.calendar());
    assertTrue(observed.damaged().get(0).contains("1 rows have the time of another"));
    Observed millis = ObservedReader.of("m.csv", "ts,instances\n1779467400000,1\n1779467460000,2");
    assertEquals(1_779_467_400_000_000_000L, millis.stamps()[0]);
  }

  @Test
  void whatIsNotUsedIsSaid() {
    Observed observed =
        ObservedReader.of("m.csv", "timestamp,instances,cpu,instnces,pods\n0,1,3,4,5\n1,2,3,4,5");
    assertEquals("['instances' as instances]", observed.read().toString());
    assertTrue(observed.ignored().get(0).contains("keeps no series of processor use"));
    assertTrue(observed.ignored().get(1).contains("did you mean 'instances'?"));
    assertTrue(observed.ignored().get(2).contains("are read from 'instances'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instances\\n1|m.csv:1: the header has no column 'timestamp': instances",
        "timestamp,cpu\\n0,1\\n1,2|m.csv:1: no column to hold a simulation against",
        "timestamp,instances\\n0,1|has 1 rows with a time",
        "timestamp,instances\\n0,many\\n1,few\\n2,3|m.csv:2: 'many' is no number of 0 or more; "
            + "2 of 6",
        "timestamp,instances\\n0,1\\n2026-05-22T16:30,3|some times are dates",
        "timestamp,instances\\nyesterday,1\\n1,2|m.csv:2: time 'yesterday' is neither"
      })
  void mistakesAreNamedWithTheirLine(String text, String message) {
    UserError error =
        assertThrows(UserError.class, () -> ObservedReader.of("m.csv", text.replace("\\n", "\n")));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  @Test
  void shortIntervalsAreMergedToTheSimulations() {
    Observed observed = ObservedReader.of(
        "m.csv", "timestamp,instances,requests\n10,1,5\n11,3,5\n12,5,\n13,5,6\n14,9,1");
    Series series = observed.within(0, 2_000_000_000L, 14_000_000_000L);
    assertEquals(10_000_000_000L, series.fromNs());
    assertArrayEquals(new double[] {2, 5}, series.of(Metric.INSTANCES));
    // A missing row counts like those beside it.
    assertArrayEquals(new double[] {10, 12}, series.of(Metric.REQUESTS));
  }
}
