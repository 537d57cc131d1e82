package dev.headroom.twin;

import dev.headroom.core.Draws;
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
  final Choice keptChoice;
  final Starter starter;
  final Sizing sizing;
  final Front front;
  final Work work;
  final Sql sql;
  /** What its instances' pools are like, or null where they have none. */
  final PoolKind pools;
  /** Environments that it keeps ready, or null. */
  final Kept kept;
  /** How its platform takes instances back, or null. */
  final Takings takings;

  final Ending ending;

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
    this.choice = choice();
    this.keptChoice = choice();
    this.pools = PoolKind.of(this);
    this.kept = Kept.of(this, account);
    this.starter = new Starter(this);
    this.front = new Front(this, account);
    this.sizing = new Sizing(this);
    this.work = new Work(this);
    this.sql = new Sql(this, work);
    this.loop = Loop.of(this);
    Health.begin(this);
    this.takings = Takings.of(this);
    this.ending = new Ending(this);
  }

  private Choice choice() {
    return new Choice(
        spec.platform().dispatch(), spec.platform().concurrency(), draws(Purpose.DISPATCH));
  }

  Choice choiceOf(Box box) {
    return box.keptReady ? keptChoice : choice;
  }

  /** An instance that takes the request now: one kept ready before one started on demand. */
  Box pick(long entity) {
    Box box = keptChoice.pick(entity);
    return box == null ? choice.pick(entity) : box;
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

  /** Live instances without those kept ready. */
  int onDemand() {
    return live() - (kept == null ? 0 : kept.ready());
  }

  int parked() {
    return (int) boxes.stream().filter(box -> box.parked).count();
  }

  boolean settled() {
    return count(State.DRAINING) == 0 && onDemand() <= sizing.floor;
  }

  double usedNs() {
    return work.usedNs();
  }

  /** Idle instances, those idle longest first. */
  List<Box> idle() {
    return boxes.stream()
        .filter(box -> box.state == State.IDLE && !box.keptReady)
        .sorted(Comparator.comparingLong(box -> box.idleNumber))
        .toList();
  }

  /** An instance that is there before the run begins, or before the attempt that needs it. */
  void addReady(Job bound) {
    addReady(create(bound));
  }

  void addKeptReady() {
    Box box = create(null);
    box.keptReady = true;
    addReady(box);
  }

  /** One that is kept ready no more, but busy. */
  void becomeOnDemand(Box box) {
    if (box.hasRoom()) {
      keptChoice.remove(box);
      choice.add(box);
      touch(box);
    }
    box.keptReady = false;
    metersKept();
  }

  void metersKept() {
    if (kept != null) {
      kept.meter();
    }
  }

  private void addReady(Box box) {
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
    choiceOf(box).add(box);
    openPool(box);
    if (takings != null) {
      takings.ready(box);
    }
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

  void idleMakesRoom() {
    if (kept != null) {
      kept.comeIn();
    }
  }

  private void openPool(Box box) {
    if (pools != null && box.pool == null) {
      box.pool = new Pool(box, pools);
      box.pool.begin();
    }
  }

  private void allReady() {
    allReadyPlanned = false;
    front.drainQueue();
    idleMakesRoom();
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
    metersKept();
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
    job.came = box.comings++;
    box.inside.add(job);
    if (box.state == State.IDLE) {
      box.state = State.BUSY;
      idleMeter.change(-1);
      busyMeter.change(1);
      metersKept();
    }
    if (box.hasRoom()) {
      touch(box);
    } else {
      choiceOf(box).remove(box);
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
      choiceOf(box).add(box);
    }
    front.fill(box);
    if (box.inside.isEmpty()) {
      busyMeter.change(-1);
      becomeIdle(box);
      idleMakesRoom();
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

  void stop(Box box) {
    ending.stop(box);
  }

  /** An instance went that nobody wanted to go. */
  void replaceLost() {
    if (kept != null) {
      kept.makeGood();
    }
    sizing.pump();
    front.startForQueue();
    if (front.queued() > 0 && live() == 0) {
      loop.wake();
    }
  }

  void end(Box box) {
    work.ended(box);
    if (box.pool != null) {
      boolean told = spec.platform().limits().closesConnections();
      box.pool.close(told || box.closedByKernel);
    }
    box.state = State.GONE;
    boxes.remove(box);
    metersKept();
    world.tell(box.ordinal, GONE);
    freeSeats.push(box.seat);
    if (box.machine != null) {
      machines.release(box.machine, spec.platform().requests());
    }
  }

  /** No more traffic comes. */
  void retire() {
    loop.stop();
    if (kept != null) {
      kept.request(0);
    }
    sizing.bound(0, 0);
    sizing.scaleTo(0);
    front.moveQueueTo(service);
  }
}
