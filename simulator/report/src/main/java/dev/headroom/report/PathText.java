package dev.headroom.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths of straight lines in fewer characters: tenths of a unit, each point told from the one
 * before. A page holds every panel twice, and paths are most of it.
 */
final class PathText {
  private static final Pattern PATH = Pattern.compile(" d=\"([MLZ0-9. -]+)\"");
  private static final Pattern STEP = Pattern.compile("([ML])(-?[0-9.]+) (-?[0-9.]+)|Z");

  private PathText() {}

  /** The markup with its paths shortened; one with curves stays as it is. */
  static String compact(String svg) {
    Matcher paths = PATH.matcher(svg);
    StringBuilder out = new StringBuilder(svg.length());
    int done = 0;
    while (paths.find()) {
      out.append(svg, done, paths.start()).append(" d=\"");
      append(out, paths.group(1));
      out.append('"');
      done = paths.end();
    }
    return out.append(svg, done, svg.length()).toString();
  }

  private static void append(StringBuilder out, String path) {
    Matcher step = STEP.matcher(path);
    long x = 0;
    long y = 0;
    long startX = 0;
    long startY = 0;
    boolean first = true;
    char last = ' ';
    while (step.find()) {
      if (step.group(1) == null) {
        out.append('z');
        x = startX;
        y = startY;
        last = 'z';
        continue;
      }
      long toX = Math.round(Double.parseDouble(step.group(2)) * 10);
      long toY = Math.round(Double.parseDouble(step.group(3)) * 10);
      boolean move = step.group(1).equals("M");
      char command = move ? first ? 'M' : 'm' : 'l';
      boolean named = command != last;
      if (named) {
        out.append(command);
      }
      tenths(out, first ? toX : toX - x, !named);
      tenths(out, first ? toY : toY - y, true);
      if (move) {
        startX = toX;
        startY = toY;
      }
      x = toX;
      y = toY;
      // A point that follows a move without a command would be a line, so a move is always named.
      last = move ? ' ' : 'l';
      first = false;
    }
  }

  /** A number; a space stands only where it would run into the one before. */
  private static void tenths(StringBuilder out, long value, boolean follows) {
    long size = Math.abs(value);
    boolean starts = value < 0 || size < 10 && size > 0 && hasPoint(out);
    if (follows && !starts) {
      out.append(' ');
    }
    if (value < 0) {
      out.append('-');
    }
    if (size >= 10 || size == 0) {
      out.append(size / 10);
    }
    if (size % 10 != 0) {
      out.append('.').append(size % 10);
    }
  }

  /** Whether the last number has a decimal point, so that another point begins the next. */
  private static boolean hasPoint(StringBuilder out) {
    int at = out.length() - 1;
    while (at >= 0 && Character.isDigit(out.charAt(at))) {
      at--;
    }
    return at >= 0 && out.charAt(at) == '.';
  }
}
