package dev.headroom.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a sweep for a worker elsewhere: the rows do not depend on how a sweep is cut.
 *
 * @param plan the whole
 * @param from first job, 0 or more; see {@link Sweep#jobs}
 * @param to after the last
 */
public record SweepTask(SweepPlan plan, int from, int to) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Runs its jobs, one after the other. */
  public List<SweepRow> run() {
    Sweep sweep = Sweep.of(plan);
    List<SweepRow> rows = new ArrayList<>();
    for (int job = from; job < to; job++) {
      rows.add(sweep.row(job / plan.runs(), job % plan.runs(), simulatedNs -> {}));
    }
    return rows;
  }
}
