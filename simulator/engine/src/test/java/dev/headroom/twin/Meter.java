package dev.headroom.twin;

/** A number that holds between changes, and its integral over time. */
final class Meter {
  private final World world;
  private long value;
  private long lastNs;
  private long integral;

  Meter(World world) {
    this.world = world;
    this.lastNs = world.nowNs;
  }

  void change(long delta) {
    integral = integral();
    lastNs = world.nowNs;
    value += delta;
  }

  long value() {
    return value;
  }

  long integral() {
    return integral + value * (world.nowNs - lastNs);
  }
}
