package dev.headroom.serve;

import dev.headroom.measure.Facts;
import dev.headroom.replication.Batch;
import dev.headroom.results.SavedResult;
import dev.headroom.review.Repetition;
import dev.headroom.review.Review;
import dev.headroom.scenario.Scenario;
import dev.headroom.statistics.Judgement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Runs what is on the page, to the very document that the command line beside it prints. */
final class Answers {
  private final Description description;

  Answers(Description description) {
    this.description = description;
  }

  /** The command that prints the document of {@link #of}. */
  static String command(Board.Position position, int runs, boolean fixes) {
    return "headroom run -f " + quoted(position.file()) + runs(runs) + (fixes ? "" : " --no-fixes")
        + " --json";
  }

  /**
   * Simulates, on the calling thread where it is one day.
   *
   * @param finished told how many of several days are done
   * @param seen shown each of several days, by any thread
   * @throws CancellationException where the thread was interrupted
   */
  SavedResult of(
      Board.Position position,
      int runs,
      boolean fixes,
      IntConsumer finished,
      Consumer<Facts> seen) {
    Scenario scenario = position.scenario();
    Review.Request request = new Review.Request(
        scenario.seed(), position.file(), sha256(position.text()), fixes, nowNs -> {});
    SavedResult result = runs == 1
        ? Review.of(scenario, request)
        : Repetition.of(
            scenario,
            new Repetition.Request(
                request,
                runs,
                Judgement.DEFAULT_RISK,
                new Batch(Batch.defaultThreads()),
                finished,
                seen));
    if (result == null || Thread.currentThread().isInterrupted()) {
      throw new CancellationException();
    }
    String command =
        "headroom run -f " + position.file() + runs(runs) + " --seed " + scenario.seed();
    description.add(result.run(), command, position.text());
    return result;
  }

  /** The result of one day, and nothing else. */
  SavedResult day(Board.Position position) {
    return of(position, 1, false, done -> {}, day -> {});
  }

  /** The result of one day of a small model, for pictures only. */
  static SavedResult small(Scenario scenario) {
    return Review.of(scenario, new Review.Request(scenario.seed(), "", "", false, nowNs -> {}));
  }

  private static String runs(int runs) {
    return runs == 1 ? "" : " --runs " + runs;
  }

  /** For a shell. */
  static String quoted(String word) {
    return word.matches("[\\w./-]+") && !word.startsWith("-")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
