package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.whatif.ConnectionPlan;
import dev.headroom.whatif.DatabaseDocument;
import dev.headroom.whatif.DatabaseTrial;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Will the instances exhaust the database's connections, and what mends it. */
@Command(
    name = "db",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether instances exhaust the database's connections: the ceiling, also during a"
          + " deploy, the safe pool size, what a pooler does, how a failing start looks, and what"
          + " each fix costs. Without -f by arithmetic, every pool counted full; with -f the"
          + " scenario's traffic is simulated too, and so is each fix.",
      "Exit code 0: all connections fit for every count asked about, during a deploy too (with -f:"
          + " in this traffic). 99: they do not. 2: a mistake in what was asked."
    })
final class DbCommand implements Callable<Integer> {
  private static final int EXHAUSTED = 99;

  @Spec
  private CommandSpec spec;

  @Mixin
  private DbInput input = new DbInput();

  @Option(
      names = "--deploy-surge",
      paramLabel = "SHARE",
      defaultValue = "100%",
      description = "Instances of a new revision that stand beside the old ones, as a share of"
          + " them (default: 100%%; 0%% looks at no deploy).")
  private String deploySurge;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SCENARIO",
      description = "Take instances, pool, pooler and database from a scenario and simulate its"
          + " traffic; repeatable, later wins; - is stdin.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value of the scenario, e.g. database.pool.size=4; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--seed", description = "Seed of all draws (default: the scenario's).")
  private Long seed;

  @Option(names = "--no-fixes", description = "With -f: simulate no fixes.")
  private boolean noFixes;

  @Option(names = "--json", description = "Print one JSON document (schema headroom/db/v1).")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Override
  public Integer call() {
    double surge = share();
    ObjectNode answer = files.isEmpty() ? computed(surge) : simulated(surge);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode engine = answer.putObject("engine");
      engine.put("version", Version.load().version());
      engine.put("commit", Version.load().commit());
      out.print(ModelJson.text(answer));
    } else if (!quiet) {
      DbText.print(out, answer);
    }
    out.flush();
    return answer.at("/verdict/state").asText().equals("fail") ? EXHAUSTED : 0;
  }

  private ObjectNode computed(double surge) {
    if (!sets.isEmpty() || seed != null) {
      throw UserError.invalid((sets.isEmpty() ? "--seed" : "--set") + ": needs -f SCENARIO");
    }
    ConnectionPlan plan = input.plan(surge);
    return DatabaseDocument.of(plan, input.from());
  }

  private ObjectNode simulated(double surge) {
    if (input.given() != null) {
      throw UserError.invalid(input.given()
          + ": not with -f, where the scenario says it; change it with --set, e.g. --set"
          + " database.pool.size=4");
    }
    Scenario scenario = ScenarioReader.read(new ScenarioFiles(files).tree(sets));
    ConnectionPlan plan = DatabaseTrial.plan(scenario, surge);
    DatabaseTrial trial = DatabaseTrial.run(scenario, seed == null ? scenario.seed() : seed);
    return DatabaseDocument.of(
        plan, trial.observed(), noFixes ? List.of() : trial.fixes(plan.surge()));
  }

  private double share() {
    try {
      return Units.share(deploySurge.strip());
    } catch (IllegalArgumentException e) {
      throw UserError.invalid("--deploy-surge: " + deploySurge + "; " + e.getMessage());
    }
  }
}
