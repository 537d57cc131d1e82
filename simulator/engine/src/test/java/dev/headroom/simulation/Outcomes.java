package dev.headroom.simulation;

import dev.headroom.results.OutcomeListener;
import dev.headroom.scenario.Scenario;

/** Runs with somebody who hears each outcome, for tests of other packages. */
public final class Outcomes {
  private Outcomes() {}

  /** Runs a scenario with its own seed and tells every outcome. */
  public static RunOutcome run(Scenario scenario, OutcomeListener listener) {
    return Simulation.run(scenario, scenario.seed(), nowNs -> {}, revision -> {
      revision.recorder.listen(listener);
      return Scaler.of(revision);
    });
  }
}
