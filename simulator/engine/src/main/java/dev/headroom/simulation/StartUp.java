package dev.headroom.simulation;

import dev.headroom.core.Distribution;
import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.util.List;

/** The way of an instance from its start to its first request, phase by phase. */
final class StartUp {
  private static final Gauge[] PHASES = {
    Gauge.PLACING, Gauge.PULLING, Gauge.BOOTING, Gauge.PROBING
  };
  private static final int PULLING = 1;

  /** Outcome code that a ready instance folds into the fingerprint. */
  private static final long FOLD_READY = 101;

  private final Revision revision;
  private final Fleet fleet;
  private final Instances rows;
  private final List<Distribution> phases;
  private final Draws draws;
  private final int onPhase;
  private double sumNs;
  private long count;

  StartUp(Revision revision, Fleet fleet) {
    this.revision = revision;
    this.fleet = fleet;
    this.rows = fleet.rows;
    this.phases = revision.spec.platform().start().phases();
    this.draws = revision.draws(Purpose.START_PHASE);
    this.onPhase = revision.queue.register(this::phaseEnded);
  }

  /** Mean start-up seen so far, or the model's expectation before the first. */
  double meanNs() {
    return count == 0 ? revision.spec.platform().start().meanNs() : sumNs / count;
  }

  /** Sets an instance that has just been created on its way. */
  void begin(int i) {
    revision.recorder.count(revision.row, Count.STARTED, revision.queue.nowNs());
    rows.billedFromNs[i] = Long.MIN_VALUE;
    enter(i, 0);
  }

  /** Ends the phase of an instance that is stopped on its way. */
  void abandon(int i) {
    revision.recorder.change(revision.row, PHASES[rows.phase[i]], -1, revision.queue.nowNs());
  }

  private void enter(int i, int first) {
    long nowNs = revision.queue.nowNs();
    for (int p = first; p < PHASES.length; p++) {
      if (p >= PULLING && rows.billedFromNs[i] == Long.MIN_VALUE) {
        rows.billedFromNs[i] = nowNs;
      }
      long lengthNs = phases.get(p).sampleNs(draws, rows.ordinal[i], p);
      if (lengthNs > 0) {
        rows.phase[i] = p;
        revision.recorder.change(revision.row, PHASES[p], 1, nowNs);
        revision.queue.schedule(nowNs + lengthNs, onPhase, rows.key(i));
        return;
      }
    }
    rows.readyNs[i] = nowNs;
    long startUpNs = nowNs - rows.startedNs[i];
    sumNs += startUpNs;
    count++;
    revision.recorder.booted(revision.row, startUpNs);
    revision.recorder.fold(rows.ordinal[i], FOLD_READY, nowNs);
    fleet.becomeReady(i);
  }

  private void phaseEnded(long key) {
    if (rows.isCurrent(key)) {
      int i = (int) key;
      int phase = rows.phase[i];
      revision.recorder.change(revision.row, PHASES[phase], -1, revision.queue.nowNs());
      enter(i, phase + 1);
    }
  }
}
