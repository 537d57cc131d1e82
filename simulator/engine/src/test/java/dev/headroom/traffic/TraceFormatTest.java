package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every format owes: a sample, order, a damaged line, gzip, empty files. */
final class TraceFormatTest {
  private static final long S = 1_000_000_000L;

  @TempDir
  private Path folder;

  /** A small file of a format, batched so that every time can be written down. */
  private record Sample(String text, List<Long> timesNs, String damagedLine) {}

  private static Sample sample(TraceFormat format) {
    String log = "h - - [01/Jul/1995:00:00:0%d -0400] \"GET /\u00e9 \"x\" HTTP/1.0\" 200 %s%s\n";
    return switch (format) {
      case REQUESTS_CSV ->
        new Sample(
            "# made by hand\nduration,timestamp\n0.1,0.5\n,0.25\n\n0.2,3\n",
            List.of(S / 4, S / 2, 3 * S),
            "0.1,noon\n");
      case COUNTS_CSV ->
        new Sample(
            "timestamp,num_request,size\n0,2,9\n10,1,\n20,0,1\n40,1,1\n",
            List.of(0L, 0L, 10 * S, 40 * S),
            "50,many,1\n");
      case COMMON_LOG ->
        new Sample(
            log.formatted(1, "-", "") + log.formatted(4, "12", "") + log.formatted(1, "7", ""),
            List.of(0L, 0L, 3 * S),
            "h - - [01/Jul/1995] GET\n");
      case COMBINED_LOG ->
        new Sample(
            "\"" + log.formatted(1, "-", " \"-\" \"agent\"\"")
                + log.formatted(4, "12", " \"http://r/\" \"a \\\" b\""),
            List.of(0L, 3 * S),
            "h - - [41/Jul/1995:00:00:05 -0400] \"GET /\" 200 1 \"-\" \"-\"\n");
      case MINUTE_COUNTS ->
        new Sample("1\t1\r\n2\t0\r\n4\t2\r\n", List.of(0L, 180 * S, 180 * S), "5\tx\n");
      case RATE_LIST -> new Sample("1 0 2\n0 1 \n", List.of(0L, 2 * S, 2 * S, 4 * S), "7x\n");
    };
  }

  private TrafficSpec spec(String text) throws IOException {
    return Drained.file(folder, "trace", text).withArrivals(ArrivalKind.AUTO, 0);
  }

  private static Drained batched(TrafficSpec spec) {
    return Drained.of(spec.withArrivals(ArrivalKind.BATCH, 0));
  }

  @ParameterizedTest
  @EnumSource
  void isDetectedAndReadInTimeOrder(TraceFormat format) throws IOException {
    Sample sample = sample(format);
    TrafficSpec spec = spec(sample.text);
    assertEquals(format, Traffic.info(spec).format());
    Drained read = batched(spec);
    assertEquals(sample.timesNs, read.timesNs());
    assertEquals(sample.timesNs.size(), read.ids().size());
    assertEquals(sample.timesNs.size(), read.stats().requests());
    assertEquals(read, batched(spec.withFormat(TraceFormat.parse(format.label()))));
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameZippedWhateverItsName(TraceFormat format) throws IOException {
    Sample sample = sample(format);
    TrafficSpec spec = spec(sample.text);
    List<Long> plain = batched(spec).timesNs();
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(sample.text.getBytes(StandardCharsets.ISO_8859_1));
    }
    Files.write(spec.file(), zipped.toByteArray());
    assertEquals(plain, batched(spec).timesNs());
    byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 12);
    Files.write(spec.file(), cut);
    String message = assertThrows(UserError.class, () -> batched(spec)).getMessage();
    assertTrue(message.startsWith("trace: cannot be read: "), message);
  }

  @ParameterizedTest
  @EnumSource
  void countsADamagedLineAndSaysWhere(TraceFormat format) throws IOException {
    Sample sample = sample(format);
    TrafficSpec spec = spec(sample.text + sample.damagedLine);
    long line = (sample.text + sample.damagedLine).lines().count();
    String refused = assertThrows(UserError.class, () -> batched(spec)).getMessage();
    assertTrue(
        refused.contains("1 of the ") && refused.contains("first: trace:" + line + ": "), refused);
    Drained read = batched(spec.withTolerance(0.5, -1));
    assertEquals(sample.timesNs, read.timesNs());
    assertEquals(1, read.stats().damaged());
    assertTrue(read.stats().damagedExamples().get(0).startsWith("trace:" + line + ": "));
  }

  @ParameterizedTest
  @EnumSource
  void randomDamageIsReportedAndNeverACrash(TraceFormat format) throws IOException {
    Draws draws = Draws.of(1, format.ordinal(), Purpose.SHAPE);
    byte[] whole = sample(format).text.repeat(3).getBytes(StandardCharsets.ISO_8859_1);
    int refused = 0;
    for (int trial = 0; trial < 1_500; trial++) {
      byte[] bytes = Arrays.copyOf(whole, 1 + draws.below(whole.length, trial, 1));
      int flips = draws.below(4, trial, 2);
      for (int i = 0; i < flips; i++) {
        bytes[draws.below(bytes.length, trial, 3 + 2 * i)] =
            (byte) draws.below(256, trial, 4 + 2 * i);
      }
      TrafficSpec spec = Drained.file(folder, "trace", "").withTolerance(0.5, -1);
      Files.write(spec.file(), bytes);
      try {
        try (Arrivals arrivals = Traffic.open(spec, 1, 0)) {
          long last = 0;
          for (int i = 0; i < 100_000 && arrivals.next(); i++) {
            assertTrue(arrivals.timeNs() >= last);
            last = arrivals.timeNs();
          }
        }
      } catch (UserError e) {
        assertEquals(1, e.getMessage().lines().count());
        refused++;
      }
    }
    assertTrue(refused > 0 && refused < 1_500, "refused " + refused);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAFileWithoutRequests(TraceFormat format) throws IOException {
    for (String empty : new String[] {"", "\n \n", "# only a comment\n"}) {
      TrafficSpec spec = spec(empty);
      String message =
          assertThrows(UserError.class, () -> batched(spec.withFormat(format))).getMessage();
      assertTrue(message.startsWith("trace: no requests"), message);
      message = assertThrows(UserError.class, () -> batched(spec)).getMessage();
      assertTrue(message.startsWith("trace: no requests"), message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsTheSameInEveryLocale(TraceFormat format) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      Sample sample = sample(format);
      assertEquals(sample.timesNs, batched(spec(sample.text)).timesNs());
      assertEquals(format, TraceFormat.parse(format.label()));
    } finally {
      Locale.setDefault(before);
    }
  }
}
