package dev.headroom.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.core.HeldFiles;
import dev.headroom.core.UserError;
import dev.headroom.scenario.ScenarioTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a sweep: all are listed, copies do as well, and what is wrong with one is told. */
final class SweepFilesTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: files }
      workload:
        trace: { file: in/monday.csv }
        classes: [ { name: page, service: { file: in/service.txt } } ]
      platform: { use: fixed-fleet, scale: { min: 3, max: 3 } }
      """;

  @TempDir
  private Path folder;

  private SweepPlan plan(String... varies) {
    String name = folder.resolve("s.yaml").toString();
    ScenarioTexts texts = new ScenarioTexts(List.of(name), List.of(SCENARIO));
    return new SweepPlan(texts, List.of(), List.of(), List.of(varies), 0, 2, 7L);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void allFilesOfAllSettingsAreListedOnce() throws IOException {
    Path monday = write("in/monday.csv", "timestamp\n1\n2\n");
    Path service = write("in/service.txt", "100ms\n");
    Path tuesday = folder.resolve("tuesday.csv");
    assertEquals(
        List.of(monday, service, tuesday),
        plan("trace.file=" + monday + "," + tuesday, "scale.max=3,4").files());
  }

  /** A worker elsewhere has only the copies; its rows are the same. */
  @Test
  void aCopyReadsAsTheFile() throws IOException {
    Path monday = write("in/monday.csv", "timestamp\n1\n2\n2.5\n");
    Path service = write("in/service.txt", "100ms\n300ms\n");
    SweepRow row = Sweep.of(plan("scale.max=3")).row(1, simulatedNs -> {});
    for (Path file : List.of(monday, service)) {
      HeldFiles.hold(
          file,
          Files.move(
              file,
              write("copies/" + file.getFileName(), "")
                  .resolveSibling("copy of " + file.getFileName())));
    }
    try {
      assertEquals(row, Sweep.of(plan("scale.max=3")).row(1, simulatedNs -> {}));
    } finally {
      HeldFiles.forget(monday);
      HeldFiles.forget(service);
    }
    UserError gone = assertThrows(UserError.class, () -> Sweep.of(plan("scale.max=3")));
    assertEquals(service + ": no such file", gone.getMessage());
  }

  @Test
  void aRunThatFailsNamesItsSettingAndDay() throws IOException {
    Path monday = write("in/monday.csv", "timestamp\n1\n2\n");
    write("in/service.txt", "100ms\n");
    Path empty = write("empty.csv", "timestamp\n");
    Sweep sweep = Sweep.of(plan("trace.file=" + monday + "," + empty));
    UserError failure = assertThrows(UserError.class, () -> sweep.row(3, simulatedNs -> {}));
    assertEquals(UserError.Kind.INPUT, failure.kind());
    assertEquals(
        empty + ": no requests (with workload.trace.file=" + empty + ", day 1 of seed 7)",
        failure.getMessage());
  }
}
