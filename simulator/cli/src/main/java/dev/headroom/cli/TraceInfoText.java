package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.traffic.TimeText;
import dev.headroom.traffic.TraceInfo;
import java.util.List;

/** The facts of a trace for people and for programs. */
final class TraceInfoText {
  private static final double SECOND_NS = 1e9;
  private static final int COLUMNS = 78;
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

  private TraceInfoText() {}

  /** Aligned lines with thousands separators and a curve of the rate, at most 80 columns wide. */
  static String text(TraceInfo info) {
    StringBuilder out = new StringBuilder();
    out.append(info.file()).append('\n');
    row(out, "format", info.format().label());
    row(out, "sha256", info.sha256());
    row(out, "requests", grouped(info.requests()));
    row(
        out,
        "duration",
        clock(info.durationNs()) + "  (" + number(seconds(info.durationNs()), 3) + " s)");
    row(out, "start", info.calendar() ? info.startIso() : "no calendar: seconds from its start");
    row(
        out,
        "resolution",
        info.intervalNs() == 0
            ? "exact stamps"
            : "counts per " + number(seconds(info.intervalNs()), 3) + " s");
    if (!Double.isNaN(info.meanPerSecond())) {
      row(
          out,
          "mean",
          number(info.meanPerSecond(), 3) + " /s, " + number(60 * info.meanPerSecond(), 2)
              + " /min");
    }
    counted(out, info, info.second(), "1 s");
    TraceInfo.Counted minute = info.minute();
    String width = number(seconds(minute.widthNs()), 3) + " s";
    counted(out, info, minute, width);
    row(
        out,
        "largest rise",
        minute.jumpTo() == minute.jumpFrom()
            ? "none"
            : grouped(minute.jumpFrom()) + " to " + grouped(minute.jumpTo()) + " per " + width
                + " at " + at(info, minute.jumpAtNs()));
    row(out, "damaged lines", grouped(info.damaged()));
    info.damagedExamples().forEach(line -> out.append("      ").append(line).append('\n'));
    row(out, "reordered lines", grouped(info.reordered()));
    info.warnings().forEach(line -> row(out, "note", line));
    curve(out, info);
    return out.toString();
  }

  private static void counted(
      StringBuilder out, TraceInfo info, TraceInfo.Counted counted, String width) {
    if (counted != null) {
      row(out, "peak in " + width, grouped(counted.peak()) + " at " + at(info, counted.peakAtNs()));
      if (!Double.isNaN(counted.dispersion())) {
        row(
            out,
            "dispersion " + width,
            number(counted.dispersion(), 2) + "  (variance / mean of counts; Poisson is 1)");
      }
    }
  }

  private static void row(StringBuilder out, String name, String value) {
    out.append("  ")
        .append(name)
        .append(" ".repeat(Math.max(1, 17 - name.length())))
        .append(value)
        .append('\n');
  }

  private static void curve(StringBuilder out, TraceInfo info) {
    List<Long> bins = info.profile();
    int columns = Math.min(COLUMNS, bins.size());
    double[] height = new double[columns];
    double most = 0;
    for (int c = 0; c < columns; c++) {
      int from = (int) ((long) c * bins.size() / columns);
      int to = (int) ((long) (c + 1) * bins.size() / columns);
      for (int i = from; i < to; i++) {
        height[c] += (double) bins.get(i) / (to - from);
      }
      most = Math.max(most, height[c]);
    }
    double columnNs = (double) info.profileBinNs() * bins.size() / columns;
    row(
        out,
        "rate over time",
        "a column is " + number(columnNs / SECOND_NS, 1) + " s, the top "
            + number(most / seconds(info.profileBinNs()), 2) + " /s");
    out.append("  ");
    for (double h : height) {
      out.append(BLOCKS.charAt(h == 0 ? 0 : 1 + (int) Math.min(7, 8 * h / most)));
    }
    out.append('\n');
  }

  /** One JSON document; what does not exist for a trace is null. */
  static String json(TraceInfo info) {
    ObjectMapper mapper = JsonMapper.builder()
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .build();
    ObjectNode root = mapper.createObjectNode();
    root.put("file", info.file()).put("format", info.format().label());
    root.put("sha256", info.sha256()).put("requests", info.requests());
    put(root, "durationSeconds", seconds(info.durationNs()), 6);
    root.put("start", info.startIso());
    root.put("resolution", info.intervalNs() == 0 ? "exact" : "interval");
    put(
        root,
        "intervalSeconds",
        info.intervalNs() == 0 ? Double.NaN : seconds(info.intervalNs()),
        6);
    put(root, "meanPerSecond", info.meanPerSecond(), 6);
    put(root, "meanPerMinute", 60 * info.meanPerSecond(), 6);
    windows(root.putObject("windows"), info);
    root.put("damagedLines", info.damaged());
    strings(root.putArray("damagedExamples"), info.damagedExamples());
    root.put("reorderedLines", info.reordered());
    strings(root.putArray("warnings"), info.warnings());
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of values is always JSON", e);
    }
  }

  private static void windows(ObjectNode into, TraceInfo info) {
    if (info.second() == null) {
      into.putNull("second");
    } else {
      window(into.putObject("second"), info.second());
    }
    window(into.putObject("minute"), info.minute());
  }

  private static void window(ObjectNode into, TraceInfo.Counted counted) {
    put(into, "widthSeconds", seconds(counted.widthNs()), 6);
    into.put("peak", counted.peak());
    put(into, "peakAtSeconds", seconds(counted.peakAtNs()), 6);
    put(into, "dispersion", counted.dispersion(), 6);
    boolean rises = counted.jumpTo() > counted.jumpFrom();
    ObjectNode rise = rises ? into.putObject("largestRise") : null;
    if (rise == null) {
      into.putNull("largestRise");
    } else {
      rise.put("from", counted.jumpFrom()).put("to", counted.jumpTo());
      put(rise, "atSeconds", seconds(counted.jumpAtNs()), 6);
    }
  }

  private static void put(ObjectNode into, String name, double value, int places) {
    if (Double.isNaN(value)) {
      into.putNull(name);
    } else {
      into.put(name, Decimals.toDecimal(value, places));
    }
  }

  private static void strings(ArrayNode into, List<String> lines) {
    lines.forEach(into::add);
  }

  private static double seconds(long ns) {
    return ns / SECOND_NS;
  }

  private static String number(double value, int places) {
    String text = Decimals.format(value, places);
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    return grouped(Long.parseLong(whole)) + (point < 0 ? "" : text.substring(point));
  }

  /** With a comma every three digits, in every locale. */
  private static String grouped(long value) {
    StringBuilder out = new StringBuilder(Long.toString(value));
    for (int i = out.length() - 3; i > (value < 0 ? 1 : 0); i -= 3) {
      out.insert(i, ',');
    }
    return out.toString();
  }

  private static String at(TraceInfo info, long ns) {
    return clock(ns) + (info.calendar() ? " (" + TimeText.iso(info.startEpochNs() + ns) + ")" : "");
  }

  /** Days, hours, minutes and seconds since the trace's start. */
  private static String clock(long ns) {
    long all = Math.max(0, ns) / 1_000_000_000L;
    StringBuilder out = new StringBuilder();
    if (all >= 86_400) {
      out.append(all / 86_400).append("d ");
    }
    two(out, all / 3_600 % 24);
    two(out.append(':'), all / 60 % 60);
    two(out.append(':'), all % 60);
    return out.toString();
  }

  private static void two(StringBuilder out, long value) {
    out.append(value < 10 ? "0" : "").append(value);
  }
}
