package dev.headroom.simulation;

import dev.headroom.core.Turn;
import java.util.Arrays;

/** A queue whose messages lie visible, first come first served, until somebody takes them. */
abstract class PolledQueue extends MessageQueue {
  static final int NONE = Attempts.NONE;

  private final int onPoll;
  /** The visible message after each; of one that was taken, what its queue makes of it. */
  int[] next = new int[256];

  private int head = NONE;
  private int tail = NONE;
  private int visible;
  private long pollNs = Long.MAX_VALUE;

  PolledQueue(ServiceRuntime service, Clients clients) {
    super(service, clients);
    this.onPoll = service.queue.register(Turn.OBSERVE, unused -> pollDue());
  }

  @Override
  final void enqueued(int a) {
    super.enqueued(a);
    if (a >= next.length) {
      next = Arrays.copyOf(next, Math.max(a + 1, next.length * 2));
    }
    arrived(a);
    waits();
    show(a);
  }

  @Override
  final void again(int a) {
    show(a);
  }

  private void show(int a) {
    next[a] = NONE;
    if (tail == NONE) {
      head = a;
    } else {
      next[tail] = a;
    }
    tail = a;
    visible++;
    shown(a);
    pollAt(service.queue.nowNs());
  }

  /** A new message; what is kept of it has room for its number from here on. */
  void arrived(int a) {}

  /** A message can be taken from now on. */
  void shown(int a) {}

  /** Takes what can be taken now. */
  abstract void poll(long nowNs);

  final int visible() {
    return visible;
  }

  /** The message to be taken next, or -1. */
  final int first() {
    return head;
  }

  /** Takes the first message, for a revision. */
  final int take(int revision) {
    int a = head;
    head = next[a];
    if (head == NONE) {
      tail = NONE;
    }
    visible--;
    leaves();
    attempts.at(a).revision = revision;
    return a;
  }

  /** Polls once everything of that instant has happened. */
  final void pollAt(long atNs) {
    if (atNs < pollNs) {
      pollNs = atNs;
      service.queue.schedule(atNs, onPoll, 0);
    }
  }

  private void pollDue() {
    long nowNs = service.queue.nowNs();
    if (pollNs > nowNs) {
      return;
    }
    pollNs = Long.MAX_VALUE;
    poll(nowNs);
  }
}
