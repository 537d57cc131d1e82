package dev.headroom.core;

import java.util.Arrays;

/**
 * The pending events of one run and its clock.
 *
 * <p>A binary heap over parallel arrays, ordered by time and, at one instant, by the {@link Turn}
 * of the handler and then by the order of scheduling. There is no cancel: an event carries an epoch
 * in its argument and its handler returns when the epoch has moved on. Timers of one constant delay
 * go into a {@link Lane}.
 *
 * <p>Taking an event leaves a hole at the root that the next {@link #schedule} fills, so that the
 * commonest pattern (an event that schedules its successor) costs one sift instead of two.
 */
public final class EventQueue {
  private static final int HANDLER_BITS = 16;
  private static final int HANDLER_MASK = (1 << HANDLER_BITS) - 1;
  private static final int TURN_SHIFT = 60;

  private long[] timeNs;
  /** Turn, sequence number, handler index from high to low: unique, so it breaks every tie. */
  private long[] order;

  private long[] arg;
  private int size;
  private boolean hole;
  private long nowNs;
  private long sequence;
  private EventHandler[] handlers = new EventHandler[16];
  private int handlerCount;
  private long eventCount;

  /** An empty queue whose clock stands at {@code startNs}. */
  public EventQueue(long startNs) {
    this(startNs, 1024);
  }

  EventQueue(long startNs, int capacity) {
    nowNs = startNs;
    timeNs = new long[capacity];
    order = new long[capacity];
    arg = new long[capacity];
  }

  /** Simulated time of the event that runs now, in nanoseconds from the start of the run. */
  public long nowNs() {
    return nowNs;
  }

  /** Events run so far. */
  public long eventCount() {
    return eventCount;
  }

  /** Registers a handler for work, once per component; returns what to schedule it by. */
  public int register(EventHandler handler) {
    return register(Turn.WORK, handler);
  }

  /** Registers a handler, once per component; returns what to schedule it by. */
  public int register(Turn turn, EventHandler handler) {
    if (handlerCount > HANDLER_MASK) {
      throw new IllegalStateException("more than " + (HANDLER_MASK + 1) + " event handlers");
    }
    if (handlerCount == handlers.length) {
      handlers = Arrays.copyOf(handlers, handlerCount * 2);
    }
    handlers[handlerCount] = handler;
    return turn.ordinal() << HANDLER_BITS | handlerCount++;
  }

  /**
   * Schedules an event.
   *
   * @param atNs when, not before {@link #nowNs}
   * @param handler from {@link #register}
   * @param eventArg passed to the handler
   */
  public void schedule(long atNs, int handler, long eventArg) {
    push(atNs, nextOrder(handler), eventArg);
  }

  /** Reserves the place in the order of scheduling that an event scheduled now would have. */
  long nextOrder(int handler) {
    return (long) (handler >>> HANDLER_BITS) << TURN_SHIFT
        | sequence++ << HANDLER_BITS
        | handler & HANDLER_MASK;
  }

  /** Inserts an event with an order reserved earlier. */
  void push(long atNs, long eventOrder, long eventArg) {
    if (atNs < nowNs) {
      throw new IllegalArgumentException("event at " + atNs + " ns is before now, " + nowNs);
    }
    if (hole) {
      hole = false;
      siftDown(atNs, eventOrder, eventArg);
      return;
    }
    if (size == timeNs.length) {
      grow();
    }
    siftUp(size++, atNs, eventOrder, eventArg);
  }

  /** Runs the earliest event and returns true, or returns false when none is left. */
  public boolean runNext() {
    if (hole) {
      closeHole();
    }
    if (size == 0) {
      return false;
    }
    nowNs = timeNs[0];
    long eventArg = arg[0];
    int handler = (int) order[0] & HANDLER_MASK;
    hole = true;
    eventCount++;
    handlers[handler].onEvent(eventArg);
    return true;
  }

  /** Time of the earliest pending event, or {@code Long.MAX_VALUE} when none is left. */
  public long nextNs() {
    if (hole) {
      closeHole();
    }
    return size == 0 ? Long.MAX_VALUE : timeNs[0];
  }

  private void closeHole() {
    hole = false;
    int last = --size;
    if (last > 0) {
      siftDown(timeNs[last], order[last], arg[last]);
    }
  }

  private void siftUp(int from, long atNs, long eventOrder, long eventArg) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      long parentNs = timeNs[parent];
      if (parentNs < atNs || (parentNs == atNs && order[parent] < eventOrder)) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    place(i, atNs, eventOrder, eventArg);
  }

  private void siftDown(long atNs, long eventOrder, long eventArg) {
    int i = 0;
    int half = size >>> 1;
    while (i < half) {
      int child = 2 * i + 1;
      if (child + 1 < size && before(child + 1, child)) {
        child++;
      }
      long childNs = timeNs[child];
      if (atNs < childNs || (atNs == childNs && eventOrder < order[child])) {
        break;
      }
      move(child, i);
      i = child;
    }
    place(i, atNs, eventOrder, eventArg);
  }

  private boolean before(int a, int b) {
    return timeNs[a] < timeNs[b] || (timeNs[a] == timeNs[b] && order[a] < order[b]);
  }

  private void move(int from, int to) {
    timeNs[to] = timeNs[from];
    order[to] = order[from];
    arg[to] = arg[from];
  }

  private void place(int i, long atNs, long eventOrder, long eventArg) {
    timeNs[i] = atNs;
    order[i] = eventOrder;
    arg[i] = eventArg;
  }

  private void grow() {
    int capacity = timeNs.length * 2;
    timeNs = Arrays.copyOf(timeNs, capacity);
    order = Arrays.copyOf(order, capacity);
    arg = Arrays.copyOf(arg, capacity);
  }
}
