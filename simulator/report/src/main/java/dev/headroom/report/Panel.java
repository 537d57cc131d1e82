package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What one chart shows, free of any size, colour theme or file format.
 *
 * @param title short name of the chart
 * @param unit of the left axis
 * @param rightUnit of the right axis, empty if there is none
 * @param logarithmic whether the left axis is logarithmic; it then carries lines only
 * @param bands stacked areas, the lowest first
 * @param lines over the bands
 * @param limits horizontal lines on the left axis
 */
record Panel(
    String title,
    String unit,
    String rightUnit,
    boolean logarithmic,
    List<Band> bands,
    List<Line> lines,
    List<Limit> limits) {

  /** How an area is filled; textures keep two areas apart where colours cannot. */
  enum Texture {
    SOFT,
    SOLID,
    HATCH,
    COUNTER_HATCH
  }

  /** How a line is drawn. */
  enum Dash {
    THIN,
    MEDIUM,
    THICK,
    DASHED,
    DOTTED
  }

  /** A stacked area; NaN counts as zero. Neighbours with one key share an entry of the legend. */
  record Band(String name, String key, Tone tone, Texture texture, double[] values) {}

  /** A line with gaps where the value is NaN. */
  record Line(String name, Tone tone, Dash dash, boolean right, double[] values) {
    /** What it is called at its end: its name without what stands in brackets behind it. */
    String label() {
      int bracket = name.indexOf(" (");
      return bracket > 0 ? name.substring(0, bracket) : name;
    }
  }

  /** A constant that the values should stay below. */
  record Limit(String name, double value, Dash dash, String label) {}

  /** Collects what a result has data for and leaves out the rest. */
  static final class Builder {
    private final String title;
    private final String unit;
    private String rightUnit = "";
    private boolean logarithmic;
    private final List<Band> bands = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();

    Builder(String title, String unit) {
      this.title = title;
      this.unit = unit;
    }

    Builder logarithmic() {
      logarithmic = true;
      return this;
    }

    Builder rightUnit(String unit) {
      rightUnit = unit;
      return this;
    }

    /** Adds an area unless it is zero or unknown throughout. */
    Builder band(String name, Tone tone, Texture texture, double[] values) {
      return band(name, name, tone, texture, values);
    }

    /** The same with a key in the legend that a neighbour may have too. */
    Builder band(String name, String key, Tone tone, Texture texture, double[] values) {
      if (ResultView.max(values) > 0) {
        bands.add(new Band(name, key, tone, texture, values));
      }
      return this;
    }

    /** Adds a line unless it is unknown throughout. */
    Builder line(String name, Tone tone, Dash dash, double[] values) {
      return line(name, tone, dash, false, values);
    }

    /** Adds a line against the right axis unless it is zero or unknown throughout. */
    Builder rightLine(String name, Tone tone, Dash dash, double[] values) {
      return ResultView.max(values) > 0 ? line(name, tone, dash, true, values) : this;
    }

    private Builder line(String name, Tone tone, Dash dash, boolean right, double[] values) {
      if (!Double.isNaN(ResultView.max(values))) {
        lines.add(new Line(name, tone, dash, right, values));
      }
      return this;
    }

    /** Adds a limit unless it is unknown. */
    Builder limit(String name, double value, Dash dash, String label) {
      if (!Double.isNaN(value)) {
        limits.add(new Limit(name, value, dash, label));
      }
      return this;
    }

    Panel build() {
      boolean right = lines.stream().anyMatch(Line::right);
      return new Panel(
          title,
          unit,
          right ? rightUnit : "",
          logarithmic,
          List.copyOf(bands),
          List.copyOf(lines),
          List.copyOf(limits));
    }
  }

  /** Whether there is nothing to draw. */
  boolean isEmpty() {
    return bands.isEmpty() && lines.isEmpty();
  }

  /** Names of all that is drawn, for a description in words. */
  String description() {
    if (isEmpty()) {
      return title + ": no values in this result.";
    }
    StringBuilder text = new StringBuilder(title)
        .append(" over simulated time, in ")
        .append(unit)
        .append(". Shown: ");
    List<String> names = new ArrayList<>();
    bands.forEach(band -> names.add(band.name()));
    lines.forEach(line -> names.add(line.name()));
    limits.forEach(limit -> names.add(limit.label()));
    return text.append(String.join(", ", names)).append('.').toString();
  }
}
