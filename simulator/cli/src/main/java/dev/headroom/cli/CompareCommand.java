package dev.headroom.cli;

import dev.headroom.comparison.Comparison;
import dev.headroom.comparison.ComparisonDocument;
import dev.headroom.comparison.Contender;
import dev.headroom.comparison.CostCurve;
import dev.headroom.core.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scenarios or platforms on the same traffic: which one, and why. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs scenarios, or one scenario on several platforms, on the same traffic and the same days"
          + " and says which to take and why: objectives first, then cost. Differences are paired"
          + " day by day. With --scale-rate also at multiples of the traffic: where costs cross and"
          + " objectives break.",
      "Exit code 0: at least one keeps the objectives (or none was given); 99: each violates one;"
          + " 98: undecided."
    })
final class CompareCommand implements Callable<Integer> {
  /** Enough for an interval, and quick. */
  private static final int RUNS = 20;

  /** The same where every multiple of the traffic is run. */
  private static final int RUNS_PER_MULTIPLE = 5;

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      description = "Scenarios to compare; the first is what the others are held against. With -f"
          + " each is laid over that scenario, which is itself the first.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--platforms",
      paramLabel = "NAME[,NAME…]",
      description = "Run the scenario of -f on these platforms (headroom models lists them). What"
          + " does not go along is named.")
  private String platforms;

  @Option(
      names = "--scale-rate",
      paramLabel = "MULTIPLES",
      description = "Also at multiples of the traffic: 0.1..50 for nine in equal ratios, or a list"
          + " 1,2,5; 0.001 to 100.")
  private String scaleRate;

  @Mixin
  private ComparisonOptions options;

  @Override
  public Integer call() {
    options.format();
    List<Double> multiples = scaleRate == null ? null : CostCurve.multiples(scaleRate);
    List<Contender> contenders = platforms == null ? files() : onPlatforms();
    Contender.check(contenders, true);
    int runs = options.runs(multiples == null ? RUNS : RUNS_PER_MULTIPLE, contenders);
    if (multiples != null && runs == RunsOptions.AUTO) {
      throw UserError.invalid(
          "--runs: auto; allowed with --scale-rate: a number of days for" + " each multiple");
    }
    return options.answer(spec, contenders, runs, request -> {
      Comparison comparison = Comparison.of(contenders, request);
      if (comparison.runs() == 0) {
        return null;
      }
      boolean more = multiples != null && !comparison.partial();
      return ComparisonDocument.compare(
          comparison, more ? CostCurve.of(contenders, multiples, request) : null);
    });
  }

  private List<Contender> onPlatforms() {
    if (!options.hasBase() || !scenarios.isEmpty()) {
      throw UserError.invalid(
          options.hasBase()
              ? "--platforms: not with scenario files beside -f; name one or the other"
              : "--platforms: needs the scenario to move, -f SCENARIO");
    }
    List<String> names =
        List.of(platforms.split(",", -1)).stream().map(String::strip).toList();
    if (names.contains("")) {
      throw UserError.invalid("--platforms: '" + platforms + "' holds an empty name; e.g."
          + " --platforms aws-lambda,cloud-run");
    }
    return Contender.onPlatforms(options.baseName(), options.baseTree(), names);
  }

  private List<Contender> files() {
    List<Contender> contenders = new ArrayList<>();
    if (options.hasBase()) {
      contenders.add(Contender.written("base", options.baseName(), options.baseTree()));
    }
    for (String file : scenarios) {
      contenders.add(options.contender(name(file), file));
    }
    return contenders;
  }

  /** The file's own name, or its path where another has the same. */
  private String name(String file) {
    String own = shortName(file);
    long same = scenarios.stream().filter(other -> shortName(other).equals(own)).count();
    return same > 1 ? file : own;
  }

  static String shortName(String file) {
    Path name = ScenarioFiles.path(file).getFileName();
    return name == null ? file : name.toString().replaceFirst("\\.ya?ml$", "");
  }
}
