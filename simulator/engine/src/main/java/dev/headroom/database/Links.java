package dev.headroom.database;

import java.util.Arrays;

/**
 * Lists of small ids over shared arrays: an id is in at most one list and leaves it without a
 * search, so that waiting and giving up cost the same however many wait.
 */
final class Links {
  static final int NONE = -1;
  private static final int OUTSIDE = -2;

  private int[] next = new int[0];
  private int[] previous = new int[0];

  /** One list. */
  static final class Line {
    private int head = NONE;
    private int tail = NONE;
    private int size;

    int size() {
      return size;
    }

    /** The first id, {@link #NONE} where the list is empty. */
    int head() {
      return head;
    }

    /** The last id, {@link #NONE} where the list is empty. */
    int tail() {
      return tail;
    }
  }

  boolean contains(int id) {
    return id < next.length && next[id] != OUTSIDE;
  }

  void addFirst(Line line, int id) {
    ensure(id);
    next[id] = line.head;
    previous[id] = NONE;
    if (line.head == NONE) {
      line.tail = id;
    } else {
      previous[line.head] = id;
    }
    line.head = id;
    line.size++;
  }

  void addLast(Line line, int id) {
    ensure(id);
    next[id] = NONE;
    previous[id] = line.tail;
    if (line.tail == NONE) {
      line.head = id;
    } else {
      next[line.tail] = id;
    }
    line.tail = id;
    line.size++;
  }

  void remove(Line line, int id) {
    if (previous[id] == NONE) {
      line.head = next[id];
    } else {
      next[previous[id]] = next[id];
    }
    if (next[id] == NONE) {
      line.tail = previous[id];
    } else {
      previous[next[id]] = previous[id];
    }
    next[id] = OUTSIDE;
    line.size--;
  }

  /** Takes the first id, {@link #NONE} where the list is empty. */
  int takeFirst(Line line) {
    int id = line.head;
    if (id != NONE) {
      remove(line, id);
    }
    return id;
  }

  private void ensure(int id) {
    if (id >= next.length) {
      int old = next.length;
      int length = Math.max(Math.max(16, id + 1), old * 2);
      next = Arrays.copyOf(next, length);
      previous = Arrays.copyOf(previous, length);
      Arrays.fill(next, old, length, OUTSIDE);
    }
  }
}
