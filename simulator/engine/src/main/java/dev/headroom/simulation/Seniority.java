package dev.headroom.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The instances of a revision that exist and are not stopping, in the order of their creation.
 *
 * <p>A rank is a small number that grows with youth, so that sets of instances can be kept in order
 * of age. When ranks run out they are given anew, and {@link #onRenumbered} is told; that happens
 * once in as many creations as there are instances, so its cost per creation is constant.
 */
final class Seniority {
  private static final int NONE = Fleet.NONE;

  private int[] rank = new int[64];
  private int[] older = new int[64];
  private int[] younger = new int[64];
  private int[] atRank = new int[64];
  private int oldest = NONE;
  private int youngest = NONE;
  private int size;
  private int nextRank;
  private final List<Runnable> renumbered = new ArrayList<>();

  /** Something else to run after every instance has been given a new rank. */
  void onRenumbered(Runnable action) {
    renumbered.add(action);
  }

  /** The instance created first, or -1. */
  int oldest() {
    return oldest;
  }

  /** The instance created last, or -1. */
  int youngest() {
    return youngest;
  }

  /** The next older instance, or -1. */
  int olderThan(int instance) {
    return older[instance];
  }

  /** The next younger instance, or -1. */
  int youngerThan(int instance) {
    return younger[instance];
  }

  int rank(int instance) {
    return rank[instance];
  }

  int at(int someRank) {
    return atRank[someRank];
  }

  /** Adds the youngest. */
  void add(int instance) {
    if (instance >= rank.length) {
      int length = Math.max(instance + 1, rank.length * 2);
      rank = Arrays.copyOf(rank, length);
      older = Arrays.copyOf(older, length);
      younger = Arrays.copyOf(younger, length);
    }
    older[instance] = youngest;
    younger[instance] = NONE;
    if (youngest == NONE) {
      oldest = instance;
    } else {
      younger[youngest] = instance;
    }
    youngest = instance;
    size++;
    if (nextRank == atRank.length) {
      renumber();
    } else {
      give(instance);
    }
  }

  void remove(int instance) {
    int up = younger[instance];
    int down = older[instance];
    if (up == NONE) {
      youngest = down;
    } else {
      older[up] = down;
    }
    if (down == NONE) {
      oldest = up;
    } else {
      younger[down] = up;
    }
    size--;
  }

  private void give(int instance) {
    rank[instance] = nextRank;
    atRank[nextRank++] = instance;
  }

  private void renumber() {
    if (size > atRank.length / 2) {
      atRank = new int[atRank.length * 2];
    }
    nextRank = 0;
    for (int i = oldest; i != NONE; i = younger[i]) {
      give(i);
    }
    renumbered.forEach(Runnable::run);
  }
}
