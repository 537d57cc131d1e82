package dev.headroom.traffic;

import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What reading one trace found besides requests: damaged lines, sorted lines, warnings. */
final class ReadLog {
  private static final int EXAMPLES = 5;
  private static final int WARNINGS_MAX = 20;
  /** Below this many damaged lines the share is judged at the end of the trace only. */
  private static final int EARLY = 100;

  private static final int SHOWN_BYTES = 40;

  private final String name;
  private final double damagedShareMax;
  private final List<String> examples = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long read;
  private long damaged;
  private long reordered;

  ReadLog(String name, double damagedShareMax) {
    this.name = name;
    this.damagedShareMax = damagedShareMax;
  }

  /** A line that could be read. */
  void good() {
    read++;
  }

  /** A line that is left out; refuses the trace once there are too many of them. */
  void damaged(long line, String what) {
    damaged++;
    if (examples.size() < EXAMPLES) {
      examples.add(at(line) + what);
    }
    if (damaged > EARLY) {
      checkShare();
    }
  }

  void reordered() {
    reordered++;
  }

  void warn(String text) {
    if (warnings.size() < WARNINGS_MAX && !warnings.contains(text)) {
      warnings.add(text);
    }
  }

  /** Judges the share of damaged lines of what has been read. */
  void checkShare() {
    long lines = read + damaged;
    if (damaged > damagedShareMax * lines) {
      throw UserError.input(name + ": " + damaged + " of the " + lines + " lines read are damaged, "
          + "more than the allowed " + Decimals.format(100 * damagedShareMax, 3) + " %; first: "
          + examples.get(0));
    }
  }

  /** A mistake that no share excuses. */
  UserError fatal(long line, String what) {
    return UserError.input(at(line) + what);
  }

  String at(long line) {
    return name + ":" + line + ": ";
  }

  String name() {
    return name;
  }

  long readLines() {
    return read;
  }

  long damagedLines() {
    return damaged;
  }

  List<String> examples() {
    return examples;
  }

  long reorderedLines() {
    return reordered;
  }

  List<String> warnings() {
    return warnings;
  }

  /** The bytes in quotes, cut where long, unprintable ones replaced. */
  static String shown(byte[] b, int from, int to) {
    int stop = Math.min(to, from + SHOWN_BYTES);
    String text = new String(b, from, stop - from, StandardCharsets.ISO_8859_1)
        .replaceAll("[^\\x20-\\x7e]", "?");
    return "'" + text + (stop < to ? "…'" : "'");
  }
}
