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
  private final World world;
  private final NodePool pool;
  private final int number;
  /** By place; the first that has room is taken. */
  private final List<Machine> machines = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private int booting;
  private int booted;
  private boolean scanPlanned;
  private long batchStartNs;
  private long lastWaitingNs;

  /** One machine; processors in millionths, so that sums are exact. */
  final class Machine {
    final int place;
    long micros = Math.round(pool.vcpus() * 1e6);
    long bytes = pool.memoryBytes();
    int placed;
    long emptySinceNs = world.nowNs;
    boolean gone;

    Machine(int place) {
      this.place = place;
    }

    boolean fits(NodeShare asked) {
      return micros >= micros(asked) && bytes >= asked.memoryBytes();
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
    return machine;
  }

  private Machine at(int place) {
    return machines.stream().filter(one -> one.place == place).findFirst().orElse(null);
  }

  private Machine firstFit(NodeShare asked) {
    return machines.stream().filter(one -> one.fits(asked)).findFirst().orElse(null);
  }

  private Machine take(Machine machine, NodeShare asked) {
    if (machine != null) {
      machine.put(asked, 1);
      machine.placed++;
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
    if (machine.placed == 0) {
      machine.emptySinceNs = world.nowNs;
      if (!fixed()) {
        planEmpty(machine);
      }
    }
    placeWaiting();
  }

  private void planEmpty(Machine machine) {
    world.after(pool.scaleDownNs(), () -> {
      boolean longEmpty = world.nowNs - machine.emptySinceNs >= pool.scaleDownNs();
      if (!machine.gone && machine.placed == 0 && longEmpty && machines.size() > pool.min()) {
        machine.gone = true;
        machines.remove(machine);
      }
    });
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
      first =
          waiting().stream().filter(one -> firstFit(one.asked) != null).findFirst().orElse(null);
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
    long atNs =
        pool.provisioner() == Provisioner.KARPENTER
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
      long bootNs = pool.boot().sampleNs(world.draws(Purpose.NODE, number), booted++, 0);
      world.at(world.nowNs + bootNs, Turn.READY, this::up);
    }
    batchStartNs = world.nowNs;
    if (!karpenter) {
      planScan();
    }
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
    if (machine.placed == 0) {
      planEmpty(machine);
    }
    if (!waiting().isEmpty()) {
      planScan();
    }
  }
}
