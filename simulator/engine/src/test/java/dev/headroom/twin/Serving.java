package dev.headroom.twin;

import java.util.Map;
import java.util.TreeMap;

/** Processor time of requests that use the same part of a processor all the while. */
final class Serving {
  private final World world;
  /** How many there are now, by what each uses. */
  private final Map<Double, Meter> byVcpus = new TreeMap<>();

  Serving(World world) {
    this.world = world;
  }

  void change(double vcpus, int by) {
    byVcpus.computeIfAbsent(vcpus, key -> new Meter(world)).change(by);
  }

  double usedNs() {
    double used = 0;
    for (Map.Entry<Double, Meter> entry : byVcpus.entrySet()) {
      used += entry.getKey() * entry.getValue().integral();
    }
    return used;
  }
}
