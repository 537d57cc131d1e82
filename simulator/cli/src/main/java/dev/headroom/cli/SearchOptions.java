package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.results.JsonText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the commands that search over days of one scenario have in common. */
final class SearchOptions {
  private static final int INCONCLUSIVE = 98;
  private static final int VIOLATED = 99;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "SCENARIO",
      description = "Scenario file; repeatable, later wins; - is stdin.")
  private List<String> files;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value, e.g. platform.scale.max=40; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--slo",
      paramLabel = "EXPR",
      description = "A further objective, e.g. 'p99(latency) < 500ms'; repeatable.")
  private List<String> slos = new ArrayList<>();

  @Option(names = "--seed", description = "Seed of all draws (default: the scenario's).")
  private Long seed;

  @Mixin
  private RunsOptions many;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Option(names = "--no-progress", description = "No progress on stderr.")
  private boolean noProgress;

  /**
   * How a search is run.
   *
   * @param runs days
   */
  record Runs(int runs, double risk, Batch batch, IntConsumer progress) {}

  /** The scenario's tree with everything that the command line sets. */
  ConfigNode tree() {
    return new ScenarioFiles(files).tree(sets, slos);
  }

  /** The seed, where the command line does not say it that of the scenario. */
  long seed(long scenarios) {
    return seed == null ? scenarios : seed;
  }

  /**
   * Searches and prints.
   *
   * @param unlessSaid days where nobody says how many
   * @param search the document; null where it was stopped too early for one
   * @param print it as text
   * @return the exit code
   */
  int answer(
      CommandSpec spec,
      int unlessSaid,
      Function<Runs, ObjectNode> search,
      BiConsumer<PrintWriter, ObjectNode> print) {
    int runs = many.runs(unlessSaid);
    if (runs == RunsOptions.AUTO) {
      throw UserError.invalid("--runs: auto; allowed here: a number of days");
    }
    boolean shown = !noProgress && !quiet && Boolean.getBoolean("headroom.terminal");
    Progress progress = new Progress(spec.commandLine().getErr(), shown);
    Batch batch = many.batch();
    Interruption interruption = new Interruption(batch);
    try {
      ObjectNode document = search.apply(new Runs(runs, many.risk(), batch, progress::days));
      progress.end();
      if (document == null) {
        return Interruption.beforeAnything(spec);
      }
      write(spec, document, print);
      return batch.isStopped() ? Interruption.EXIT_CODE : exitCode(document);
    } finally {
      interruption.end();
    }
  }

  private void write(
      CommandSpec spec, ObjectNode document, BiConsumer<PrintWriter, ObjectNode> print) {
    ObjectNode engine = document.putObject("engine");
    engine.put("version", Version.load().version());
    engine.put("commit", Version.load().commit());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(JsonText.of(document));
    } else if (!quiet) {
      print.accept(out, document);
    }
    out.flush();
  }

  private static int exitCode(ObjectNode document) {
    return switch (document.at("/verdict/state").asText()) {
      case "fail" -> VIOLATED;
      case "inconclusive" -> INCONCLUSIVE;
      default -> 0;
    };
  }
}
