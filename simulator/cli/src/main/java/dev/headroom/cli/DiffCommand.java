package dev.headroom.cli;

import dev.headroom.comparison.Comparison;
import dev.headroom.comparison.ComparisonDocument;
import dev.headroom.comparison.Contender;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a change of a scenario does, for whoever reviews it. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says which effective settings two scenarios differ in and what the new one does to latency,"
          + " failures, cold starts, connections and cost, run by run on the same days. --format"
          + " github-comment writes a comment for a pull request.",
      "Exit code 0: the new scenario keeps its objectives (or has none); 99: it violates one; 98:"
          + " undecided."
    })
final class DiffCommand implements Callable<Integer> {
  /** Few enough for a pull request; {@code auto} goes on until objectives are decided. */
  private static final int RUNS = 20;

  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD", description = "The scenario as it was.")
  private String old;

  @Parameters(index = "1", paramLabel = "NEW", description = "The scenario as it would be.")
  private String changed;

  @Mixin
  private ComparisonOptions options;

  @Override
  public Integer call() {
    options.format();
    List<Contender> both =
        List.of(options.contender("old", old), options.contender("new", changed));
    boolean judged = both.get(1).scenario().objectives().stream().anyMatch(o -> !o.warning());
    int runs = options.runs(judged ? RunsOptions.AUTO : RUNS, both);
    return options.answer(spec, both, runs, request -> {
      Comparison comparison = Comparison.ofChange(both.get(0), both.get(1), request);
      return comparison.runs() == 0 ? null : ComparisonDocument.diff(comparison);
    });
  }
}
