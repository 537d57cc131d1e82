package dev.headroom.simulation;

import java.util.Arrays;

/**
 * Which attempts are inside which instance, so that an instance's end touches only its own.
 *
 * <p>A list per instance, by the links that an attempt has no other use for while it is inside.
 */
final class Inside {
  private final Attempts attempts;
  private int[] newest = new int[16];

  Inside(Attempts attempts) {
    this.attempts = attempts;
    Arrays.fill(newest, Attempts.NONE);
  }

  /** The attempt that came into an instance last, or -1 where none is inside. */
  int newest(int i) {
    return i < newest.length ? newest[i] : Attempts.NONE;
  }

  /** Attempts inside all instances, what they left to do after their replies not counted. */
  int count() {
    int count = 0;
    for (int first : newest) {
      for (int a = first; a != Attempts.NONE; a = attempts.next[a]) {
        if (attempts.stage[a] != Attempts.Stage.BACKGROUND) {
          count++;
        }
      }
    }
    return count;
  }

  void add(int a, int i) {
    if (i >= newest.length) {
      int from = newest.length;
      newest = Arrays.copyOf(newest, Math.max(i + 1, from * 2));
      Arrays.fill(newest, from, newest.length, Attempts.NONE);
    }
    int older = newest[i];
    attempts.next[a] = older;
    attempts.previous[a] = Attempts.NONE;
    if (older != Attempts.NONE) {
      attempts.previous[older] = a;
    }
    newest[i] = a;
  }

  void remove(int a) {
    int older = attempts.next[a];
    int newer = attempts.previous[a];
    if (newer == Attempts.NONE) {
      newest[attempts.instance[a]] = older;
    } else {
      attempts.next[newer] = older;
    }
    if (older != Attempts.NONE) {
      attempts.previous[older] = newer;
    }
  }
}
