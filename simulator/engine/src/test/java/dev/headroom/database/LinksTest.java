package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lists and ids against those of the library, and the law of contention. */
class LinksTest {
  /** Ids go to either end of two lists, and leave from the front or from within. */
  @Test
  void agreesWithLists() {
    Draws draws = Draws.of(2, 0, Purpose.QUERY);
    Links links = new Links();
    Links.Line[] lines = {new Links.Line(), new Links.Line()};
    List<List<Integer>> twins = List.of(new ArrayList<>(), new ArrayList<>());
    for (int step = 0; step < 20_000; step++) {
      int which = draws.below(2, step, 0);
      List<Integer> twin = twins.get(which);
      Links.Line line = lines[which];
      // Numbers get larger, so that the arrays grow.
      int id = draws.below(20 + step / 50, step, 1);
      boolean in = twins.get(0).contains(id) || twins.get(1).contains(id);
      assertEquals(in, links.contains(id));
      switch (draws.below(4, step, 2)) {
        case 0 -> {
          if (!in) {
            links.addFirst(line, id);
            twin.add(0, id);
          }
        }
        case 1 -> {
          if (!in) {
            links.addLast(line, id);
            twin.add(id);
          }
        }
        case 2 -> {
          int first = twin.isEmpty() ? Links.NONE : twin.remove(0);
          assertEquals(first, links.takeFirst(line));
        }
        default -> {
          if (twin.remove((Integer) id)) {
            links.remove(line, id);
            assertFalse(links.contains(id));
          }
        }
      }
      assertEquals(twin.size(), line.size());
      assertEquals(twin.isEmpty() ? Links.NONE : twin.get(0), line.head());
      assertEquals(twin.isEmpty() ? Links.NONE : twin.get(twin.size() - 1), line.tail());
    }
    for (int i = 0; i < 2; i++) {
      for (int id : twins.get(i)) {
        assertEquals(id, links.takeFirst(lines[i]));
      }
      assertEquals(Links.NONE, links.takeFirst(lines[i]));
    }
  }

  /** An id is out once at a time, and one that came back is out again before a new one. */
  @Test
  void idsAreUsedAgain() {
    Slots slots = new Slots();
    Set<Integer> out = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertEquals(i, slots.allocate());
      out.add(i);
    }
    for (int id = 0; id < 200; id += 3) {
      slots.free(id);
      out.remove(id);
    }
    for (int i = 0; i < 67; i++) {
      int id = slots.allocate();
      assertEquals(0, id % 3);
      assertEquals(true, out.add(id), "twice " + id);
    }
    assertEquals(200, slots.allocate());
  }

  /** 4 of them at 10 % serial and 1 % coherent: 1 / (1 + 0.3 + 0.01 x 4 x 3) of one alone. */
  @Test
  void contention() {
    Contention law = new Contention(0.1, 0.01);
    assertEquals(1 / 1.42, law.speed(4), 1e-12);
    assertEquals(1 / 1.12, law.speed(2), 1e-12);
    assertEquals(1, law.speed(1));
    assertEquals(1, law.speed(0));
  }
}
