package dev.headroom.functions;

import dev.headroom.replication.Batch;
import dev.headroom.replication.Work;
import dev.headroom.scenario.ReferencedFiles;
import dev.headroom.scenario.ScenarioTexts;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Scenarios to be run: part n is day {@code n % runs} of scenario {@code n / runs}.
 *
 * @param scenarios at least one
 * @param sets values set in all of them, each {@code PATH=VALUE}
 * @param slos further objectives of all of them
 * @param runs days of each, at least 1
 * @param seed of all draws; null for each scenario's own
 */
public record FunctionsPlan(
    List<ScenarioTexts> scenarios, List<String> sets, List<String> slos, int runs, Long seed)
    implements Work<FunctionRow> {
  private static final long serialVersionUID = 1L;

  public FunctionsPlan {
    scenarios = List.copyOf(scenarios);
    sets = List.copyOf(sets);
    slos = List.copyOf(slos);
  }

  @Override
  public Batch.Job<FunctionRow> open() {
    return new FunctionRuns(this)::row;
  }

  @Override
  public List<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    for (ScenarioTexts texts : scenarios) {
      files.addAll(ReferencedFiles.of(texts.tree(sets, slos)));
    }
    return List.copyOf(files);
  }
}
