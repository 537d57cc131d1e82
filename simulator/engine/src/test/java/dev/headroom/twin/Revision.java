package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.PlatformModel.NodeShare;
import dev.headroom.scenario.RevisionSpec;
import dev.headroom.twin.Box.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** One revision of a service: its instances and their lives. */
final class Revision {
  private static final int STREAM_STRIDE = 1 << 16;
  private static final long GONE = 102;

  final World world;
  final Service service;
  final RevisionSpec spec;
  final int number;
  final Machines machines;
  /** Every instance that is not gone, the oldest first. */
  final List<Box> boxes = new ArrayList<>();

  final Meter idleMeter;
  final Meter busyMeter;
  final Meter insideMeter;
  final Meter queuedMeter;

  final Choice choice;
  final Starter starter;
  final Sizing sizing;
  final Front front;
  final Work work;
  final Loop loop;
  Rollout rollout;

  private final Deque<Integer> freeSeats = new ArrayDeque<>();
  private int seats;
  private int ordinals;
  private long touches;
  private boolean allReadyPlanned;
  private long idles;

  Revision(Service service, int number, Account.Share account) {
    this.world = service.world;
    this.service = service;
    this.number = number;
    this.spec = service.spec.revisions().get(number);
    int pool = service.spec.nodePool();
    this.machines = pool < 0 ? null : world.machines.get(pool);
    this.idleMeter = new Meter(world);
    this.busyMeter = new Meter(world);
    this.insideMeter = new Meter(world);
    this.queuedMeter = new Meter(world);
    this.choice = new Choice(
        spec.platform().dispatch(), spec.platform().concurrency(), draws(Purpose.DISPATCH));
    this.starter = new Starter(this);
    this.front = new Front(this, account);
    this.sizing = new Sizing(this);
    this.work = new Work(this);
    this.loop = Loop.of(this);
    Health.begin(this);
  }

  Draws draws(Purpose purpose) {
    return world.draws(purpose, service.index + STREAM_STRIDE * number);
  }

  int count(State state) {
    int count = 0;
    for (Box box : boxes) {
      count += box.state == state ? 1 : 0;
    }
    return count;
  }

  int ready() {
    return count(State.IDLE) + count(State.BUSY);
  }

  int live() {
    return ready() + count(State.STARTING);
  }

  int parked() {
    return (int) boxes.stream().filter(box -> box.parked).count();
  }

  boolean settled() {
    return count(State.DRAINING) == 0 && live() <= sizing.floor;
  }

  double usedNs() {
    return work.usedNs();
  }

  /** Idle instances, those idle longest first. */
  List<Box> idle() {
    return boxes.stream()
        .filter(box -> box.state == State.IDLE)
        .sorted(Comparator.comparingLong(box -> box.idleNumber))
        .toList();
  }

  /** An instance that is there before the run begins, or before the attempt that needs it. */
  void addReady(Job bound) {
    Box box = create(bound);
    if (machines != null) {
      NodeShare asked = spec.platform().requests();
      box.machine = machines.placeAtBegin(asked);
      if (box.machine == null) {
        starter.begin(box);
        return;
      }
    }
    box.answersNs = world.nowNs - 1;
    becomeReady(box);
  }

  void start(Job bound) {
    starter.begin(create(bound));
  }

  private Box create(Job bound) {
    int seat = freeSeats.isEmpty() ? seats++ : freeSeats.pop();
    Box box = new Box(this, ordinals++, seat, bound);
    if (bound != null) {
      bound.box = box;
    }
    boxes.add(box);
    return box;
  }

  void becomeReady(Box box) {
    becomeIdle(box);
    loop.becameReady(box);
    touch(box);
    choice.add(box);
    Job bound = box.bound;
    box.bound = null;
    if (bound != null) {
      queuedMeter.change(-1);
      assign(box, bound);
    }
    if (!allReadyPlanned) {
      allReadyPlanned = true;
      world.at(world.nowNs, Turn.ALL_READY, this::allReady);
    }
  }

  private void allReady() {
    allReadyPlanned = false;
    front.drainQueue();
    loop.allReady();
    if (rollout != null) {
      rollout.instanceReady();
    }
  }

  private void becomeIdle(Box box) {
    box.state = State.IDLE;
    box.idleSinceNs = world.nowNs;
    box.idleNumber = idles++;
    idleMeter.change(1);
    sizing.lookAtIdle();
    sizing.lookAfterKeepAlive(box);
  }

  private void touch(Box box) {
    box.touched = touches++;
  }

  void assign(Box box, Job job) {
    if (box.parked) {
      unpark(box);
    }
    box.inside.add(job);
    if (box.state == State.IDLE) {
      box.state = State.BUSY;
      idleMeter.change(-1);
      busyMeter.change(1);
    }
    if (box.hasRoom()) {
      touch(box);
    } else {
      choice.remove(box);
    }
    insideMeter.change(1);
    job.box = box;
    job.place = Job.Place.INSIDE;
    loop.entered(job, box);
    work.enter(box);
    starter.work(box, job);
  }

  /** A request has left the instance. */
  void release(Box box, Job job) {
    insideMeter.change(-1);
    boolean hadRoom = box.hasRoom();
    box.inside.remove(job);
    if (box.state == State.DRAINING) {
      if (box.inside.isEmpty() && box.stayUntilNs <= world.nowNs) {
        end(box);
      }
      return;
    }
    touch(box);
    if (!hadRoom) {
      choice.add(box);
    }
    front.fill(box);
    if (box.inside.isEmpty()) {
      busyMeter.change(-1);
      becomeIdle(box);
    }
  }

  void park(Box box) {
    box.parked = true;
    choice.remove(box);
  }

  void unpark(Box box) {
    box.parked = false;
    touch(box);
    choice.add(box);
  }

  /** Stops an instance: at once where nothing is inside, else after its requests. */
  void stop(Box box) {
    switch (box.state) {
      case STARTING -> end(box);
      case IDLE -> {
        leaveChoice(box);
        idleMeter.change(-1);
        if (holdsIdle()) {
          drain(box);
        } else {
          end(box);
        }
      }
      case BUSY -> {
        if (box.hasRoom()) {
          leaveChoice(box);
        }
        busyMeter.change(-1);
        drain(box);
      }
      case DRAINING, GONE -> throw new IllegalStateException("stopping already");
    }
  }

  private void leaveChoice(Box box) {
    if (box.parked) {
      box.parked = false;
    } else {
      choice.remove(box);
    }
  }

  private boolean holdsIdle() {
    return spec.scaling().deregistrationNs() > 0 && !spec.scaling().deregistersWhenIdle();
  }

  private void drain(Box box) {
    box.state = State.DRAINING;
    long delayNs = spec.scaling().deregistrationNs();
    box.stayUntilNs = holdsIdle() ? world.nowNs + delayNs : world.nowNs;
    if (delayNs == 0) {
      world.after(spec.scaling().drainNs(), () -> graceOver(box));
      return;
    }
    world.after(delayNs, () -> {
      if (box.state == State.DRAINING && box.inside.isEmpty()) {
        end(box);
      } else if (box.state == State.DRAINING) {
        world.after(spec.scaling().drainNs(), () -> graceOver(box));
      }
    });
  }

  private void graceOver(Box box) {
    if (box.state == State.DRAINING) {
      work.killAll(box, FailureReason.INSTANCE_STOPPED);
    }
  }

  /** Ends an instance now, with everything inside. */
  void kill(Box box, FailureReason reason) {
    if (box.state != State.DRAINING) {
      stop(box);
    }
    if (box.state == State.DRAINING) {
      box.stayUntilNs = world.nowNs;
      if (box.inside.isEmpty()) {
        end(box);
      } else {
        work.killAll(box, reason);
      }
    }
  }

  /** An instance went that nobody wanted to go. */
  void replaceLost() {
    sizing.pump();
    front.startForQueue();
    if (front.queued() > 0 && live() == 0) {
      loop.wake();
    }
  }

  void end(Box box) {
    work.dropBackground(box);
    box.state = State.GONE;
    boxes.remove(box);
    world.tell(box.ordinal, GONE);
    freeSeats.push(box.seat);
    if (box.machine != null) {
      machines.release(box.machine, spec.platform().requests());
    }
  }

  /** No more traffic comes. */
  void retire() {
    loop.stop();
    sizing.bound(0, 0);
    sizing.scaleTo(0);
    front.moveQueueTo(service);
  }
}
