package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** The heap of events against a sorted one, and its rules one by one. */
class EventQueueTest {
  /** One event of the twin. */
  private record Pending(long atNs, Turn turn, int order, long arg) {}

  private static final Comparator<Pending> FIRST = Comparator.comparingLong(Pending::atNs)
      .thenComparing(Pending::turn)
      .thenComparingInt(Pending::order);

  /**
   * Each event schedules none to three more, at few instants so that most of them tie, in a queue
   * that must grow; every one comes when a sorted queue says.
   */
  @Test
  void agreesWithASortedQueue() {
    Draws draws = Draws.of(3, 0, Purpose.SCALER);
    EventQueue queue = new EventQueue(100, 2);
    PriorityQueue<Pending> twin = new PriorityQueue<>(FIRST);
    Turn[] turns = Turn.values();
    int[] handlers = new int[turns.length];
    int[] scheduled = {0};
    List<Long> met = new ArrayList<>();
    Runnable more = () -> {
      int i = scheduled[0]++;
      int turn = draws.below(turns.length, i, 0);
      long atNs = queue.nowNs() + draws.below(8, i, 1);
      queue.schedule(atNs, handlers[turn], 7L * i);
      twin.add(new Pending(atNs, turns[turn], i, 7L * i));
    };
    for (Turn turn : turns) {
      handlers[turn.ordinal()] = queue.register(turn, arg -> {
        Pending first = twin.remove();
        assertEquals(first.atNs(), queue.nowNs());
        assertEquals(first.turn(), turn);
        assertEquals(first.arg(), arg);
        met.add(arg);
        // The next is looked at in every other event, with the hole open and closed.
        if (met.size() % 2 == 0) {
          assertEquals(twin.isEmpty() ? Long.MAX_VALUE : twin.peek().atNs(), queue.nextNs());
        }
        for (int n = draws.below(4, met.size(), 2); n > 0 && scheduled[0] < 5_000; n--) {
          more.run();
        }
      });
    }
    for (int i = 0; i < 9; i++) {
      more.run();
    }
    while (queue.runNext()) {
      assertEquals(met.size(), queue.eventCount());
    }
    assertEquals(5_000, met.size());
    assertTrue(twin.isEmpty());
    assertEquals(Long.MAX_VALUE, queue.nextNs());
    assertFalse(queue.runNext());
  }

  /** Events of one instant: by turn, and within a turn in the order of scheduling. */
  @Test
  void tiesBreakByTurnThenByScheduling() {
    EventQueue queue = new EventQueue(0);
    StringBuilder met = new StringBuilder();
    int observe = queue.register(Turn.OBSERVE, arg -> met.append(" observe").append(arg));
    int work = queue.register(arg -> met.append(" work").append(arg));
    int ready = queue.register(Turn.READY, arg -> met.append(" ready").append(arg));
    queue.schedule(5, observe, 1);
    queue.schedule(5, ready, 2);
    queue.schedule(5, work, 4);
    queue.schedule(5, work, 3);
    queue.schedule(4, observe, 0);
    while (queue.runNext()) {
      met.append(';');
    }
    assertEquals(" observe0; work4; work3; ready2; observe1;", met.toString());
    assertEquals(5, queue.eventCount());
    assertEquals(5, queue.nowNs());
  }

  @Test
  void nothingIsScheduledInThePast() {
    EventQueue queue = new EventQueue(10);
    int handler = queue.register(arg -> {});
    Exception past =
        assertThrows(IllegalArgumentException.class, () -> queue.schedule(9, handler, 0));
    assertEquals("event at 9 ns is before now, 10", past.getMessage());
    queue.schedule(10, handler, 0);
    assertEquals(10, queue.nextNs());
    assertTrue(queue.runNext());
  }

  /** Whatever is pending can be told apart by a difference. */
  @Test
  void nothingIsScheduledFurtherThanADifferenceReaches() {
    EventQueue queue = new EventQueue(-10);
    int handler = queue.register(arg -> {});
    long furthest = (1L << 62) - 11;
    Exception far = assertThrows(
        IllegalArgumentException.class, () -> queue.schedule(furthest + 1, handler, 0));
    assertEquals(
        "event at 4611686018427387894 ns is more than 146 years after now, -10", far.getMessage());
    assertThrows(IllegalArgumentException.class, () -> queue.schedule(Long.MAX_VALUE, handler, 0));
    queue.schedule(furthest, handler, 0);
    queue.schedule(-10, handler, 0);
    queue.schedule(5, handler, 0);
    assertEquals(-10, queue.nextNs());
    assertTrue(queue.runNext());
    assertEquals(5, queue.nextNs());
  }

  /** A handler's index has 16 bits. */
  @Test
  void handlersAreCounted() {
    EventQueue queue = new EventQueue(0);
    long[] last = {-1};
    int handler = 0;
    for (int i = 0; i < 65_536; i++) {
      int number = i;
      handler = queue.register(Turn.READY, arg -> last[0] = number + arg);
    }
    queue.schedule(1, handler, 1_000_000);
    assertTrue(queue.runNext());
    assertEquals(1_065_535, last[0], "the last of them");
    Exception tooMany = assertThrows(IllegalStateException.class, () -> queue.register(arg -> {}));
    assertEquals("more than 65536 event handlers", tooMany.getMessage());
  }

  /**
   * Timers of a lane come when and in the order in which events of their own would, also after the
   * ring has grown and wrapped, and those that no longer matter do not come.
   */
  @Test
  void aLaneChangesNothingButSpeed() {
    Draws draws = Draws.of(5, 0, Purpose.SCALER);
    assertEquals(timers(draws, true), timers(draws, false));
  }

  private static List<String> timers(Draws draws, boolean asLane) {
    EventQueue queue = new EventQueue(0);
    List<String> met = new ArrayList<>();
    EventHandler ends = arg -> met.add(queue.nowNs() + " timer " + arg);
    boolean[] dropped = new boolean[3_000];
    Lane lane = new Lane(queue, 400, ends, arg -> !dropped[(int) arg]);
    int own = queue.register(arg -> {
      if (!dropped[(int) arg]) {
        ends.onEvent(arg);
      }
    });
    int[] handler = new int[1];
    handler[0] = queue.register(arg -> {
      met.add(queue.nowNs() + " tick " + arg);
      int timer = (int) arg;
      if (asLane) {
        lane.start(timer);
      } else {
        queue.schedule(queue.nowNs() + 400, own, timer);
      }
      // Some timers die early, among them ones at the head and runs of neighbours.
      if (timer > 50 && draws.below(3, timer, 0) == 0) {
        dropped[timer - draws.below(50, timer, 1)] = true;
      }
      if (timer + 1 < dropped.length) {
        // Dense at times (the ring grows), then a gap (it empties).
        long gapNs = timer % 700 == 0 ? 1_000 : draws.below(6, timer, 2);
        queue.schedule(queue.nowNs() + gapNs, handler[0], arg + 1);
      }
    });
    queue.schedule(0, handler[0], 0);
    while (queue.runNext()) {
      // The handlers do it all.
    }
    return met;
  }

  /** Of timers that are running only the head is an event; one of no length ends at once. */
  @Test
  void onlyTheHeadOfALaneIsAnEvent() {
    EventQueue queue = new EventQueue(0);
    List<Long> met = new ArrayList<>();
    Lane lane = new Lane(queue, 0, met::add, arg -> arg != 2);
    for (long timer = 1; timer <= 4; timer++) {
      lane.start(timer);
    }
    while (queue.runNext()) {
      // The lane notes what it does.
    }
    assertEquals(List.of(1L, 3L, 4L), met);
    assertEquals(3, queue.eventCount(), "timer 2 was dropped without an event");
    assertThrows(IllegalArgumentException.class, () -> new Lane(queue, -1, met::add, arg -> true));
  }
}
