package dev.headroom.twin;

import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.NodePool;
import dev.headroom.platform.NodePool.Provisioner;
import dev.headroom.platform.PlatformModel.NodeShare;
import dev.headroom.twin.Box.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The machines of a pool. */
final class Machines {
  private static final long NEEDED = Long.MAX_VALUE;

  private final World world;
  private final NodePool pool;
  private final int number;
  /** By place; the first that has room is taken. */
  private final List<Machine> machines = new ArrayList<>();

  private final List<Waiting> waiting = new ArrayList<>();
  private int booting;
  private int launched;
  /** The provider gives machines one after the other, no faster than its gap. */
  private long nextLaunchNs = Long.MIN_VALUE;

  private boolean scanPlanned;
  /** Whose instances are being stopped, so that it can go. */
  private Machine emptying;

  private boolean overdue;
  private boolean retryPlanned;
  private long batchStartNs;
  private long lastWaitingNs;

  /** One machine; processors in millionths, so that sums are exact. */
  final class Machine {
    final int place;
    long micros = Math.round(pool.vcpus() * 1e6);
    long bytes = pool.memoryBytes();
    int placed;
    /** Since when little enough is asked of it that it need not be there. */
    long unneededSinceNs = world.nowNs;

    boolean gone;
    boolean checkPlanned;

    Machine(int place) {
      this.place = place;
    }

    boolean fits(NodeShare asked) {
      return micros >= micros(asked) && bytes >= asked.memoryBytes();
    }

    boolean littleAsked() {
      double ofCpu = 1 - micros / (double) Math.round(pool.vcpus() * 1e6);
      double ofMemory = 1 - bytes / (double) pool.memoryBytes();
      return placed == 0 || Math.max(ofCpu, ofMemory) < pool.scaleDownBelow();
    }

    void put(NodeShare asked, int sign) {
      micros -= sign * micros(asked);
      bytes -= sign * asked.memoryBytes();
    }
  }

  private record Waiting(Box box, NodeShare asked) {}

  private static long micros(NodeShare asked) {
    return Math.round(asked.vcpus() * 1e6);
  }

  Machines(World world, NodePool pool, int number) {
    this.world = world;
    this.pool = pool;
    this.number = number;
    for (int i = 0; i < pool.min(); i++) {
      add();
    }
  }

  private boolean fixed() {
    return pool.provisioner() == Provisioner.NONE;
  }

  private Machine add() {
    int place = 0;
    while (at(place) != null) {
      place++;
    }
    Machine machine = new Machine(place);
    machines.add(machine);
    machines.sort(Comparator.comparingInt(one -> one.place));
    planRetry();
    return machine;
  }

  private Machine at(int place) {
    return machines.stream().filter(one -> one.place == place).findFirst().orElse(null);
  }

  private Machine firstFit(NodeShare asked) {
    return machines.stream()
        .filter(one -> one != emptying && one.fits(asked))
        .findFirst()
        .orElse(null);
  }

  private Machine take(Machine machine, NodeShare asked) {
    if (machine != null) {
      machine.put(asked, 1);
      machine.placed++;
      came(machine);
    }
    return machine;
  }

  Machine placeAtBegin(NodeShare asked) {
    Machine machine = firstFit(asked);
    if (machine == null && !fixed() && machines.size() + booting < pool.max()) {
      machine = add();
    }
    return take(machine, asked);
  }

  /** The machine for an instance, or null where it waits for one. */
  Machine place(Box box, NodeShare asked) {
    // Who waits is of one size with all others of the revision: nothing fits for this one either.
    boolean line = waiting().stream().anyMatch(one -> one.box.revision == box.revision);
    Machine machine = line ? null : firstFit(asked);
    if (machine != null) {
      return take(machine, asked);
    }
    lastWaitingNs = world.nowNs;
    batchStartNs = waiting().isEmpty() ? world.nowNs : batchStartNs;
    waiting.add(new Waiting(box, asked));
    planScan();
    return null;
  }

  void release(Machine machine, NodeShare asked) {
    machine.put(asked, -1);
    machine.placed--;
    if (machine == emptying) {
      if (machine.placed == 0) {
        remove(machine);
      }
    } else {
      placeWaiting();
      left(machine);
    }
  }

  /** An instance on one of them is ready. */
  void started() {
    planRetry();
  }

  private void came(Machine machine) {
    if (!machine.littleAsked()) {
      machine.unneededSinceNs = NEEDED;
      return;
    }
    if (pool.provisioner() == Provisioner.KARPENTER) {
      machine.unneededSinceNs = world.nowNs;
    }
    planCheck(machine);
  }

  private void left(Machine machine) {
    if (machine.littleAsked()) {
      if (pool.provisioner() == Provisioner.KARPENTER || machine.unneededSinceNs == NEEDED) {
        machine.unneededSinceNs = world.nowNs;
      }
      planCheck(machine);
    }
    planRetry();
  }

  private void planCheck(Machine machine) {
    if (machine.checkPlanned || fixed()) {
      return;
    }
    long dueNs = machine.unneededSinceNs + pool.scaleDownNs();
    if (dueNs < world.nowNs) {
      overdue = true;
      return;
    }
    machine.checkPlanned = true;
    world.at(dueNs, Turn.WORK, () -> check(machine));
  }

  private void check(Machine machine) {
    machine.checkPlanned = false;
    if (machine.gone || machine == emptying || machine.unneededSinceNs == NEEDED) {
      return;
    }
    if (world.nowNs < machine.unneededSinceNs + pool.scaleDownNs()) {
      planCheck(machine);
    } else {
      removeOrEmpty(machine);
    }
  }

  private void removeOrEmpty(Machine machine) {
    boolean spare = machines.size() > pool.min();
    if (spare && machine.placed == 0) {
      remove(machine);
    } else if (spare && emptying == null && fitElsewhere(machine)) {
      empty(machine);
    } else {
      overdue = true;
    }
  }

  private void remove(Machine machine) {
    machine.gone = true;
    machines.remove(machine);
    emptying = machine == emptying ? null : emptying;
    planRetry();
    if (!waiting().isEmpty()) {
      planScan();
    }
  }

  /** What could not go is looked at again a while after something changed. */
  private void planRetry() {
    if (!overdue || retryPlanned) {
      return;
    }
    retryPlanned = true;
    world.after(pool.scanNs(), () -> {
      retryPlanned = false;
      overdue = false;
      for (Machine machine : List.copyOf(machines)) {
        boolean due = machine.unneededSinceNs <= world.nowNs - pool.scaleDownNs();
        if (due && machine != emptying && !machine.gone) {
          removeOrEmpty(machine);
        }
      }
    });
  }

  /** The revisions whose instances are placed here. */
  private List<Revision> revisions() {
    return world.services.stream()
        .flatMap(service -> service.revisions.stream())
        .filter(revision -> revision.machines == this)
        .toList();
  }

  private static List<Box> on(Machine machine, Revision revision) {
    return revision.boxes.stream()
        .filter(box -> box.machine == machine)
        .sorted(Comparator.comparingInt(box -> box.seat))
        .toList();
  }

  /** Whether everything on a machine finds room on the others, one after the other. */
  private boolean fitElsewhere(Machine machine) {
    List<Machine> others = new ArrayList<>();
    for (Machine one : machines) {
      if (one != machine && one != emptying) {
        Machine copy = new Machine(one.place);
        copy.micros = one.micros;
        copy.bytes = one.bytes;
        others.add(copy);
      }
    }
    for (Revision revision : revisions()) {
      NodeShare asked = revision.spec.platform().requests();
      for (Box box : on(machine, revision)) {
        Machine room =
            others.stream().filter(one -> one.fits(asked)).findFirst().orElse(null);
        if (box.state == State.STARTING || room == null) {
          return false;
        }
        room.put(asked, 1);
      }
    }
    return true;
  }

  private void empty(Machine machine) {
    emptying = machine;
    for (Revision revision : revisions()) {
      boolean stopped = false;
      for (Box box : on(machine, revision)) {
        if (box.state == State.IDLE || box.state == State.BUSY) {
          revision.stop(box);
          stopped = true;
        }
      }
      if (stopped) {
        revision.replaceLost();
      }
    }
  }

  /** Who still waits, in the order in which they came. */
  private List<Waiting> waiting() {
    waiting.removeIf(one -> one.box.state != State.STARTING);
    return waiting;
  }

  /** Places whoever fits; one that does not fit does not hold up those behind it. */
  private void placeWaiting() {
    Waiting first;
    do {
      first = waiting().stream()
          .filter(one -> firstFit(one.asked) != null)
          .findFirst()
          .orElse(null);
      if (first != null) {
        waiting.remove(first);
        first.box.revision.starter.placed(first.box, take(firstFit(first.asked), first.asked));
      }
    } while (first != null);
  }

  private void planScan() {
    if (scanPlanned || fixed() || machines.size() + booting >= pool.max()) {
      return;
    }
    scanPlanned = true;
    long atNs = pool.provisioner() == Provisioner.KARPENTER
        ? Math.min(lastWaitingNs + pool.batchIdleNs(), batchStartNs + pool.batchMaxNs())
        : (Math.floorDiv(world.nowNs, pool.scanNs()) + 1) * pool.scanNs();
    world.at(Math.max(world.nowNs, atNs), Turn.OBSERVE, this::scan);
  }

  private void scan() {
    scanPlanned = false;
    placeWaiting();
    if (waiting().isEmpty()) {
      return;
    }
    boolean karpenter = pool.provisioner() == Provisioner.KARPENTER;
    if (karpenter
        && world.nowNs < batchStartNs + pool.batchMaxNs()
        && world.nowNs < lastWaitingNs + pool.batchIdleNs()) {
      planScan();
      return;
    }
    int more = Math.min(needed() - booting, pool.max() - machines.size() - booting);
    for (int i = 0; i < more; i++) {
      booting++;
      if (pool.launchGapNs() == 0) {
        launch();
      } else {
        nextLaunchNs = Math.max(nextLaunchNs, world.nowNs);
        world.at(nextLaunchNs, Turn.WORK, this::launch);
        nextLaunchNs += pool.launchGapNs();
      }
    }
    batchStartNs = world.nowNs;
    if (!karpenter) {
      planScan();
    }
  }

  private void launch() {
    long bootNs = pool.boot().sampleNs(world.draws(Purpose.NODE, number), launched++, 0);
    world.at(world.nowNs + bootNs, Turn.READY, this::up);
  }

  /** Machines that first-fit packing of everything that waits would fill. */
  private int needed() {
    List<Machine> filled = new ArrayList<>();
    for (Waiting one : waiting()) {
      Machine machine =
          filled.stream().filter(m -> m.fits(one.asked)).findFirst().orElse(null);
      if (machine == null) {
        machine = new Machine(filled.size());
        filled.add(machine);
      }
      machine.put(one.asked, 1);
    }
    return filled.size();
  }

  private void up() {
    booting--;
    Machine machine = add();
    placeWaiting();
    left(machine);
    if (!waiting().isEmpty()) {
      planScan();
    }
  }
}
