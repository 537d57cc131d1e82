package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.replication.Workers;
import dev.headroom.report.SweepCharts;
import dev.headroom.results.JsonText;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.sweep.Sweep;
import dev.headroom.sweep.SweepDocument;
import dev.headroom.sweep.SweepPlan;
import dev.headroom.sweep.SweepResult;
import dev.headroom.sweep.SweepTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs a scenario with many settings: which is cheapest within the objectives, and why. Who
 * simulates, and what is written beside, another program may say.
 */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a scenario with every combination of the values given, all on the same days, and says"
          + " which setting is cheapest within the objectives and how sure that is. Writes"
          + " sweep.csv, runs.csv, sweep.json and charts. Ctrl-C keeps what is finished; the same"
          + " command goes on from there.",
      "Exit code 0: a setting keeps the objectives (or none was given); 99: each violates one;"
          + " 98: undecided (with --runs)."
    })
public class SweepCommand implements Callable<Integer> {
  private static final int INCONCLUSIVE = 98;
  private static final int VIOLATED = 99;

  @Spec
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "SCENARIO",
      description = "Scenario file; repeatable, later wins; - is stdin.")
  private List<String> files;

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "PATH=VALUES",
      description = "What to vary: scale.min=0..20, concurrency.max=1,5,10..80:10,"
          + " pool.acquireTimeout=100ms..10s:log5, retries.max=1..16:x2. The last parts of a path"
          + " suffice where they are unique. Repeatable: all combinations are run.")
  private List<String> varies = new ArrayList<>();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Run N settings spread evenly over the ranges (Latin hypercube) and not all"
          + " combinations.")
  private Integer sample;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value in all settings; repeatable.")
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

  @Option(
      names = "--resume",
      description = "Go on with an interrupted sweep, and refuse where it was another one. Without"
          + " this option only the same sweep is gone on with.")
  private boolean resume;

  @Option(names = "--json", description = "Print sweep.json; a folder is written only with -o.")
  private boolean json;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Output folder (default: headroom-out/<scenario name>-sweep).")
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

  protected SweepCommand() {}

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
  protected void write(SweepResult result, ObjectNode document, Path folder) throws IOException {
    Files.writeString(folder.resolve("sweep.csv"), SweepTables.settings(result).csv());
    Files.writeString(folder.resolve("runs.csv"), SweepTables.runs(result).csv());
    SweepCharts.writeAll(document, folder);
    Files.writeString(folder.resolve("sweep.json"), JsonText.of(document));
  }

  @Override
  public Integer call() {
    ScenarioFiles scenarioFiles = new ScenarioFiles(files);
    int runs = many.runs(1);
    if (runs == RunsOptions.AUTO) {
      throw UserError.invalid("--runs: auto; allowed in a sweep: a number of days");
    }
    if (sample != null && sample < 1) {
      throw UserError.invalid("--sample: " + sample + "; allowed: 1 to 100,000");
    }
    Sweep sweep = Sweep.of(new SweepPlan(
        scenarioFiles.texts(), sets, slos, varies, sample == null ? 0 : sample, runs, seed));
    sweep.check();
    double risk = many.risk();
    Path folder = output != null
        ? output
        : json
            ? null
            : Path.of("headroom-out", RunCommand.folderName(sweep.base().name()) + "-sweep");
    OutputFolder target =
        folder == null ? null : OutputFolder.prepare(folder, OutputFolder.Kind.SWEEP);
    SweepJournal journal = new SweepJournal(folder, sweep, scenarioFiles.sha256(), traces(sweep));
    int taken = journal.resume(resume);
    if (!quiet && (taken > 0 || resume)) {
      spec.commandLine()
          .getErr()
          .println(
              taken > 0
                  ? "headroom: going on with " + taken + " finished runs of " + journal.file()
                  : "headroom: nothing to resume, beginning anew");
    }
    Workers workers = workers(many.threads());
    Interruption interruption = new Interruption(workers);
    try (workers;
        journal) {
      journal.open();
      run(sweep, journal, workers);
      SweepResult result = SweepResult.of(sweep, journal.rows(), risk);
      if (result.done() == 0) {
        return Interruption.beforeAnything(spec);
      }
      int exitCode = finish(result, scenarioFiles, target, folder);
      if (!result.partial()) {
        journal.delete();
      } else if (!quiet && journal.file() != null) {
        spec.commandLine()
            .getErr()
            .println("headroom: interrupted; the same command goes on with what is in "
                + journal.file());
      }
      return workers.isStopped() ? Interruption.EXIT_CODE : exitCode;
    } finally {
      interruption.end();
    }
  }

  private void run(Sweep sweep, SweepJournal journal, Workers workers) {
    int runs = sweep.plan().runs();
    BitSet done = new BitSet(sweep.jobs());
    journal.rows().forEach(row -> done.set(row.setting() * runs + row.day()));
    int[] left = new int[sweep.jobs() - done.cardinality()];
    for (int i = 0, job = done.nextClearBit(0);
        i < left.length;
        i++, job = done.nextClearBit(job + 1)) {
      left[i] = job;
    }
    boolean shown = !noProgress && !quiet && Boolean.getBoolean("headroom.terminal");
    Progress progress = new Progress(spec.commandLine().getErr(), shown);
    AtomicInteger finished = new AtomicInteger();
    workers.run(sweep.plan(), left, row -> {
      journal.add(row);
      progress.of(finished.incrementAndGet(), left.length);
    });
    progress.end();
  }

  private int finish(
      SweepResult result, ScenarioFiles scenarioFiles, OutputFolder target, Path folder) {
    ObjectNode document = SweepDocument.of(result);
    ObjectNode engine = document.putObject("engine");
    engine.put("version", Version.load().version());
    engine.put("commit", Version.load().commit());
    document.put("scenarioSha256", scenarioFiles.sha256());
    if (target != null) {
      target.write(temporary -> write(result, document, temporary), true);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(JsonText.of(document));
    } else if (!quiet) {
      SweepText.print(out, document, folder);
    }
    out.flush();
    return switch (result.state()) {
      case "fail" -> VIOLATED;
      case "inconclusive" -> INCONCLUSIVE;
      default -> 0;
    };
  }

  private static List<String> traces(Sweep sweep) {
    List<String> sums = new ArrayList<>();
    for (ServiceSpec service : sweep.base().services()) {
      Path file = service.traffic().file();
      if (file != null) {
        sums.add(sha256(service.traffic().name(), file));
      }
    }
    return sums;
  }

  private static String sha256(String name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        digest.update(buffer, 0, got);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw UserError.input(name + ": cannot be read: " + IoReason.of(e));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
