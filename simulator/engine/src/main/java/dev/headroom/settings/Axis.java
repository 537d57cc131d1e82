package dev.headroom.settings;

import dev.headroom.config.OneLine;
import dev.headroom.core.UserError;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One path and the values it takes, as a command line writes them.
 *
 * <p>{@code platform.concurrency.max=1,5,10}, {@code scale.min=0..20} (each whole number), {@code
 * scale.min=0..20:5}, {@code pool.acquireTimeout=100ms..10s:log5}, {@code clients.retries.max=0,2}.
 * Lists may hold ranges; a comma inside braces, brackets or quotes belongs to its value.
 */
public final class Axis implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final List<String> values;
  /** Where the values are one range, else null. */
  private final Range range;

  private Axis(String path, List<String> values, Range range) {
    this.path = path;
    this.values = values;
    this.range = range;
  }

  /**
   * Reads {@code path=values}.
   *
   * @param paths of the scenario that is varied
   * @param origin what said so, such as {@code --vary}
   * @throws UserError where it does not read so, has no such path, or no or too many values
   */
  public static Axis parse(String text, Paths paths, String origin) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw UserError.invalid(origin + ": " + OneLine.of(text)
          + "; reads PATH=VALUES, e.g. platform.scale.min=0..20 or concurrency.max=1,5,10");
    }
    String path = paths.resolve(text.substring(0, equals), origin);
    String written = text.substring(equals + 1).strip();
    String where = origin + " " + path + ": ";
    if (written.isEmpty()) {
      throw UserError.invalid(where + "has no values; e.g. " + path + "=1,5,10");
    }
    List<String> items = items(written);
    if (items.size() == 1 && Range.isMeant(written)) {
      return ofRange(path, written, where);
    }
    List<String> values = new ArrayList<>();
    for (String item : items) {
      if (item.isEmpty()) {
        throw UserError.invalid(where + "'" + OneLine.of(written) + "' holds an empty value");
      }
      for (String value : Range.isMeant(item) ? listed(item, where) : List.of(item)) {
        if (values.contains(value)) {
          throw UserError.invalid(where + OneLine.of(value) + " is there twice");
        }
        values.add(value);
      }
    }
    limit(values.size(), where);
    return new Axis(path, List.copyOf(values), null);
  }

  private static Axis ofRange(String path, String written, String where) {
    try {
      Range range = Range.parse(written);
      List<String> values = range.isListed() ? List.copyOf(range.values()) : List.of();
      return new Axis(path, values, range);
    } catch (IllegalArgumentException e) {
      throw UserError.invalid(where + "'" + written + "' " + e.getMessage());
    }
  }

  private static List<String> listed(String written, String where) {
    try {
      return Range.parse(written).values();
    } catch (IllegalArgumentException e) {
      throw UserError.invalid(where + "'" + written + "' " + e.getMessage());
    }
  }

  private static void limit(int count, String where) {
    if (count > Range.VALUES_MAX) {
      throw UserError.invalid(where + "has more than 10,000 values; allowed: at most 10,000");
    }
  }

  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == ',' && depth == 0) {
        items.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    items.add(text.substring(from).strip());
    return items;
  }

  /** The whole path. */
  public String path() {
    return path;
  }

  /** Whether it says which values it has; from any other a sample can be drawn. */
  public boolean isListed() {
    return !values.isEmpty() || range.isListed();
  }

  /** Its last two parts, for tables and charts. */
  public String label() {
    return Paths.end(path, 2);
  }

  /**
   * The values in the order written.
   *
   * @throws UserError where it is a range without a step, which only a sample can be drawn from
   */
  public List<String> values() {
    if (values.isEmpty()) {
      try {
        return range.values();
      } catch (IllegalArgumentException e) {
        throw UserError.invalid("--vary " + path + ": " + e.getMessage());
      }
    }
    return values;
  }

  /**
   * The value a share of the way through.
   *
   * @param u 0 to below 1
   */
  public String at(double u) {
    return range != null ? range.at(u) : values.get((int) (u * values.size()));
  }

  /** The change that gives the path a value, as {@code --set} takes it. */
  public String set(String value) {
    return path + "=" + value;
  }
}
