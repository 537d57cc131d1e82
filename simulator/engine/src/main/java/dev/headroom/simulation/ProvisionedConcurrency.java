package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.ProvisionedOptions;
import dev.headroom.scaling.aws.CapacityDecision;
import dev.headroom.scaling.aws.CapacityPolicy;
import dev.headroom.scaling.aws.ScalableTarget;
import dev.headroom.scaling.aws.Schedule;
import dev.headroom.scaling.aws.TargetTracking;
import dev.headroom.simulation.Instance.State;
import java.util.Arrays;
import java.util.List;

/**
 * The environments of a function that are kept ready, used or not.
 *
 * <p>What is asked for more is usable all at once, when all of it has been allocated. What is asked
 * for less goes: idle environments end, busy ones go on as if they had been started on demand. It
 * is paid from the request on, in multiples of a minimum. One that is lost is allocated anew. They
 * count against the function's maximum; where demand has used it up they wait for its environments.
 */
final class ProvisionedConcurrency {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final Revision revision;
  private final Dispatch dispatch;
  private final Account.Share account;
  private final ProvisionedOptions options;
  private final Schedule schedule;
  private final ScalableTarget target;
  private final CapacityDecision decision = new CapacityDecision();
  private final double[] datapoint;
  private final int onAllocated;
  private final int onPaid;
  private final int onScheduled;
  private final int onMinute;
  /** Stretches that are being paid for, the latest on top: since when, and how many. */
  private long[] sinceNs = new long[8];

  private int[] many = new int[8];
  private int stretches;
  private int requested;
  private int ready;
  /** Allocated, and waiting for on-demand environments to make room below the maximum. */
  private int waiting;

  private int idle;
  private double readyNs;
  private long readyChangedNs;
  private long lastBusyNs;
  private double lastReadyNs;

  ProvisionedConcurrency(
      Revision revision, Dispatch dispatch, Account.Share account, ProvisionedOptions options) {
    this.revision = revision;
    this.dispatch = dispatch;
    this.account = account;
    this.options = options;
    this.schedule = new Schedule(options.min(), options.max(), options.schedule());
    List<CapacityPolicy> policies =
        options.tracking() == null ? List.of() : List.of(new TargetTracking(options.tracking()));
    this.target = new ScalableTarget(schedule, policies);
    this.datapoint = new double[policies.size()];
    this.onAllocated = revision.queue.register(Turn.READY, this::allocated);
    this.onPaid = revision.queue.register(this::paid);
    this.onScheduled = revision.queue.register(unused -> scheduled());
    this.onMinute = revision.queue.register(Turn.OBSERVE, unused -> minute());
  }

  /** Environments that exist: they are no part of what demand has started. */
  int ready() {
    return ready;
  }

  /**
   * Begins.
   *
   * @param running whether the function has been there for long, with its environments
   */
  void begin(boolean running) {
    long nowNs = revision.queue.nowNs();
    readyChangedNs = nowNs;
    if (running && options.allocated()) {
      askFor(options.count());
      allocated(options.count());
    } else {
      request(options.count(), "configured");
    }
    armSchedule();
    if (options.tracking() != null) {
      revision.queue.schedule(nowNs + MINUTE_NS, onMinute, 0);
    }
  }

  private void armSchedule() {
    if (schedule.nextNs() != Schedule.NEVER) {
      revision.queue.schedule(Math.max(revision.queue.nowNs(), schedule.nextNs()), onScheduled, 0);
    }
  }

  private void scheduled() {
    if (revision.scaler.stopped()) {
      return;
    }
    target.scheduled(revision.queue.nowNs(), requested, decision);
    request(decision.capacity, decision.reason.text());
    armSchedule();
  }

  private void minute() {
    if (revision.scaler.stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + MINUTE_NS, onMinute, 0);
    readyChanged(nowNs, 0);
    long busyNs = revision.recorder.integral(revision.row, Gauge.PROVISIONED_BUSY);
    datapoint[0] = (busyNs - lastBusyNs) / (readyNs - lastReadyNs);
    lastBusyNs = busyNs;
    lastReadyNs = readyNs;
    if (ready != requested) {
      // The last change is still under way; the next decision waits for it.
      return;
    }
    target.decide(nowNs, requested, datapoint, decision);
    request(decision.capacity, decision.reason.text());
  }

  /** No more traffic comes: nothing is kept ready any more. */
  void retire() {
    request(0, "retired");
  }

  private void request(int count, String reason) {
    if (count == requested) {
      return;
    }
    revision.events.add(
        revision.queue.nowNs(),
        revision.label(),
        "provisioned",
        requested + " -> " + count + " environments kept ready: " + reason);
    int more = count - requested;
    askFor(count);
    if (more > 0) {
      allocate(more);
    } else {
      waiting = Math.max(0, Math.min(waiting, requested - ready));
      while (ready > requested) {
        letGo();
      }
    }
  }

  private void allocate(int more) {
    long untilNs = options.delayNs() + (long) (more / options.perMinute() * MINUTE_NS);
    revision.queue.schedule(revision.queue.nowNs() + untilNs, onAllocated, more);
  }

  /** Allocates anew what was killed for its memory or failed its health checks. */
  void makeGood() {
    Instances rows = revision.fleet.rows;
    int there = 0;
    for (int i = 0; i < rows.used(); i++) {
      there += rows.at(i).provisioned && rows.at(i).serves() ? 1 : 0;
    }
    int lost = ready - there;
    if (lost > 0) {
      readyChanged(revision.queue.nowNs(), -lost);
      meterBusy();
      allocate(lost);
    }
    makeRoom();
  }

  private void askFor(int count) {
    long nowNs = revision.queue.nowNs();
    int more = count - requested;
    requested = count;
    if (account != null) {
      account.keepReady(more);
    }
    if (more > 0) {
      if (stretches == many.length) {
        many = Arrays.copyOf(many, stretches * 2);
        sinceNs = Arrays.copyOf(sinceNs, stretches * 2);
      }
      sinceNs[stretches] = nowNs;
      many[stretches++] = more;
      revision.recorder.change(revision.row, Gauge.PROVISIONED, more);
    }
    for (int left = -more; left > 0; ) {
      int top = stretches - 1;
      int part = Math.min(left, many[top]);
      many[top] -= part;
      left -= part;
      payUp(nowNs, sinceNs[top], part);
      if (many[top] == 0) {
        stretches--;
      }
    }
  }

  /** Time kept is rounded up: the meter runs on until then. */
  private void payUp(long nowNs, long fromNs, int count) {
    long unitNs = Math.max(1, options.minimumNs());
    long lengthNs = (nowNs - fromNs + unitNs - 1) / unitNs * unitNs;
    if (fromNs + lengthNs <= nowNs) {
      paid(count);
    } else {
      revision.queue.schedule(fromNs + lengthNs, onPaid, count);
    }
  }

  private void paid(long count) {
    revision.recorder.change(revision.row, Gauge.PROVISIONED, -count);
  }

  private void allocated(long more) {
    waiting += (int) Math.max(0, Math.min(more, requested - ready - waiting));
    makeRoom();
  }

  /**
   * Makes usable what has been allocated, as far as the function's maximum allows: what demand has
   * started ends for it as soon as it is idle.
   */
  void makeRoom() {
    while (waiting > 0) {
      if (revision.fleet.live() < revision.sizing.max()) {
        waiting--;
        readyChanged(revision.queue.nowNs(), 1);
        revision.fleet.addProvisioned();
        meterBusy();
      } else if (revision.fleet.idle.oldest() != Fleet.NONE) {
        revision.fleet.stop(revision.fleet.idle.oldest());
      } else {
        return;
      }
    }
  }

  private void letGo() {
    Instances rows = revision.fleet.rows;
    int busy = Fleet.NONE;
    for (int i = 0; i < rows.used(); i++) {
      Instance instance = rows.at(i);
      if (instance.provisioned && instance.state == State.IDLE) {
        revision.fleet.stop(i);
        readyChanged(revision.queue.nowNs(), -1);
        meterBusy();
        return;
      }
      busy = instance.provisioned && instance.state == State.BUSY ? i : busy;
    }
    boolean listed = revision.fleet.hasSlot(busy);
    if (listed) {
      dispatch.remove(busy, rows.at(busy).load);
    }
    rows.at(busy).provisioned = false;
    if (listed) {
      dispatch.add(busy, rows.at(busy).load);
    }
    readyChanged(revision.queue.nowNs(), -1);
    meterBusy();
  }

  private void readyChanged(long nowNs, int delta) {
    readyNs += (double) ready * (nowNs - readyChangedNs);
    readyChangedNs = nowNs;
    ready += delta;
  }

  /** An environment kept ready has become idle (+1), or is idle no longer (-1). */
  void idleChanged(int delta) {
    idle += delta;
    meterBusy();
  }

  private void meterBusy() {
    revision.recorder.set(revision.row, Gauge.PROVISIONED_BUSY, Math.max(0, ready - idle));
  }
}
