package dev.headroom.core;

import java.util.Arrays;

/**
 * The pending events of one run and its clock.
 *
 * <p>A binary heap in one array, ordered by time and, at one instant, by the {@link Turn} of the
 * handler and then by the order of scheduling. There is no cancel: an event carries an epoch
 * in its argument and its handler returns when the epoch has moved on. Timers of one constant delay
 * go into a {@link Lane}.
 *
 * <p>Taking an event leaves a hole at the root that the next {@link #schedule} fills, so that the
 * commonest pattern (an event that schedules its successor) costs one sift instead of two. Where
 * none does, the hole sinks to the bottom before the last event fills it (Wegener, "Bottom-up
 * heapsort", 1993): that one mostly belongs there, so it is not compared on the way.
 */
public final class EventQueue {
  private static final int HANDLER_BITS = 16;
  private static final int HANDLER_MASK = (1 << HANDLER_BITS) - 1;
  private static final int TURN_SHIFT = 60;
  /** An event is less than two to this many nanoseconds away: 146 years. */
  private static final int FURTHEST_BITS = 62;

  /** An event's place: time, order, argument, and one unused so that a place is half a line. */
  private static final int STRIDE = 4;

  private static final int ORDER = 1;
  private static final int ARG = 2;

  /**
   * The events. An order is turn, sequence number, handler index from high to low: unique, so it
   * breaks every tie.
   */
  private long[] heap;

  /** End of the events in {@link #heap}. */
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
    heap = new long[capacity * STRIDE];
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
   * @param atNs when, not before {@link #nowNs} and less than 146 years after it
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
    // The difference of any two pending events is a long as well.
    if (atNs - nowNs >>> FURTHEST_BITS != 0) {
      throw new IllegalArgumentException("event at " + atNs + " ns is "
          + (atNs < nowNs ? "before now, " : "more than 146 years after now, ") + nowNs);
    }
    if (hole) {
      hole = false;
      siftDown(atNs, eventOrder, eventArg);
      return;
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    size += STRIDE;
    siftUp(size - STRIDE, atNs, eventOrder, eventArg);
  }

  /** Runs the earliest event and returns true, or returns false when none is left. */
  public boolean runNext() {
    if (hole) {
      closeHole();
    }
    if (size == 0) {
      return false;
    }
    nowNs = heap[0];
    long eventArg = heap[ARG];
    int handler = (int) heap[ORDER] & HANDLER_MASK;
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
    return size == 0 ? Long.MAX_VALUE : heap[0];
  }

  private void closeHole() {
    hole = false;
    size -= STRIDE;
    long[] h = heap;
    int end = size;
    int i = 0;
    for (int child = STRIDE; child < end; child = 2 * i + STRIDE) {
      if (child + STRIDE < end) {
        child = earlier(h, child);
      }
      move(h, child, i);
      i = child;
    }
    if (end > 0) {
      siftUp(i, h[end], h[end + ORDER], h[end + ARG]);
    }
  }

  private void siftUp(int from, long atNs, long eventOrder, long eventArg) {
    long[] h = heap;
    int i = from;
    while (i > 0) {
      int parent = (i - STRIDE) / (2 * STRIDE) * STRIDE;
      long parentNs = h[parent];
      if (parentNs < atNs || (parentNs == atNs && h[parent + ORDER] < eventOrder)) {
        break;
      }
      move(h, parent, i);
      i = parent;
    }
    place(h, i, atNs, eventOrder, eventArg);
  }

  private void siftDown(long atNs, long eventOrder, long eventArg) {
    long[] h = heap;
    int end = size;
    int i = 0;
    for (int child = STRIDE; child < end; child = 2 * i + STRIDE) {
      if (child + STRIDE < end) {
        child = earlier(h, child);
      }
      long childNs = h[child];
      if (atNs < childNs || (atNs == childNs && eventOrder < h[child + ORDER])) {
        break;
      }
      move(h, child, i);
      i = child;
    }
    place(h, i, atNs, eventOrder, eventArg);
  }

  /**
   * The earlier of two neighbours. Which one it is nobody can foretell, so no branch depends on it:
   * the sign of the difference of their times does.
   */
  private static int earlier(long[] h, int left) {
    int right = left + STRIDE;
    long ahead = h[right] - h[left];
    if (ahead == 0) {
      return h[right + ORDER] < h[left + ORDER] ? right : left;
    }
    return left + (int) (ahead >>> Long.SIZE - 1) * STRIDE;
  }

  private static void move(long[] h, int from, int to) {
    h[to] = h[from];
    h[to + ORDER] = h[from + ORDER];
    h[to + ARG] = h[from + ARG];
  }

  private static void place(long[] h, int i, long atNs, long eventOrder, long eventArg) {
    h[i] = atNs;
    h[i + ORDER] = eventOrder;
    h[i + ARG] = eventArg;
  }
}
