package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.functions.FunctionRow;
import dev.headroom.functions.Functions;
import dev.headroom.functions.FunctionsPlan;
import dev.headroom.functions.FunctionsResult;
import dev.headroom.replication.Workers;
import dev.headroom.results.JsonText;
import dev.headroom.scenario.ScenarioTexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs many scenarios that have nothing to do with each other and tells them in one table. Who
 * simulates, and what is written beside, another program may say.
 */
@Command(
    name = "functions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs many scenarios, such as all functions of an account, each as headroom run does but"
          + " without cause and fixes, and tells them in one table. Writes functions.csv, runs.csv"
          + " and functions.json. After Ctrl-C the scenarios that were finished are written.",
      "Exit code 0: all keep their objectives (or have none); 99: one violates one; 98: undecided"
          + " (with --runs)."
    })
public class FunctionsCommand implements Callable<Integer> {
  private static final int INCONCLUSIVE = 98;
  private static final int VIOLATED = 99;

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SCENARIO|DIR",
      arity = "1..*",
      description = "Scenario files; of a folder all that end in .yaml or .yml, by name.")
  private List<String> places = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value in all of them; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--slo",
      paramLabel = "EXPR",
      description = "A further objective of all, e.g. 'rate(errors) < 1%%'; repeatable.")
  private List<String> slos = new ArrayList<>();

  @Option(names = "--seed", description = "Seed of all draws (default: each scenario's).")
  private Long seed;

  @Mixin
  private RunsOptions many;

  @Option(names = "--json", description = "Print functions.json; a folder is written only with -o.")
  private boolean json;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Output folder (default: headroom-out/functions).")
  private Path output;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @Option(names = "--no-progress", description = "No progress on stderr.")
  private boolean noProgress;

  protected FunctionsCommand() {}

  /**
   * Whoever simulates.
   *
   * @param threads where the user said how many
   * @throws UserError where there is nobody
   */
  protected Workers workers(OptionalInt threads) {
    return many.batch();
  }

  /**
   * Writes the result into a folder that is not in its place yet.
   *
   * @param document all that is told
   * @throws IOException where the folder cannot be written
   */
  protected void write(FunctionsResult result, ObjectNode document, Path folder)
      throws IOException {
    Files.writeString(folder.resolve("functions.csv"), result.table().csv());
    Files.writeString(folder.resolve("runs.csv"), result.runs().csv());
    Files.writeString(folder.resolve("functions.json"), JsonText.of(document));
  }

  @Override
  public Integer call() {
    int runs = many.runs(1);
    if (runs == RunsOptions.AUTO) {
      throw UserError.invalid("--runs: auto; allowed for many scenarios: a number of days");
    }
    List<ScenarioTexts> scenarios = new ArrayList<>();
    for (String file : files()) {
      scenarios.add(new ScenarioFiles(List.of(file)).texts());
    }
    Functions functions = Functions.of(new FunctionsPlan(scenarios, sets, slos, runs, seed));
    double risk = many.risk();
    Path folder = output != null ? output : json ? null : Path.of("headroom-out", "functions");
    OutputFolder target =
        folder == null ? null : OutputFolder.prepare(folder, OutputFolder.Kind.FUNCTIONS);
    Workers workers = workers(many.threads());
    Interruption interruption = new Interruption(workers);
    try (workers) {
      FunctionsResult result = FunctionsResult.of(functions, run(functions, workers), risk);
      if (result.done() == 0) {
        return Interruption.beforeAnything(spec);
      }
      int exitCode = finish(result, target, folder);
      return workers.isStopped() ? Interruption.EXIT_CODE : exitCode;
    } finally {
      interruption.end();
    }
  }

  private List<String> files() {
    List<String> files = new ArrayList<>();
    for (String place : places) {
      Path path = ScenarioFiles.path(place);
      if (!Files.isDirectory(path)) {
        files.add(place);
        continue;
      }
      int before = files.size();
      try (Stream<Path> entries = Files.list(path)) {
        entries
            .filter(file -> file.toString().matches(".*\\.ya?ml") && Files.isRegularFile(file))
            .sorted()
            .forEach(file -> files.add(file.toString()));
      } catch (IOException e) {
        throw UserError.input(place + ": cannot be read: " + IoReason.of(e));
      }
      if (files.size() == before) {
        throw UserError.input(place + ": holds no file that ends in .yaml or .yml");
      }
    }
    return files;
  }

  private List<FunctionRow> run(Functions functions, Workers workers) {
    List<FunctionRow> rows = Collections.synchronizedList(new ArrayList<>());
    boolean shown = !noProgress && !quiet && Boolean.getBoolean("headroom.terminal");
    Progress progress = new Progress(spec.commandLine().getErr(), shown);
    workers.run(functions.plan(), IntStream.range(0, functions.jobs()).toArray(), row -> {
      rows.add(row);
      progress.of(rows.size(), functions.jobs());
    });
    progress.end();
    return List.copyOf(rows);
  }

  private int finish(FunctionsResult result, OutputFolder target, Path folder) {
    ObjectNode document = result.document();
    ObjectNode engine = document.putObject("engine");
    engine.put("version", Version.load().version());
    engine.put("commit", Version.load().commit());
    if (target != null) {
      target.write(temporary -> write(result, document, temporary), true);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(JsonText.of(document));
    } else if (!quiet) {
      print(out, document, folder);
    }
    out.flush();
    return switch (result.state()) {
      case "fail" -> VIOLATED;
      case "inconclusive" -> INCONCLUSIVE;
      default -> 0;
    };
  }

  private static void print(PrintWriter out, JsonNode document, Path folder) {
    int count = document.get("functionCount").asInt();
    int runs = document.get("runs").asInt();
    out.printf(
        "%,d %s, %,d %s each%s%n%n",
        count,
        count == 1 ? "scenario" : "scenarios",
        runs,
        runs == 1 ? "day" : "days",
        document.get("partial").asBoolean()
            ? " (PARTIAL, interrupted; " + document.get("finished").asInt() + " finished)"
            : "");
    TextTable table = new TextTable(
        List.of("scenario", "cost", "p99", "errors", "cold starts", "instances", "objectives"));
    for (JsonNode one : document.get("functions")) {
      List<String> violated = new ArrayList<>();
      one.get("violated").forEach(name -> violated.add(name.asText()));
      String verdict = one.get("verdict").asText();
      table.row(List.of(
          one.get("name").asText(),
          cell(one, "cost.total"),
          cell(one, "p99(latency)"),
          cell(one, "rate(errors)"),
          cell(one, "count(coldStarts)"),
          cell(one, "max(instances)"),
          verdict + (violated.isEmpty() ? "" : " (" + String.join(", ", violated) + ")")));
    }
    table.print(out);
    out.println();
    out.println(
        "  Together " + document.at("/total").get("cost.total").get("shown").asText()
            + " for this traffic, "
            + document.at("/total").get("cost.month").get("shown").asText()
            + " a month");
    if (folder != null) {
      out.println("  Written to " + folder + ": functions.csv, runs.csv, functions.json");
    }
  }

  private static String cell(JsonNode one, String measure) {
    JsonNode value = one.get("measures").get(measure);
    return value.get("infinite").asBoolean() ? "fails" : value.get("shown").asText();
  }
}
