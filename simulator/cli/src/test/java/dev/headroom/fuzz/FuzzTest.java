package dev.headroom.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.cli.InProcess;
import dev.headroom.cli.InProcess.Outcome;
import dev.headroom.fuzz.Case.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Spoilt input of every kind, run through the same entry as {@code main}. A case that fails is
 * named by its kind and seed; {@code -Dheadroom.fuzz.seed=N -Dheadroom.fuzz.cases=1} runs it alone.
 */
final class FuzzTest {
  private static final int FEW = 40;
  private static final int MANY = 3_000;

  /** A case that runs longer is asked to stop: some ask for years of traffic. */
  private static final long PATIENCE_MS = 2_000;

  /** It must stop within this time. */
  private static final long STOP_MS = 30_000;

  private static final Corpus CORPUS = new Corpus();

  @TempDir
  private Path folder;

  @AfterEach
  void modelsOfTheProjectAgain() {
    System.clearProperty("headroom.home");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFewCases(Kind kind) throws Exception {
    cases(kind, kind == Kind.QUESTION ? FEW / 4 : FEW);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Tag("long")
  void manyCases(Kind kind) throws Exception {
    cases(kind, kind == Kind.QUESTION ? MANY / 10 : MANY);
  }

  private void cases(Kind kind, int usual) throws Exception {
    long first = Long.getLong("headroom.fuzz.seed", usual <= FEW ? 1 : 1_000_000);
    int count = Integer.getInteger("headroom.fuzz.cases", usual);
    List<String> failures = new ArrayList<>();
    Map<Integer, Integer> exits = new TreeMap<>();
    for (long seed = first; seed < first + count; seed++) {
      Path own = folder.resolve("case-" + seed);
      Case run = Case.of(CORPUS, kind, seed, own);
      if (kind == Kind.MODEL) {
        System.setProperty("headroom.home", own.resolve("home").toString());
      }
      Outcome outcome = outcome(run, kind + " " + seed);
      exits.merge(outcome.exitCode(), 1, Integer::sum);
      List<String> wrong = Judge.complaints(run, outcome);
      if (!wrong.isEmpty()) {
        failures.add(kind + " " + seed + ": " + wrong + "\n  " + shown(run, own) + "\n  "
            + outcome.err().strip());
      }
      delete(own);
    }
    System.out.println("fuzz " + kind + ": " + count + " cases, exit codes " + exits);
    assertTrue(
        failures.isEmpty(),
        () -> failures.size() + " of " + count + " cases:\n" + String.join("\n", failures));
    assertEquals(count, exits.values().stream().mapToInt(Integer::intValue).sum());
  }

  private static String shown(Case run, Path own) {
    String text = String.join(" ", run.args()).replace(own.toString() + "/", "");
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  /** Runs a case on a thread of its own, so that one that never ends is found. */
  private static Outcome outcome(Case run, String name) throws InterruptedException {
    AtomicReference<Outcome> result = new AtomicReference<>();
    Thread thread =
        new Thread(() -> result.set(InProcess.run(run.args().toArray(String[]::new))), name);
    thread.setDaemon(true);
    thread.start();
    thread.join(PATIENCE_MS);
    for (long waitedMs = 0; thread.isAlive() && waitedMs < STOP_MS; waitedMs += 1_000) {
      // Again and again: a loop that is not the run's own may have swallowed it.
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(1));
    }
    if (thread.isAlive()) {
      StringBuilder where = new StringBuilder();
      for (StackTraceElement frame : thread.getStackTrace()) {
        where.append("\n    ").append(frame);
      }
      throw new AssertionError(name + " does not end: " + run.args() + where);
    }
    return result.get();
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
