package dev.headroom.core;

import java.util.function.LongPredicate;

/**
 * Timers that all run for the same time: a first-in-first-out ring of which only the head is in
 * the {@link EventQueue}.
 *
 * <p>A timer keeps the place in the order of scheduling that it had when it was added, so a lane
 * changes nothing but speed. Timers that no longer matter are dropped when they come to the head
 * without an event of their own.
 */
public final class Lane {
  private final EventQueue queue;
  private final long delayNs;
  private final EventHandler handler;
  private final LongPredicate live;
  private final int index;

  private long[] atNs = new long[64];
  private long[] order = new long[64];
  private long[] arg = new long[64];
  private int head;
  private int count;
  private boolean armed;

  /**
   * A lane of {@code queue}.
   *
   * @param delayNs how long every timer runs, 0 or more
   * @param handler runs when a timer ends
   * @param live whether a timer still matters; must never turn from false to true
   */
  public Lane(EventQueue queue, long delayNs, EventHandler handler, LongPredicate live) {
    if (delayNs < 0) {
      throw new IllegalArgumentException("delay " + delayNs + " ns is negative");
    }
    this.queue = queue;
    this.delayNs = delayNs;
    this.handler = handler;
    this.live = live;
    this.index = queue.register(this::onHead);
  }

  /** Starts a timer that passes {@code timerArg} to the handler when it ends. */
  public void start(long timerArg) {
    long endNs = queue.nowNs() + delayNs;
    long timerOrder = queue.nextOrder(index);
    if (!armed) {
      armed = true;
      queue.push(endNs, timerOrder, timerArg);
      return;
    }
    if (count == atNs.length) {
      grow();
    }
    int i = (head + count) & (atNs.length - 1);
    atNs[i] = endNs;
    order[i] = timerOrder;
    arg[i] = timerArg;
    count++;
  }

  private void onHead(long timerArg) {
    armed = false;
    int mask = atNs.length - 1;
    while (count > 0) {
      int i = head;
      head = (head + 1) & mask;
      count--;
      if (live.test(arg[i])) {
        armed = true;
        queue.push(atNs[i], order[i], arg[i]);
        break;
      }
    }
    if (live.test(timerArg)) {
      handler.onEvent(timerArg);
    }
  }

  private void grow() {
    int capacity = atNs.length * 2;
    long[] newAtNs = new long[capacity];
    long[] newOrder = new long[capacity];
    long[] newArg = new long[capacity];
    for (int i = 0; i < count; i++) {
      int from = (head + i) & (atNs.length - 1);
      newAtNs[i] = atNs[from];
      newOrder[i] = order[from];
      newArg[i] = arg[from];
    }
    atNs = newAtNs;
    order = newOrder;
    arg = newArg;
    head = 0;
  }
}
