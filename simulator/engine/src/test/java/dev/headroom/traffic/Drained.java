package dev.headroom.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All arrivals of a spec, for tests that look at them together. */
record Drained(
    List<Long> timesNs,
    List<Long> entities,
    List<Long> durationsNs,
    List<Integer> classes,
    TraceStats stats) {

  static Drained of(TrafficSpec spec) {
    return of(spec, 1, 0);
  }

  static Drained of(TrafficSpec spec, long seed, int run) {
    List<Long> times = new ArrayList<>();
    List<Long> entities = new ArrayList<>();
    List<Long> durations = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    try (Arrivals arrivals = Traffic.open(spec, seed, run)) {
      while (arrivals.next()) {
        times.add(arrivals.timeNs());
        entities.add(arrivals.entity());
        durations.add(arrivals.durationNs());
        classes.add(arrivals.classIndex());
      }
      return new Drained(times, entities, durations, classes, arrivals.stats());
    }
  }

  /** Entities, failing on a double. */
  Set<Long> ids() {
    Set<Long> ids = new LinkedHashSet<>(entities);
    if (ids.size() != entities.size()) {
      throw new AssertionError("an entity occurs twice");
    }
    return ids;
  }

  boolean ascending() {
    for (int i = 1; i < timesNs.size(); i++) {
      if (timesNs.get(i) < timesNs.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  /** A file with this text, Latin-1, called {@code name}. */
  static TrafficSpec file(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    return TrafficSpec.ofFile(name, file);
  }
}
