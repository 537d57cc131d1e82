package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.results.SeriesTable;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Between what the middle 80 % of several days lie, instant by instant. */
final class Bands {
  /** One line of each chart has a band; more would lie over each other. */
  private static final List<String> LINES =
      List.of("completed", "ready", "inService", "p99", "connections", "cost", "costSum");

  private final Lines.Grid grid;
  private final Map<String, List<double[]>> days = new LinkedHashMap<>();

  /** Of days that are drawn on a grid. */
  Bands(Lines.Grid grid) {
    this.grid = grid;
  }

  /** Takes a day; by any thread. */
  void add(SeriesTable day) {
    Map<String, double[]> lines = new Lines(day, grid, 1).all();
    synchronized (this) {
      for (String name : LINES) {
        if (lines.containsKey(name)) {
          days.computeIfAbsent(name, key -> new ArrayList<>()).add(lines.get(name));
        }
      }
    }
  }

  /** Writes {@code low} and {@code high} of each line; no value where too few days have one. */
  synchronized void write(ObjectNode node) {
    node.put("step", grid.step());
    days.forEach((name, lines) -> {
      double[] low = new double[grid.points()];
      double[] high = new double[grid.points()];
      for (int p = 0; p < low.length; p++) {
        int at = p;
        double[] values = lines.stream()
            .mapToDouble(line -> line[at])
            .filter(value -> !Double.isNaN(value))
            .toArray();
        Interval band = Sample.of(values).band();
        low[p] = band.low();
        high[p] = band.high();
      }
      if (!Arrays.stream(low).allMatch(Double::isNaN)) {
        ObjectNode band = node.putObject(name);
        Picture.put(band, "low", low);
        Picture.put(band, "high", high);
      }
    });
  }
}
