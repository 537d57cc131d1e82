package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.core.UserError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StampParserTest {
  private final StampParser parser = new StampParser();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static long epochNs(String iso) {
    Instant at = Instant.parse(iso);
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  private static long seconds(String text) {
    return StampParser.seconds(bytes(text), 0, text.length());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "13, 13000000000",
    "0.0135, 13500000",
    "0.123456789, 123456789",
    "0.1234567894, 123456789",
    "0.1234567895, 123456790",
    "0.07949090003967285, 79490900",
    "1690000000.000000001, 1690000000000000001",
  })
  void secondsKeepNanosecondDigits(String text, long ns) {
    assertEquals(ns, seconds(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.", ".5", "1e3", "1690000000000", "12a", "NaN"})
  void otherTextIsNoNumber(String text) {
    assertEquals(StampParser.BAD, seconds(text));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-22T16:30:00Z, 2026-05-22T16:30:00Z",
    "2026-05-22T16:30:00.123456789Z, 2026-05-22T16:30:00.123456789Z",
    "2026-05-22T16:30:00+02:00, 2026-05-22T14:30:00Z",
    "2026-05-22T16:30:00-0330, 2026-05-22T20:00:00Z",
    "2023-11-16 18:17:03.9799600, 2023-11-16T18:17:03.979960Z",
    "1998-04-30 21:30, 1998-04-30T21:30:00Z",
    "2024-02-29T00:00:00+01, 2024-02-28T23:00:00Z",
  })
  void isoHonoursOffsets(String text, String utc) {
    assertEquals(epochNs(utc), parser.iso(bytes(text), 0, text.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-05-22T24:00:00Z",
        "2026-05-22T16:30:0Z",
        "2026-05-22T16:30:00X",
        "2026-05-22T16:30:00+2",
        "2026-05-22T16:3"
      })
  void impossibleDatesAreBad(String text) {
    assertEquals(StampParser.BAD, parser.iso(bytes(text), 0, text.length()));
  }

  @Test
  void logStampsHaveEnglishMonthsAndTheirOwnOffset() {
    String text = "01/Jul/1995:00:00:01 -0400";
    assertEquals(
        Instant.parse("1995-07-01T04:00:01Z").getEpochSecond(),
        parser.logSeconds(bytes(text), 0, text.length()));
    assertEquals(-4 * 3_600, parser.offsetSeconds());
    String wrong = "01/Juli1995:00:00:01 -0400";
    assertEquals(StampParser.BAD, parser.logSeconds(bytes(wrong), 0, wrong.length()));
  }

  @Test
  void durationsCarryUnits() {
    assertEquals(250_000_000L, TimeText.durationNs("250ms"));
    assertEquals(5_400_000_000_000L, TimeText.durationNs("1h30m"));
    assertEquals(90_000_000_000L, TimeText.durationNs("90"));
    assertEquals(172_800_000_000_000L, TimeText.durationNs("2d"));
    for (String wrong : new String[] {"", "5x", "h", "1h30", "-5s", "1000000d"}) {
      assertThrows(UserError.class, () -> TimeText.durationNs(wrong), wrong);
    }
  }
}
