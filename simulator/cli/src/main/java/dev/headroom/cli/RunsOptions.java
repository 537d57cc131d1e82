package dev.headroom.cli;

import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.statistics.Judgement;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of every command that runs a scenario on several days. */
final class RunsOptions {
  /** As many runs as decide it. */
  static final int AUTO = 0;

  private static final int RUNS_MAX = 100_000;
  private static final int THREADS_MAX = 1_024;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Simulate N days; auto: as many as decide the objectives (20, 40, 80, … 640).")
  private String runs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at the same time (default: one per processor); no effect on results.")
  private String threads;

  @Option(
      names = "--risk",
      paramLabel = "SHARE",
      description = "Share of days that may violate an objective (default: 5%%).")
  private String risk;

  /** How many runs, {@link #AUTO} for as many as needed. */
  int runs(int unlessSaid) {
    if (runs == null) {
      return unlessSaid;
    }
    return runs.equals("auto") ? AUTO : number("--runs", runs, RUNS_MAX, " or auto");
  }

  /** How many threads, where the user said so. */
  OptionalInt threads() {
    return threads == null
        ? OptionalInt.empty()
        : OptionalInt.of(number("--threads", threads, THREADS_MAX, ""));
  }

  /** The threads, ready to work. */
  Batch batch() {
    return new Batch(threads().orElse(Batch.defaultThreads()));
  }

  /** Share of days that may violate an objective. */
  double risk() {
    if (risk == null) {
      return Judgement.DEFAULT_RISK;
    }
    try {
      double share = Units.share(risk);
      if (share > 0 && share < 1) {
        return share;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like a share out of range.
    }
    throw UserError.invalid("--risk: " + risk + "; allowed: above 0% and below 100%, e.g. 5%");
  }

  /** What reproduces the result; threads do not change it. */
  void append(StringBuilder command) {
    if (runs != null) {
      command.append(" --runs ").append(runs);
    }
    if (risk != null) {
      command.append(" --risk '").append(risk).append('\'');
    }
  }

  private static int number(String option, String text, int most, String or) {
    if (text.matches("\\d{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    }
    throw UserError.invalid(option + ": " + text + "; allowed: 1 to " + most + or);
  }
}
