package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.database.DatabaseMeasurements.Case;
import dev.headroom.database.DatabaseMeasurements.Kind;
import dev.headroom.database.DatabaseMeasurements.Repeat;
import dev.headroom.database.DatabaseMeasurements.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder holds cases of every kind, and summaries agree with the raw events. */
@Tag("db-measurements")
class DatabaseMeasurementsTest {
  @Test
  void everyKindIsThere() {
    List<String> missing = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (DatabaseMeasurements.of(kind).isEmpty()) {
        missing.add(kind.text());
      }
    }
    Assumptions.assumeTrue(
        missing.isEmpty(), () -> "no case of kind " + missing + " in the folder");
  }

  @Test
  void unknownKindsAndMissingEventsAreFailures(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("cases.json"), "{\"x\": {\"kind\": \"surprise\", \"reps\": [{}]}}");
    AssertionError unknown =
        assertThrows(AssertionError.class, () -> DatabaseMeasurements.all(folder));
    assertEquals("case x is of an unknown kind: surprise", unknown.getMessage());
    Files.writeString(
        folder.resolve("cases.json"),
        "{\"x\": {\"kind\": \"herd\", \"reps\": [{\"file\": \"x_r1.csv\"}]}}");
    AssertionError missing =
        assertThrows(AssertionError.class, () -> DatabaseMeasurements.all(folder));
    assertTrue(missing.getMessage().startsWith("x r1: x_r1.csv is not in"), missing.getMessage());
  }

  @Test
  void rawEventsSayWhatTheSummarySays() {
    int checked = 0;
    for (Case one : DatabaseMeasurements.of(Kind.DIRECT_EXHAUSTION)) {
      for (Repeat repeat : one.repeats()) {
        Table table = repeat.table();
        double ok = Arrays.stream(table.numbers("ok")).sum();
        assertEquals(repeat.measured().get("ok").asDouble(), ok, repeat.label());
        assertEquals(
            repeat.measured().get("attempts").asInt(), table.rows().size(), repeat.label());
        checked++;
      }
    }
    assertTrue(checked > 0 || DatabaseMeasurements.of(Kind.DIRECT_EXHAUSTION).isEmpty());
  }
}
