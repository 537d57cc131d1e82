package dev.headroom.database;

import dev.headroom.core.EventHandler;
import dev.headroom.core.EventQueue;
import dev.headroom.core.ProcessorSharing;
import java.util.Arrays;

/**
 * The processors of the server, shared equally by whatever computes there: connections being set
 * up, refusals, statements.
 *
 * <p>With {@link Contention} the law replaces the number of cores: it holds what they can do.
 */
final class ServerCpu {
  private final EventQueue queue;
  private final Contention contention;
  private final ProcessorSharing station;
  private final int onEnd;
  private final Slots slots = new Slots();
  private EventHandler[] handlers = new EventHandler[4];
  private int handlerCount;
  private int[] handlerOf = new int[64];
  private long[] argOf = new long[64];
  private int arm;
  private long armedNs = Long.MAX_VALUE;
  private int active;
  private double factor = 1;

  ServerCpu(EventQueue queue, double cores, Contention contention) {
    this.queue = queue;
    this.contention = contention;
    this.station = new ProcessorSharing(
        contention == null ? cores : Double.MAX_VALUE, new ProcessorSharing.Places());
    this.onEnd = queue.register(this::ended);
  }

  /** Someone whose jobs come here; the handler hears the argument of each that is done. */
  int register(EventHandler handler) {
    if (handlerCount == handlers.length) {
      handlers = Arrays.copyOf(handlers, handlerCount * 2);
    }
    handlers[handlerCount] = handler;
    return handlerCount++;
  }

  /** Adds a job and returns its id, which is free again once it is done or removed. */
  int add(int who, long arg, double workNs) {
    int job = slots.allocate();
    if (job >= handlerOf.length) {
      handlerOf = Arrays.copyOf(handlerOf, job * 2);
      argOf = Arrays.copyOf(argOf, job * 2);
    }
    handlerOf[job] = who;
    argOf[job] = arg;
    station.add(queue.nowNs(), job, workNs);
    rearm();
    return job;
  }

  /** Takes a job out before its end. */
  void remove(int job) {
    station.remove(queue.nowNs(), job);
    slots.free(job);
    rearm();
  }

  /** Active connections, those that wait for a disk or a lock included, changed. */
  void activeChanged(int delta) {
    active += delta;
    if (contention != null) {
      adjust();
    }
  }

  /** Everything takes {@code newFactor} times as long from now on. */
  void slowDown(double newFactor) {
    factor = newFactor;
    adjust();
  }

  /** How many times longer everything takes than usual. */
  double factor() {
    return factor;
  }

  private void adjust() {
    double law = contention == null ? 1 : contention.speed(active);
    station.setSpeed(queue.nowNs(), law / factor);
    rearm();
  }

  /** Arms the next end; an armed event that is earlier stays and re-arms when it comes. */
  private void rearm() {
    long endNs = station.nextEndNs();
    if (endNs < armedNs) {
      armedNs = endNs;
      queue.schedule(endNs, onEnd, ++arm);
    }
  }

  private void ended(long arg) {
    if (arg != arm) {
      return;
    }
    armedNs = Long.MAX_VALUE;
    long nowNs = queue.nowNs();
    while (station.nextEndNs() <= nowNs) {
      int job = station.take(nowNs);
      long jobArg = argOf[job];
      EventHandler handler = handlers[handlerOf[job]];
      slots.free(job);
      handler.onEvent(jobArg);
    }
    rearm();
  }
}
