package dev.headroom.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.platform.FieldNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reference of all keys says what the code reads, and every key has its sentence. */
class ModelsReferenceTest {
  private static FieldNotes notes;
  private static ModelKeys keys;

  @BeforeAll
  static void explore() {
    notes = FieldNotes.read();
    keys = new ModelKeys(notes);
  }

  @Test
  void theReferenceIsUpToDateAndComplete() throws IOException {
    Reference reference = new Reference(notes, keys);
    String text = reference.text();
    assertTrue(
        reference.problems().isEmpty(),
        () -> "models/fields.yaml:\n" + String.join("\n", reference.problems()));
    Path file = readme();
    if ("update".equals(System.getProperty("headroom.golden"))) {
      Files.writeString(file, text);
    }
    assertEquals(
        text,
        Files.exists(file) ? Files.readString(file) : "",
        "models/README.md is out of date; -Dheadroom.golden=update writes it");
  }

  /** Keys that no model writes and that are read only where another one is set. */
  @Test
  void explorationFindsWhatNoModelWrites() {
    assertEquals(
        "[Form[kind=time or distribution, allowed=]]",
        keys.read("platform").get("coldStart.boot").forms().toString());
    assertTrue(keys.read("platform").get("scale.target").forms().size() >= 3, "share and number");
    assertEquals("[0s]", keys.read("pooler").get("connectLatency").defaults().toString());
    assertTrue(keys.reads() > 1000, "only " + keys.reads() + " reads");
  }

  @Test
  void aStarStandsForANameAndNotForAFurtherKey() {
    assertEquals(
        "coldStart.runtimes.*", notes.find("platform", "coldStart.runtimes.go").path());
    assertNull(notes.find("platform", "coldStart.runtimes.go.heap"));
    assertEquals(
        "instances.*.cores",
        notes.find("database", "instances.db.r6g.large.cores").path());
  }

  private static Path readme() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("models/platforms"))) {
      folder = folder.getParent();
    }
    return folder.resolve("models/README.md");
  }
}
