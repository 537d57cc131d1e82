package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.results.SavedResult;
import dev.headroom.review.Repetition;
import dev.headroom.review.Review;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulates a scenario, prints the verdict and writes the output folder. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Simulates a scenario: verdict and summary on stdout, an output folder with"
        + " run.json, series.csv, charts and report.html. Exit code 99: an objective is violated;"
        + " 98: undecided (with --runs).")
final class RunCommand implements Callable<Integer> {
  private static final int INCONCLUSIVE = 98;
  private static final int VIOLATED = 99;
  private static final int FOLDER_NAME_MAX = 100;

  @Spec
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "SCENARIO",
      description = "Scenario file; repeatable, later wins; - is stdin.")
  private List<String> files;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value, e.g. platform.scale.min=3; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--seed", description = "Seed of all draws (default: the scenario's).")
  private Long seed;

  @Mixin
  private RunsOptions many;

  @Option(
      names = "--slo",
      paramLabel = "EXPR",
      description = "A further objective, e.g. 'p99(latency) < 500ms'; repeatable.")
  private List<String> slos = new ArrayList<>();

  @Option(names = "--json", description = "Print run.json; a folder is written only with -o.")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json (as --json), md, junit or github-comment (default: text).")
  private String format;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Output folder (default: headroom-out/<scenario name>).")
  private Path output;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @Option(names = "--no-fixes", description = "Do not look for cause and fixes.")
  private boolean noFixes;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Option(names = "--no-progress", description = "No progress on stderr.")
  private boolean noProgress;

  @Override
  public Integer call() {
    ReportFormat chosen = ReportFormat.of(format, json);
    ScenarioFiles scenarioFiles = new ScenarioFiles(files);
    ConfigNode tree = scenarioFiles.tree(sets, slos);
    Scenario scenario = ScenarioReader.read(tree);
    Review.validate(scenario);
    Path folder = output != null
        ? output
        : chosen == ReportFormat.JSON ? null : Path.of("headroom-out", folderName(scenario.name()));
    OutputFolder target =
        folder == null ? null : OutputFolder.prepare(folder, OutputFolder.Kind.RUN);
    boolean shown = !noProgress && !quiet && Boolean.getBoolean("headroom.terminal");
    Progress progress = new Progress(spec.commandLine().getErr(), shown);
    int runs = many.runs(1);
    if (runs == RunsOptions.AUTO && !counts(scenario)) {
      throw UserError.invalid("--runs: auto; needs an objective to decide, e.g. --slo"
          + " 'p99(latency) < 500ms'; allowed without one: a number");
    }
    Review.Request request = new Review.Request(
        seed == null ? scenario.seed() : seed,
        String.join(" ", files),
        scenarioFiles.sha256(),
        !noFixes,
        progress::at);
    if (runs == 1) {
      SavedResult result = Review.of(scenario, request);
      progress.end();
      return finish(result, chosen, scenarioFiles, target, folder);
    }
    Batch batch = many.batch();
    Interruption interruption = new Interruption(batch);
    try {
      SavedResult result = Repetition.of(
          scenario, new Repetition.Request(request, runs, many.risk(), batch, progress::days));
      progress.end();
      if (result == null) {
        return Interruption.beforeAnything(spec);
      }
      int exitCode = finish(result, chosen, scenarioFiles, target, folder);
      return batch.isStopped() ? Interruption.EXIT_CODE : exitCode;
    } finally {
      interruption.end();
    }
  }

  private static boolean counts(Scenario scenario) {
    return scenario.objectives().stream().anyMatch(objective -> !objective.warning());
  }

  private int finish(
      SavedResult result,
      ReportFormat chosen,
      ScenarioFiles scenarioFiles,
      OutputFolder target,
      Path folder) {
    describe(result.run(), scenarioFiles);
    if (target != null) {
      target.write(result, result.run().has("days"));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (chosen == ReportFormat.JSON) {
      out.print(result.runText());
    } else if (!quiet) {
      print(out, result.run(), chosen, folder);
    }
    out.flush();
    return switch (result.run().at("/verdict/state").asText()) {
      case "fail" -> VIOLATED;
      case "inconclusive" -> INCONCLUSIVE;
      default -> 0;
    };
  }

  private static void print(PrintWriter out, ObjectNode run, ReportFormat chosen, Path folder) {
    String name = run.at("/scenario/name").asText();
    switch (chosen) {
      case TEXT, JSON -> Summary.print(out, run, folder);
      case MARKDOWN -> RunMarkdown.print(out, run, false);
      case GITHUB_COMMENT -> RunMarkdown.print(out, run, true);
      case JUNIT ->
        out.print(
            JUnitXml.of("headroom", List.of(new JUnitXml.Group(name, run.get("objectives")))));
    }
  }

  /** Adds what only the command line knows. */
  private void describe(ObjectNode run, ScenarioFiles scenarioFiles) {
    StringBuilder command = new StringBuilder("headroom run");
    files.forEach(file -> command.append(" -f ").append(file));
    sets.forEach(set -> command.append(" --set '").append(set).append('\''));
    slos.forEach(slo -> command.append(" --slo '").append(slo).append('\''));
    many.append(command);
    command.append(" --seed ").append(run.get("seed").asLong());
    describe(run, command.toString(), scenarioFiles.text());
    if (files.size() > 1 || !sets.isEmpty()) {
      ObjectNode inputs = run.putObject("inputs");
      scenarioFiles.describe(inputs.putArray("files"));
      sets.forEach(inputs.putArray("set")::add);
    }
  }

  /**
   * The same for whoever runs scenarios too.
   *
   * @param command the whole line that does it again
   * @param text of the scenario's files
   */
  static void describe(ObjectNode run, String command, String text) {
    ObjectNode engine = run.putObject("engine");
    engine.put("version", Version.load().version());
    engine.put("commit", Version.load().commit());
    run.put("command", command);
    run.put("scenarioText", text);
  }

  /** The scenario's name as one folder, whatever it holds. */
  static String folderName(String name) {
    String safe = name.replaceAll("[^\\w.-]+", "-");
    String cut = safe.substring(0, Math.min(safe.length(), FOLDER_NAME_MAX));
    return cut.matches("\\.*") ? "unnamed" : cut;
  }
}
