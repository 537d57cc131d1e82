package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Real traces that lie beside the project, if they do, against figures that someone else's program
 * computed (their STATS.md; dispersions over windows aligned to the clock).
 */
final class SharedTracesTest {
  private record Expected(
      String file,
      TraceFormat format,
      long requests,
      long peakPerMinute,
      double dispersionSecond,
      double dispersionMinute,
      long jumpFrom,
      long jumpTo) {}

  private static final List<Expected> EXPECTED = List.of(
      new Expected(
          "persecond/nasa_1995_rps_first14d.txt",
          TraceFormat.RATE_LIST,
          1_106_031,
          409,
          1.64,
          23.67,
          96,
          332),
      new Expected(
          "persecond/twitter_2021-08_tweets_per_s_first10d.txt",
          TraceFormat.RATE_LIST,
          55_107_643,
          18_006,
          27.14,
          1_519.97,
          3_499,
          13_216),
      new Expected(
          "perminute/epa_http_1995_per_min.tsv",
          TraceFormat.MINUTE_COUNTS,
          47_742,
          158,
          Double.NaN,
          25.04,
          82,
          158),
      new Expected(
          "perminute/worldcup98_per_min_to_06-26.csv",
          TraceFormat.COUNTS_CSV,
          843_894_894,
          213_235,
          Double.NaN,
          30_297.95,
          24_785,
          155_351),
      new Expected(
          "weblogs/apache_common_2004-03_1406.log",
          TraceFormat.COMMON_LOG,
          1_406,
          22,
          2.56,
          4.87,
          0,
          22),
      new Expected(
          "weblogs/apache_combined_semicomplete_2015-05_10k.log",
          TraceFormat.COMBINED_LOG,
          10_000,
          136,
          2.92,
          117.69,
          0,
          136),
      new Expected(
          "weblogs/nasa_http_1995-07-01_first1000.log",
          TraceFormat.COMMON_LOG,
          1_000,
          82,
          1.19,
          5.78,
          5,
          82),
      new Expected(
          "llm/AzureLLMInferenceTrace_code_2023.csv",
          TraceFormat.REQUESTS_CSV,
          8_819,
          585,
          13.20,
          158.39,
          0,
          585));

  private static Path folder() {
    // Surefire starts in the module; the traces lie beside the project's root.
    return Path.of("../../../shared/traces").toAbsolutePath().normalize();
  }

  @TestFactory
  Stream<DynamicTest> figuresAgree() {
    if (!Files.isDirectory(folder())) {
      return Stream.of(DynamicTest.dynamicTest(
          "shared traces absent",
          () -> System.out.println(
              "SharedTracesTest: skipped, no folder ../shared/traces beside " + "the project")));
    }
    return Stream.concat(
        EXPECTED.stream()
            .map(expected -> DynamicTest.dynamicTest(expected.file, () -> check(expected))),
        Stream.of(DynamicTest.dynamicTest("scanner log, far out of order", this::scanner)));
  }

  private static void check(Expected expected) {
    TrafficSpec spec = TrafficSpec.ofFile(expected.file, folder().resolve(expected.file));
    TraceInfo info = Traffic.info(spec);
    assertEquals(expected.format, info.format());
    assertEquals(expected.requests, info.requests());
    assertEquals(0, info.damaged());
    assertEquals(expected.peakPerMinute, info.minute().peak());
    assertEquals(expected.jumpFrom, info.minute().jumpFrom());
    assertEquals(expected.jumpTo, info.minute().jumpTo());
    assertEquals(
        expected.dispersionMinute, info.minute().dispersion(), 0.002 * expected.dispersionMinute);
    if (!Double.isNaN(expected.dispersionSecond)) {
      assertEquals(expected.dispersionSecond, info.second().dispersion(), 0.015);
    }
    if (expected.requests < 2_000_000) {
      Drained read = Drained.of(spec);
      assertEquals(expected.requests, read.ids().size());
      assertTrue(read.ascending());
      assertEquals(info.sha256(), read.stats().sha256());
      assertEquals(info.durationNs(), read.stats().endNs());
    }
  }

  private void scanner() {
    String file = "weblogs/scanner_acunetix_2016-12_quoted.log";
    TraceInfo info = Traffic.info(TrafficSpec.ofFile(file, folder().resolve(file))
        .withTolerance(0, 3_600 * TimeText.SECOND_NS));
    assertEquals(TraceFormat.COMBINED_LOG, info.format());
    assertEquals(6_539, info.requests());
    assertEquals(414, info.minute().peak());
  }
}
