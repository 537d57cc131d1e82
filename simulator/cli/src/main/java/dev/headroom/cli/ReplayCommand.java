package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.replay.Observed;
import dev.headroom.replay.ObservedReader;
import dev.headroom.replay.Replay;
import dev.headroom.replay.ReplayDocument;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.ScenarioReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An incident again: fitted to what was observed, predicted, and with other settings. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fits a few parameters of the scenario (service, query and start-up times, effective"
          + " concurrency, connection set-up, assumed scaling windows) to metrics from before an"
          + " incident, predicts the incident with every parameter set that fits, and says whether"
          + " that beats a guess without a model. With --what-if it runs all those sets again with"
          + " another setting: would the incident have happened?",
      "Exit code 0: done; whether a model is good enough for a what-if is said. 98: what-ifs are"
          + " refused, the model misses what was observed. 2, 3: a mistake in what was asked, or"
          + " in a file."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int REFUSED = 98;
  private static final int BUDGET_LEAST = 20;
  private static final int BUDGET_MOST = 10_000;
  private static final int THREADS_MOST = 1_024;

  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TRACE",
      description = "The traffic that came (default: the scenario's); - is stdin.")
  private String trace;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "SCENARIO",
      description = "Scenario as it was when it happened; repeatable, later wins; - is stdin.")
  private List<String> files;

  @Option(
      names = "--observed",
      required = true,
      paramLabel = "METRICS.csv",
      description = "What was observed: a column timestamp (seconds from the start of the trace, or"
          + " dates; starts of intervals) and any of instances, p50_ms, p95_ms, p99_ms, requests,"
          + " errors, db_connections; common spellings and units are understood, cells may be"
          + " missing.")
  private String observed;

  @Option(
      names = "--what-if",
      paramLabel = "PATH=VALUE",
      description = "Another setting, e.g. database.pool.size=5; several at once with ';' between"
          + " them; repeatable, each is tried alone.")
  private List<String> whatIfs = new ArrayList<>();

  @Option(
      names = "--fit-until",
      paramLabel = "T",
      description = "Where the incident begins: a duration from the start (5m) or a date-time"
          + " (default: found in the metrics).")
  private String fitUntil;

  @Option(
      names = "--max-misfit",
      paramLabel = "SHARE",
      defaultValue = "30%",
      description = "What-ifs are refused where the model misses the metrics by more, before or in"
          + " the incident (default: 30%%).")
  private String maxMisfit;

  @Option(names = "--force", description = "Give the what-ifs all the same.")
  private boolean force;

  @Option(
      names = "--sets",
      paramLabel = "N",
      defaultValue = "240",
      description = "Parameter sets to try (default: 240).")
  private int budget;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value of the scenario; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--seed", description = "Seed of all draws (default: the scenario's).")
  private Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at the same time (default: one per processor); no effect on results.")
  private Integer threads;

  @Option(names = "--json", description = "Print one JSON document (schema headroom/replay/v1).")
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

  @Override
  public Integer call() {
    inRange("--sets", budget, BUDGET_LEAST, BUDGET_MOST);
    int parallel = threads == null ? Batch.defaultThreads() : threads;
    inRange("--threads", parallel, 1, THREADS_MOST);
    double misfitMost = share();
    Observed metrics = ObservedReader.read(ScenarioFiles.path(observed));
    ConfigNode tree = tree();
    long seeded = seed == null ? ScenarioReader.read(tree).seed() : seed;
    Batch batch = new Batch(parallel);
    boolean shown = !noProgress && !quiet && Boolean.getBoolean("headroom.terminal");
    Progress progress = new Progress(spec.commandLine().getErr(), shown);
    Interruption interruption = new Interruption(batch);
    try {
      Replay replay = Replay.of(new Replay.Request(
          tree,
          metrics,
          fitUntil,
          whatIfs,
          misfitMost,
          force,
          budget,
          seeded,
          batch,
          progress::days));
      progress.end();
      print(ReplayDocument.of(replay));
      return replay.refused() ? REFUSED : 0;
    } catch (CancellationException e) {
      progress.end();
      return Interruption.beforeAnything(spec);
    } finally {
      interruption.end();
    }
  }

  private void print(ObjectNode answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode engine = answer.putObject("engine");
      engine.put("version", Version.load().version());
      engine.put("commit", Version.load().commit());
      out.print(ModelJson.text(answer));
    } else if (!quiet) {
      ReplayText.print(out, answer);
    }
    out.flush();
  }

  /** The scenario with the trace that was named. */
  private ConfigNode tree() {
    ConfigNode tree = new ScenarioFiles(files).tree(sets);
    if (trace == null) {
      return tree;
    }
    if (((MapNode) tree).get("services") != null) {
      throw UserError.invalid("TRACE: " + trace + "; the scenario has several services, name each"
          + " one's trace there");
    }
    if (((MapNode) tree).get("workload") instanceof MapNode workload
        && workload.get("generate") != null) {
      var entries = new LinkedHashMap<>(workload.entries());
      entries.remove("generate");
      var all = new LinkedHashMap<>(((MapNode) tree).entries());
      all.put(
          "workload",
          new ConfigNode.Entry(
              all.get("workload").keyPosition(), new MapNode(workload.position(), entries)));
      tree = new MapNode(tree.position(), all);
    }
    String file =
        trace.equals("-") ? trace : ScenarioFiles.path(trace).toAbsolutePath().toString();
    return tree.with("workload.trace.file", "'" + file.replace("'", "''") + "'", "TRACE");
  }

  private double share() {
    try {
      return Units.share(maxMisfit.strip());
    } catch (IllegalArgumentException e) {
      throw UserError.invalid("--max-misfit: " + maxMisfit + "; " + e.getMessage());
    }
  }

  private static void inRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw UserError.invalid(option + ": " + value + "; allowed: " + least + " to " + most);
    }
  }
}
