package dev.headroom.twin;

import dev.headroom.core.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Processors that everybody who computes shares equally. */
final class Cpu<T> {
  /** Less than this part of a nanosecond counts as over. */
  private static final double OVER_NS = 1e-3;

  /** Who computes, and what each will have had when this one is done. */
  private record Part<T>(T who, double endNs) {}

  private final World world;
  private final double processors;
  private final Consumer<T> done;
  private final ToIntFunction<T> rank;
  private final List<Part<T>> parts = new ArrayList<>();
  private boolean still;
  private double speed = 1;
  private long lastNs;
  private double usedNs;
  /** What each has had since there was nobody. */
  private double eachNs;

  private int plan;
  private long plannedNs = Long.MAX_VALUE;

  Cpu(World world, double processors, ToIntFunction<T> rank, Consumer<T> done) {
    this.world = world;
    this.processors = processors;
    this.rank = rank;
    this.done = done;
  }

  int size() {
    return parts.size();
  }

  double usedNs() {
    return usedNs
        + (still ? 0 : (world.nowNs - lastNs) * Math.min(parts.size(), processors) * speed);
  }

  private double rate() {
    return Math.min(1, processors / parts.size()) * speed;
  }

  private void advance() {
    usedNs = usedNs();
    if (!still && !parts.isEmpty()) {
      eachNs += (world.nowNs - lastNs) * rate();
    }
    lastNs = world.nowNs;
  }

  void add(T who, double workNs) {
    advance();
    parts.add(new Part<>(who, eachNs + workNs));
    plan();
  }

  void remove(T who) {
    if (parts.stream().noneMatch(part -> part.who == who)) {
      return;
    }
    advance();
    parts.removeIf(part -> part.who == who);
    eachNs = parts.isEmpty() ? 0 : eachNs;
    plan();
  }

  /** Everybody has so many times the share of before the first change. */
  void speed(double newSpeed) {
    advance();
    speed = newSpeed;
    plan();
  }

  void pause() {
    advance();
    still = true;
  }

  void resume() {
    advance();
    still = false;
    plan();
  }

  private Part<T> first() {
    Comparator<Part<T>> order = Comparator.comparingDouble(part -> part.endNs);
    return parts.stream()
        .min(order.thenComparingInt(part -> rank.applyAsInt(part.who)))
        .orElse(null);
  }

  private long nextNs() {
    Part<T> first = first();
    return first == null || still
        ? Long.MAX_VALUE
        : lastNs + (long) Math.ceil(Math.max(0, first.endNs - eachNs) / rate() - OVER_NS);
  }

  /** An end that is planned too early is found to be none, and the next is planned then. */
  private void plan() {
    long nextNs = nextNs();
    if (nextNs < plannedNs) {
      plannedNs = nextNs;
      int mine = ++plan;
      world.at(nextNs, Turn.WORK, () -> due(mine));
    }
  }

  private void due(int mine) {
    if (mine != plan) {
      return;
    }
    plannedNs = Long.MAX_VALUE;
    while (nextNs() <= world.nowNs) {
      advance();
      Part<T> first = first();
      // What is rounded off for one is given to all.
      eachNs = Math.max(eachNs, first.endNs);
      parts.remove(first);
      eachNs = parts.isEmpty() ? 0 : eachNs;
      done.accept(first.who);
    }
    plan();
  }
}
