package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.measure.Measure;
import dev.headroom.measure.Say;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.search.OptimizeDocument;
import dev.headroom.search.Optimizer;
import dev.headroom.settings.Axis;
import dev.headroom.settings.Paths;
import dev.headroom.statistics.Judgement;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The cheapest setting within the objectives. */
@Command(
    name = "optimize",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds the cheapest setting that keeps the objectives, with far fewer runs than the grid,"
          + " and confirms it on fresh days. Also says the runner-up, what minimum instances only"
          + " around the spike would cost, and how slowly a campaign would have to be sent.",
      "Exit code 0: found, and the fresh days show that no more days violate an objective than"
          + " --risk allows; 98: found, not proven; 99: no setting keeps them."
    })
final class OptimizeCommand implements Callable<Integer> {
  /** A setting with more than one violated day of these is out at a risk of 5 %. */
  private static final int RUNS = 20;

  private static final int FRESH_MAX = 100_000;

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "PATH=VALUES",
      description = "What may be changed: platform.scale.min=0..20, concurrency.max=1,5,10,"
          + " instance.cpu=0.5..4; repeatable.")
  private List<String> vary;

  @Option(
      names = "--minimize",
      paramLabel = "MEASURE",
      defaultValue = "cost",
      description = "cost (a month's where the scenario says what a month is, else this"
          + " traffic's), or any measure such as max(instances) (default: cost).")
  private String minimize;

  @Option(
      names = "--confirm",
      paramLabel = "N",
      description = "Fresh days that confirm the choice (default: as many as prove it where none"
          + " violates, 73 at a risk of 5%%).")
  private Integer confirm;

  @Mixin
  private SearchOptions options;

  @Override
  public Integer call() {
    ConfigNode tree = options.tree();
    Scenario scenario = ScenarioReader.read(tree);
    Paths paths = Paths.of(tree);
    List<Axis> axes = new ArrayList<>();
    for (String one : vary) {
      Axis axis = Axis.parse(one, paths, "--vary");
      if (axes.stream().anyMatch(other -> other.path().equals(axis.path()))) {
        throw UserError.invalid(
            "--vary " + axis.path() + ": is varied twice; give all its values at once");
      }
      axes.add(axis);
    }
    if (confirm != null && (confirm < 1 || confirm > FRESH_MAX)) {
      throw UserError.invalid("--confirm: " + confirm + "; allowed: 1 to " + FRESH_MAX);
    }
    String name = minimize.strip().equals("cost")
        ? scenario.month() == null ? "cost.total" : "cost.month"
        : minimize;
    Measure measure = Measure.of(name, "--minimize: ");
    if (measure.higherIsBetter()) {
      throw UserError.invalid("--minimize: " + name + "; more of it is better; allowed: a measure"
          + " of which less is, such as cost or p99(latency)");
    }
    return options.answer(
        spec,
        RUNS,
        runs -> OptimizeDocument.of(Optimizer.of(
            tree,
            axes,
            new Optimizer.Request(
                options.seed(scenario.seed()),
                runs.runs(),
                confirm == null ? Judgement.runsToPass(runs.risk()) : confirm,
                runs.risk(),
                measure,
                runs.batch(),
                runs.progress()),
            true)),
        OptimizeCommand::print);
  }

  private static void print(PrintWriter out, ObjectNode document) {
    long runs = document.get("simulations").asLong();
    long grid = document.get("gridRuns").asLong();
    out.printf(
        Locale.ROOT,
        "%s: OPTIMISED, seed %d, %,d simulations (the grid: %,d settings x %d" + " days = %,d)%n%n",
        document.get("name").asText(),
        document.get("seed").asLong(),
        runs,
        document.get("gridSettings").asLong(),
        document.get("searchRuns").asLong(),
        grid);
    for (JsonNode sentence : document.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    out.println();
    document.get("objectives").forEach(one -> out.println("  keeps  " + one.asText()));
    List<String> heads = new ArrayList<>();
    document.get("vary").forEach(axis -> heads.add(axis.get("path").asText()));
    heads.addAll(List.of(document.get("minimize").asText(), "violated", "of days"));
    TextTable table = new TextTable(heads);
    for (JsonNode row : document.get("tried")) {
      List<String> cells = new ArrayList<>();
      row.get("values").forEach(value -> cells.add(value.asText()));
      cells.add(row.get("cost").isNull() ? "-" : Say.digits(row.get("cost").asDouble()));
      cells.add(row.get("violatedRuns").asText());
      cells.add(row.get("runs").asText());
      table.row(cells);
    }
    out.println();
    table.print(out);
  }
}
