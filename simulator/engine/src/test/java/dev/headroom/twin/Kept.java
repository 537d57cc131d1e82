package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.scaling.ProvisionedOptions;
import dev.headroom.scaling.aws.CapacityDecision;
import dev.headroom.scaling.aws.CapacityPolicy;
import dev.headroom.scaling.aws.ScalableTarget;
import dev.headroom.scaling.aws.Schedule;
import dev.headroom.scaling.aws.TargetTracking;
import dev.headroom.twin.Box.State;
import java.util.Comparator;
import java.util.List;

/** Environments of a function that are kept ready, used or not. */
final class Kept {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final Revision revision;
  private final World world;
  private final ProvisionedOptions options;
  private final Account.Share account;
  private final Schedule schedule;
  private final ScalableTarget target;
  private final Meter readyMeter;
  private final Meter busyMeter;
  private int requested;
  private int waiting;
  private int lost;
  private boolean lettingGo;
  private long busyBefore;
  private long readyBefore;

  private Kept(Revision revision, ProvisionedOptions options, Account.Share account) {
    this.revision = revision;
    this.world = revision.world;
    this.options = options;
    this.account = account;
    this.schedule = new Schedule(options.min(), options.max(), options.schedule());
    List<CapacityPolicy> policies =
        options.tracking() == null ? List.of() : List.of(new TargetTracking(options.tracking()));
    this.target = new ScalableTarget(schedule, policies);
    this.readyMeter = new Meter(world);
    this.busyMeter = new Meter(world);
  }

  static Kept of(Revision revision, Account.Share account) {
    ProvisionedOptions options = revision.spec.scaling().warm().provisioned();
    return options == null ? null : new Kept(revision, options, account);
  }

  private List<Box> boxes() {
    return revision.boxes.stream().filter(box -> box.keptReady).toList();
  }

  /** Those that are there and take requests. */
  int ready() {
    return (int) boxes().stream().filter(Box::serving).count();
  }

  void begin(boolean running) {
    if (running && options.allocated()) {
      ask(options.count());
      allocated(options.count());
    } else {
      request(options.count());
    }
    planSchedule();
    if (options.tracking() != null) {
      world.at(world.nowNs + MINUTE_NS, Turn.OBSERVE, this::minute);
    }
  }

  private void planSchedule() {
    if (schedule.nextNs() != Schedule.NEVER) {
      world.at(Math.max(world.nowNs, schedule.nextNs()), Turn.WORK, () -> {
        if (!revision.loop.stopped) {
          CapacityDecision decision = new CapacityDecision();
          target.scheduled(world.nowNs, requested, decision);
          request(decision.capacity);
          planSchedule();
        }
      });
    }
  }

  private void minute() {
    if (revision.loop.stopped) {
      return;
    }
    world.at(world.nowNs + MINUTE_NS, Turn.OBSERVE, this::minute);
    double busyNs = busyMeter.integral() - busyBefore;
    double readyNs = readyMeter.integral() - readyBefore;
    busyBefore = busyMeter.integral();
    readyBefore = readyMeter.integral();
    if (ready() == requested) {
      CapacityDecision decision = new CapacityDecision();
      target.decide(world.nowNs, requested, new double[] {busyNs / readyNs}, decision);
      request(decision.capacity);
    }
  }

  void request(int count) {
    int more = count - requested;
    ask(count);
    if (more > 0) {
      allocate(more);
    } else {
      waiting = Math.max(0, Math.min(waiting, requested - ready()));
      while (ready() > requested) {
        letOneGo();
      }
    }
  }

  private void allocate(int more) {
    long atRateNs = (long) (more / options.perMinute() * MINUTE_NS);
    world.at(world.nowNs + options.delayNs() + atRateNs, Turn.READY, () -> allocated(more));
  }

  private void allocated(int more) {
    waiting += Math.max(0, Math.min(more, requested - ready() - waiting));
    comeIn();
  }

  /** Those that wait come in where the maximum leaves room; idle ones started on demand go. */
  void comeIn() {
    while (waiting > 0) {
      if (revision.live() < revision.sizing.max) {
        waiting--;
        revision.addKeptReady();
      } else if (!revision.idle().isEmpty()) {
        revision.stop(revision.idle().get(0));
      } else {
        break;
      }
    }
  }

  /** One stops that takes requests no more; where nobody wanted it to, another comes instead. */
  void stops() {
    if (!lettingGo) {
      lost++;
    }
  }

  void makeGood() {
    int again = lost;
    lost = 0;
    if (again > 0) {
      allocate(again);
    }
    comeIn();
  }

  private void ask(int count) {
    if (account != null) {
      account.ready += count - requested;
    }
    requested = count;
  }

  /** An idle one ends; a busy one goes on as if it had been started on demand. */
  private void letOneGo() {
    List<Box> bySeat =
        boxes().stream().sorted(Comparator.comparingInt(box -> box.seat)).toList();
    Box idle =
        bySeat.stream().filter(box -> box.state == State.IDLE).findFirst().orElse(null);
    if (idle != null) {
      lettingGo = true;
      revision.stop(idle);
      lettingGo = false;
    } else {
      Box busy = bySeat.stream()
          .filter(box -> box.state == State.BUSY)
          .reduce((earlier, later) -> later)
          .orElseThrow();
      revision.becomeOnDemand(busy);
    }
  }

  /** One has changed. */
  void meter() {
    long busy = boxes().stream().filter(box -> box.state == State.BUSY).count();
    busyMeter.change(busy - busyMeter.value());
    readyMeter.change(ready() - readyMeter.value());
  }
}
