package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits against a sorted set. */
class SlotSetTest {
  /** Within one word, one summary word, one top word, and beyond: up to 64 * 64 * 64 * 4. */
  @ParameterizedTest
  @ValueSource(ints = {60, 4_000, 260_000, 1_048_576})
  void agreesWithASortedSet(int bound) {
    Draws draws = Draws.of(bound, 0, Purpose.DISPATCH);
    SlotSet set = new SlotSet();
    TreeSet<Integer> twin = new TreeSet<>();
    for (int step = 0; step < 20_000; step++) {
      int i = draws.below(bound, step, 0);
      // Mostly adding, then mostly removing, so that words fill and become empty.
      boolean adds = draws.below(10, step, 1) < (step / 5_000 % 2 == 0 ? 7 : 3);
      Integer member = twin.higher(i);
      if (adds) {
        set.add(i);
        twin.add(i);
      } else {
        // A member as a rule; by chance some number, which may be none.
        int out = member == null || step % 16 == 0 ? i : member;
        set.remove(out);
        twin.remove(out);
        assertFalse(set.contains(out));
      }
      assertEquals(twin.size(), set.size());
      int from = draws.below(bound + bound / 8, step, 2);
      Integer next = twin.ceiling(from);
      assertEquals(next == null ? -1 : next, set.next(from), "from " + from);
      assertEquals(twin.contains(from), set.contains(from), "contains " + from);
    }
    for (int i = set.next(0); i >= 0; i = set.next(i + 1)) {
      assertEquals(i, twin.pollFirst());
    }
    assertEquals(0, twin.size());
  }

  /** One after the other, so that each word in turn is the first beyond the room so far. */
  @Test
  void oneAfterTheOther() {
    SlotSet set = new SlotSet();
    set.remove(64);
    for (int i = 0; i < 10_000; i++) {
      assertFalse(set.contains(i));
      set.add(i);
      assertEquals(i, set.next(i));
      assertEquals(-1, set.next(i + 1));
      assertEquals(0, set.next(0));
    }
    assertEquals(10_000, set.size());
  }

  /** Members far apart: what lies between takes no step each. */
  @Test
  void farApart() {
    SlotSet set = new SlotSet();
    assertEquals(-1, set.next(0));
    set.add(3);
    set.add(3);
    set.add(5_000_000);
    assertEquals(2, set.size());
    assertEquals(3, set.next(3));
    assertEquals(5_000_000, set.next(4));
    assertEquals(-1, set.next(5_000_001));
    set.remove(4);
    set.remove(9_000_000);
    assertEquals(2, set.size());
    set.remove(5_000_000);
    assertEquals(-1, set.next(4));
    assertEquals(1, set.size());
  }
}
