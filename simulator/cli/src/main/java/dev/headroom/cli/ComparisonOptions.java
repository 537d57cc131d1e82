package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.comparison.Comparison;
import dev.headroom.comparison.Contender;
import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.results.SavedResult;
import dev.headroom.review.Review;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What {@code compare} and {@code diff} have in common: options, and the way to the answer. */
final class ComparisonOptions {
  private static final int INCONCLUSIVE = 98;
  private static final int VIOLATED = 99;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SCENARIO",
      description = "Scenario that the files named are laid over, or that --platforms moves;"
          + " repeatable, later wins; - is stdin.")
  private List<String> base = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value in all of them; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--slo",
      paramLabel = "EXPR",
      description = "A further objective, e.g. 'p99(latency) < 500ms'; repeatable.")
  private List<String> slos = new ArrayList<>();

  @Option(names = "--seed", description = "Seed of all draws (default: the first scenario's).")
  private Long seed;

  @Mixin
  private RunsOptions many;

  @Option(names = "--json", description = "Print compare.json.")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, md, junit or github-comment (default: text).")
  private String format;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Folder for report.html, compare.json, compare.csv, charts and the day shown of"
          + " each (default: none).")
  private Path output;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Option(names = "--no-progress", description = "No progress on stderr.")
  private boolean noProgress;

  private ScenarioFiles baseFiles;

  /** Files of the contenders that have some of their own, by name. */
  private final Map<String, ScenarioFiles> own = new LinkedHashMap<>();

  /** The format asked for; a mistake in it is told before anything else is read. */
  ReportFormat format() {
    return ReportFormat.of(format, json);
  }

  /** Whether a base was named. */
  boolean hasBase() {
    return !base.isEmpty();
  }

  /** The base's own name for people. */
  String baseName() {
    return String.join(" ", base);
  }

  /** The base's tree. */
  ConfigNode baseTree() {
    return baseFiles().tree(sets, slos);
  }

  private ScenarioFiles baseFiles() {
    baseFiles = baseFiles == null ? new ScenarioFiles(base) : baseFiles;
    return baseFiles;
  }

  /** A file as a contender, laid over the base where there is one. */
  Contender contender(String name, String file) {
    ScenarioFiles files = hasBase() ? baseFiles().with(file) : new ScenarioFiles(List.of(file));
    own.put(name, files);
    return Contender.written(name, file, files.tree(sets, slos));
  }

  /**
   * How it is run; with an objective that must be decided, {@code --runs auto} is possible.
   *
   * @param unlessSaid days where nobody says how many
   */
  int runs(int unlessSaid, List<Contender> contenders) {
    int runs = many.runs(unlessSaid);
    boolean counted = contenders.stream()
        .flatMap(one -> one.scenario().objectives().stream())
        .anyMatch(objective -> !objective.warning());
    if (runs == RunsOptions.AUTO && !counted) {
      throw UserError.invalid("--runs: auto; needs an objective to decide, e.g. --slo"
          + " 'p99(latency) < 500ms'; allowed without one: a number");
    }
    return runs;
  }

  /**
   * Runs, prints, writes.
   *
   * @param runs days of each
   * @param answer the document from what is asked of it; null where it was stopped too early
   * @return the exit code
   */
  int answer(
      CommandSpec spec,
      List<Contender> contenders,
      int runs,
      Function<Comparison.Request, ObjectNode> answer) {
    ReportFormat chosen = format();
    OutputFolder folder =
        output == null ? null : OutputFolder.prepare(output, OutputFolder.Kind.COMPARISON);
    boolean shown = !noProgress && !quiet && Boolean.getBoolean("headroom.terminal");
    Progress progress = new Progress(spec.commandLine().getErr(), shown);
    Batch batch = many.batch();
    double risk = many.risk();
    Interruption interruption = new Interruption(batch);
    try {
      ObjectNode document = answer.apply(new Comparison.Request(
          seed == null ? contenders.get(0).scenario().seed() : seed,
          runs,
          risk,
          batch,
          progress::days));
      progress.end();
      if (document == null) {
        return Interruption.beforeAnything(spec);
      }
      ObjectNode engine = document.putObject("engine");
      engine.put("version", Version.load().version());
      engine.put("commit", Version.load().commit());
      document.put("command", command(spec, document.get("seed").asLong()));
      if (folder != null) {
        List<SavedResult> days = days(document, contenders);
        int other = ComparisonFolder.other(document);
        folder.write(temporary -> ComparisonFolder.write(document, days, other, temporary), true);
      }
      PrintWriter out = spec.commandLine().getOut();
      if (!quiet) {
        ComparisonText.print(out, document, chosen, output);
      }
      out.flush();
      return batch.isStopped() ? Interruption.EXIT_CODE : exitCode(document);
    } finally {
      interruption.end();
    }
  }

  /** The line as it was given, with the seed that it did not name. */
  private String command(CommandSpec spec, long seedUsed) {
    StringBuilder line = new StringBuilder("headroom");
    for (String argument : spec.commandLine().getParseResult().originalArgs()) {
      boolean plain = argument.matches("[\\w./:=,@%+-]+");
      line.append(' ').append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return line + (seed == null ? " --seed " + seedUsed : "");
  }

  /** The day that is shown of each contender, in full; its draws are those of the comparison. */
  private List<SavedResult> days(ObjectNode document, List<Contender> contenders) {
    List<SavedResult> days = new ArrayList<>();
    for (Contender contender : contenders) {
      ScenarioFiles files =
          own.containsKey(contender.name()) ? own.get(contender.name()) : baseFiles();
      SavedResult day = Review.of(
          contender.scenario(),
          new Review.Request(
              document.get("seed").asLong(),
              document.at("/shown/day").asInt(),
              document.get("runs").asInt() > 1,
              contender.file(),
              files.sha256(),
              false,
              simulatedNs -> {}));
      RunCommand.describe(day.run(), document.get("command").asText(), files.text());
      days.add(day);
    }
    return days;
  }

  private static int exitCode(ObjectNode document) {
    return switch (document.at("/verdict/state").asText()) {
      case "fail" -> VIOLATED;
      case "inconclusive" -> INCONCLUSIVE;
      default -> 0;
    };
  }
}
