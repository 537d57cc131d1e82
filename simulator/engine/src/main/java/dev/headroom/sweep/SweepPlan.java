package dev.headroom.sweep;

import dev.headroom.replication.Batch;
import dev.headroom.replication.Work;
import dev.headroom.scenario.ScenarioTexts;
import java.nio.file.Path;
import java.util.List;

/**
 * What a sweep runs: any worker computes the same rows of it, byte for byte.
 *
 * @param texts of the scenario
 * @param sets values set in all settings, each {@code PATH=VALUE}
 * @param slos further objectives
 * @param varies each {@code PATH=VALUES}
 * @param sample how many settings are drawn; 0 for all combinations
 * @param runs days of each setting, at least 1
 * @param seed of all draws; null for the scenario's
 */
public record SweepPlan(
    ScenarioTexts texts,
    List<String> sets,
    List<String> slos,
    List<String> varies,
    int sample,
    int runs,
    Long seed)
    implements Work<SweepRow> {
  private static final long serialVersionUID = 1L;

  public SweepPlan {
    sets = List.copyOf(sets);
    slos = List.copyOf(slos);
    varies = List.copyOf(varies);
  }

  @Override
  public Batch.Job<SweepRow> open() {
    return Sweep.of(this)::row;
  }

  @Override
  public List<Path> files() {
    return Sweep.of(this).files();
  }
}
