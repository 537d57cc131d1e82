package dev.headroom.traffic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes generated traffic in the project's own formats. */
public final class TraceWriter {
  private TraceWriter() {}

  /**
   * Counts per second, a row for each second of the curve: the expected numbers, rounded so that
   * their running total stays within half a request of the curve.
   */
  public static void expectedCounts(GenerateSpec spec, List<String> comments, OutputStream out)
      throws IOException {
    header(comments, "timestamp,count", out);
    ShapeIntervals intervals = new ShapeIntervals(spec, TimeText.SECOND_NS);
    while (intervals.next()) {
      count(intervals.startNs() / TimeText.SECOND_NS, intervals.count(), out);
    }
  }

  /** Counts per second of one random draw; a stated total is kept exactly. */
  public static void drawnCounts(
      GenerateSpec spec, long seed, List<String> comments, OutputStream out) throws IOException {
    header(comments, "timestamp,count", out);
    try (Arrivals arrivals = draw(spec, seed)) {
      long second = 0;
      long count = 0;
      while (arrivals.next()) {
        long at = arrivals.timeNs() / TimeText.SECOND_NS;
        for (; second < at; second++) {
          count(second, count, out);
          count = 0;
        }
        count++;
      }
      for (; second * TimeText.SECOND_NS < arrivals.stats().endNs() || count > 0; second++) {
        count(second, count, out);
        count = 0;
      }
    }
  }

  /** Exact stamps of one random draw, a row for each request. */
  public static void drawnStamps(
      GenerateSpec spec, long seed, List<String> comments, OutputStream out) throws IOException {
    header(comments, "timestamp", out);
    StringBuilder row = new StringBuilder();
    try (Arrivals arrivals = draw(spec, seed)) {
      while (arrivals.next()) {
        row.setLength(0);
        long ns = arrivals.timeNs();
        row.append(ns / TimeText.SECOND_NS)
            .append('.')
            .append(TimeText.SECOND_NS + ns % TimeText.SECOND_NS)
            .append('\n');
        // The leading 1 kept the nine decimals' zeros.
        row.deleteCharAt(row.indexOf(".") + 1);
        write(row, out);
      }
    }
  }

  private static Arrivals draw(GenerateSpec spec, long seed) {
    TrafficSpec traffic = TrafficSpec.ofGenerator(spec);
    if (spec.shape() == Shape.CONSTANT || spec.requests() < 0) {
      return Traffic.open(traffic, seed, 0);
    }
    return new IntervalArrivals(
        new FixedTotal(spec, TimeText.SECOND_NS, seed),
        traffic,
        ArrivalKind.POISSON,
        Frame.ofGenerator(traffic),
        seed,
        0);
  }

  private static void header(List<String> comments, String header, OutputStream out)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (String comment : comments) {
      text.append("# ").append(comment).append('\n');
    }
    write(text.append(header).append('\n'), out);
  }

  private static void count(long second, long count, OutputStream out) throws IOException {
    write(new StringBuilder(24).append(second).append(',').append(count).append('\n'), out);
  }

  private static void write(StringBuilder text, OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
