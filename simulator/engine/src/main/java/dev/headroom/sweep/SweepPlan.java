package dev.headroom.sweep;

import dev.headroom.scenario.ScenarioTexts;
import java.io.Serializable;
import java.util.List;

/**
 * What a sweep runs, in texts and numbers only: a worker that has this, the models of the same
 * version and the trace files computes the same rows, byte for byte.
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
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public SweepPlan {
    sets = List.copyOf(sets);
    slos = List.copyOf(slos);
    varies = List.copyOf(varies);
  }
}
