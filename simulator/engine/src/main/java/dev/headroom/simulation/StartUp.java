package dev.headroom.simulation;

import dev.headroom.core.Decimals;
import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.Extras;
import dev.headroom.platform.Start;
import dev.headroom.platform.Start.OnFailure;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.simulation.Attempt.Stage;

/**
 * The way of an instance from its start to its first request, phase by phase, and what is left of
 * it afterwards: an application that is not ready yet, and work that is slower at first.
 */
final class StartUp {
  private static final Gauge[] PHASES = {Gauge.PLACING, Gauge.PULLING, Gauge.BOOTING, Gauge.PROBING
  };
  private static final int PLACING = 0;
  private static final int PULLING = 1;
  private static final int BOOTING = 2;
  private static final int PROBING = 3;

  /** Outcome codes that starts fold into the fingerprint. */
  private static final long FOLD_READY = 101;

  private static final long FOLD_KILLED = 103;

  private final Revision revision;
  private final Fleet fleet;
  private final Instances rows;
  private final Attempts attempts;
  private final Start start;
  private final Draws draws;
  private final long boostAfterNs;
  private final int onPhase;
  private final int onAppReady;
  private double sumNs;
  private long count;

  StartUp(Revision revision, Fleet fleet) {
    this.revision = revision;
    this.fleet = fleet;
    this.rows = fleet.rows;
    this.attempts = revision.attempts;
    this.start = revision.spec.platform().start();
    this.draws = revision.draws(Purpose.START_PHASE);
    Extras extras = revision.spec.platform().extras();
    this.boostAfterNs = extras.boostVcpus() > 0 ? extras.boostAfterNs() : 0;
    this.onPhase = revision.queue.register(Turn.READY, this::phaseEnded);
    this.onAppReady = revision.queue.register(this::appReady);
  }

  /** Mean start-up seen so far, or the model's expectation before the first. */
  double meanNs() {
    return count == 0 ? start.meanNs() : sumNs / count;
  }

  /** Sets an instance that has just been created on its way. */
  void begin(int i) {
    Instance instance = rows.at(i);
    revision.recorder.count(revision.row, Count.STARTED);
    instance.billedFromNs = Long.MIN_VALUE;
    if (revision.nodes == null) {
      enter(i, PLACING);
      return;
    }
    instance.phase = PLACING;
    revision.recorder.change(revision.row, PHASES[PLACING], 1);
    int node = fleet.place(i);
    if (node != Fleet.NONE) {
      placed(i, node);
    }
  }

  /** An instance that waited for a node, or did not have to, has one. */
  void placed(int i, int node) {
    rows.at(i).node = node;
    abandon(i);
    enter(i, PLACING);
  }

  /** Ends the phase of an instance that is stopped on its way. */
  void abandon(int i) {
    revision.recorder.change(revision.row, PHASES[rows.at(i).phase], -1);
  }

  private void enter(int i, int first) {
    Instance instance = rows.at(i);
    long nowNs = revision.queue.nowNs();
    for (int p = first; p < PHASES.length; p++) {
      if (p >= PULLING && instance.billedFromNs == Long.MIN_VALUE) {
        instance.billedFromNs = nowNs;
      }
      long lengthNs = lengthNs(p, instance.ordinal, instance.killed);
      if (lengthNs > 0) {
        instance.phase = p;
        revision.recorder.change(revision.row, PHASES[p], 1);
        revision.queue.schedule(nowNs + lengthNs, onPhase, rows.key(i));
        return;
      }
    }
    carriesTraffic(i, nowNs);
  }

  /** Length of a phase; the process listens at the end of booting, or is killed before. */
  private long lengthNs(int phase, long instance, int tried) {
    return switch (phase) {
      case PLACING -> start.placingNs(draws, instance);
      case PULLING -> start.pullingNs(draws, instance);
      case BOOTING ->
        Math.min(start.listensNs(draws, instance, tried), start.killedNs(draws, instance, tried));
      default -> {
        long endNs = Math.min(
            start.trafficNs(draws, instance, tried), start.killedNs(draws, instance, tried));
        yield Math.max(0, endNs - start.listensNs(draws, instance, tried));
      }
    };
  }

  private void carriesTraffic(int i, long nowNs) {
    Instance row = rows.at(i);
    long instance = row.ordinal;
    int tried = row.killed;
    if (start.killedNs(draws, instance, tried) != Long.MAX_VALUE) {
      kill(i, nowNs);
      return;
    }
    if (revision.pools != null && revision.pools.connectsFirst()) {
      row.phase = PROBING;
      revision.recorder.change(revision.row, PHASES[PROBING], 1);
      revision.pools.connectFirst(i);
      return;
    }
    becomeReady(i, nowNs);
  }

  /** The application has its first connection to the database. */
  void poolStarted(int i) {
    abandon(i);
    becomeReady(i, revision.queue.nowNs());
  }

  private void becomeReady(int i, long nowNs) {
    Instance row = rows.at(i);
    long instance = row.ordinal;
    int tried = row.killed;
    long earlyNs =
        start.answersNs(draws, instance, tried) - start.trafficNs(draws, instance, tried);
    row.readyNs = nowNs + Math.max(0, earlyNs);
    if (start.warmUp() != null) {
      row.warmNs = row.readyNs + start.warmUp().forNs();
    }
    if (boostAfterNs > 0) {
      revision.recorder.add(revision.row, Count.BOOSTED_NS, boostAfterNs);
    }
    long startUpNs = nowNs - row.startedNs;
    sumNs += startUpNs;
    count++;
    revision.recorder.booted(revision.row, startUpNs);
    revision.recorder.fold(instance, FOLD_READY);
    fleet.becomeReady(i);
    if (revision.nodes != null) {
      revision.nodes.started();
    }
  }

  private void phaseEnded(long key) {
    if (rows.isCurrent(key)) {
      int i = (int) key;
      Instance instance = rows.at(i);
      abandon(i);
      revision.scaler.phaseEnded(i, instance.phase);
      enter(i, instance.phase + 1);
    }
  }

  /** The start-up window has closed on a process that was not up. */
  private void kill(int i, long nowNs) {
    StringBuilder text = new StringBuilder(80);
    text.append("instance ").append(rows.at(i).ordinal).append(" killed: not up within ");
    Decimals.append(text, start.startupProbe().windowNs() / 1e9, 3);
    text.append(" s");
    revision.recorder.count(revision.row, Count.STARTS_KILLED);
    again(i, text.toString(), nowNs);
  }

  /** The application ended itself, since its first connection to the database was refused. */
  void poolStartFailed(int i) {
    abandon(i);
    String text = "instance " + rows.at(i).ordinal + " failed: no connection to the database";
    again(i, text, revision.queue.nowNs());
  }

  /** A start has failed: the process starts once more, or another instance instead. */
  private void again(int i, String text, long nowNs) {
    Instance instance = rows.at(i);
    revision.events.add(nowNs, revision.label(), "start", text);
    revision.recorder.fold(instance.ordinal, FOLD_KILLED);
    boolean restarts =
        start.startupProbe() != null && start.startupProbe().onFailure() == OnFailure.RESTART;
    if (restarts) {
      instance.killed++;
      enter(i, BOOTING);
      return;
    }
    int bound = instance.boundAttempt;
    instance.boundAttempt = Fleet.NONE;
    fleet.lose(i);
    if (bound != Fleet.NONE) {
      fleet.start(bound);
    } else {
      revision.replaceLost();
    }
  }

  /** Starts an attempt's work inside an instance, once its application is ready. */
  void work(int i, int attempt) {
    Instance instance = rows.at(i);
    if (instance.readyNs > revision.queue.nowNs()) {
      attempts.at(attempt).stage = Stage.SERVICE;
      revision.queue.schedule(instance.readyNs, onAppReady, attempts.key(attempt));
    } else {
      revision.work.start(attempt);
    }
  }

  private void appReady(long key) {
    if (attempts.isCurrent(key)) {
      revision.work.start((int) key);
    }
  }

  /** Processor work of a request that begins now: more while the runtime still compiles. */
  long slowedNs(int i, long cpuNs) {
    return revision.queue.nowNs() < rows.at(i).warmNs
        ? (long) (cpuNs * start.warmUp().factor() + 0.5)
        : cpuNs;
  }
}
