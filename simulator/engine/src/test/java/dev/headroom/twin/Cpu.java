package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.platform.PlatformModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Processors that everybody who computes shares equally. */
final class Cpu<T> {
  /** Less than this part of a nanosecond counts as over. */
  private static final double OVER_NS = 1e-3;

  /** With a quota, where the rest of it would wait for the next period, less than this part. */
  private static final double OVER_OF_QUOTA_NS = 0.25;

  /** Who computes, and what each will have had when this one is done. */
  private record Part<T>(T who, double endNs) {}

  private final World world;
  private final double processors;
  /** What they may do in all, or null for whatever they can. */
  private final Quota quota;

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
    this(world, processors, null, rank, done);
  }

  private Cpu(
      World world, double processors, Quota quota, ToIntFunction<T> rank, Consumer<T> done) {
    this.world = world;
    this.processors = processors;
    this.quota = quota;
    this.rank = rank;
    this.done = done;
  }

  /** The processors of an instance: where they have a quota, whole ones while there is some. */
  static <T> Cpu<T> of(
      World world, PlatformModel platform, ToIntFunction<T> rank, Consumer<T> done) {
    double vcpus = platform.instance().vcpus();
    double whole = Math.min(Math.ceil(vcpus), platform.instance().parallelism());
    long periodNs = platform.limits().cpuQuotaPeriodNs();
    return hasQuota(platform)
        ? new Cpu<>(world, whole, new Quota(vcpus * periodNs, periodNs), rank, done)
        : new Cpu<>(world, platform.instance().usableVcpus(), rank, done);
  }

  /** Whether an instance could at times compute more than it may in the mean. */
  static boolean hasQuota(PlatformModel platform) {
    double whole =
        Math.min(Math.ceil(platform.instance().vcpus()), platform.instance().parallelism());
    return platform.limits().cpuQuotaPeriodNs() > 0
        && whole > platform.instance().vcpus();
  }

  int size() {
    return parts.size();
  }

  /** What all want together. */
  private double wanted() {
    return Math.min(parts.size(), processors) * speed;
  }

  double usedNs() {
    if (still || parts.isEmpty()) {
      return usedNs;
    }
    return usedNs
        + (quota == null
            ? (world.nowNs - lastNs) * wanted()
            : quota.given(lastNs, world.nowNs, wanted()));
  }

  private double rate() {
    return Math.min(1, processors / parts.size()) * speed;
  }

  private void advance() {
    usedNs = usedNs();
    if (!still && !parts.isEmpty()) {
      eachNs += quota == null
          ? (world.nowNs - lastNs) * rate()
          : quota.take(lastNs, world.nowNs, wanted()) / parts.size();
    }
    lastNs = world.nowNs;
  }

  void add(T who, double workNs) {
    advance();
    parts.add(new Part<>(who, eachNs + workNs));
    if (parts.size() == 1) {
      beginPeriod();
    }
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
    beginPeriod();
    plan();
  }

  private void beginPeriod() {
    if (quota != null && !still && !parts.isEmpty()) {
      quota.begin(world.nowNs);
    }
  }

  private Part<T> first() {
    Comparator<Part<T>> order = Comparator.comparingDouble(part -> part.endNs);
    return parts.stream()
        .min(order.thenComparingInt(part -> rank.applyAsInt(part.who)))
        .orElse(null);
  }

  private long nextNs() {
    Part<T> first = first();
    if (first == null || still) {
      return Long.MAX_VALUE;
    }
    double leftNs = first.endNs - eachNs;
    if (quota == null) {
      return lastNs + (long) Math.ceil(Math.max(0, leftNs) / rate() - OVER_NS);
    }
    double ofAllNs = leftNs * parts.size() - OVER_OF_QUOTA_NS;
    return ofAllNs <= 0
        ? lastNs
        : (long) Math.ceil(quota.whenNs(lastNs, ofAllNs, wanted()) - OVER_NS);
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
