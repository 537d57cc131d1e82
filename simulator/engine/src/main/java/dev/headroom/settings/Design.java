package dev.headroom.settings;

import dev.headroom.core.Draws;
import dev.headroom.core.UserError;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Numbered settings: all combinations of the axes' values, the last axis changing fastest, or a
 * Latin hypercube (McKay, Beckman, Conover, Technometrics 21(2), 1979): of N settings each N-th of
 * every axis holds one.
 */
public final class Design implements Serializable {
  /** What one sweep may hold. */
  public static final int SETTINGS_MAX = 100_000;

  private static final long serialVersionUID = 1L;

  private final List<Axis> axes;
  /** Of a sample, by axis and setting, 0 to below 1; null for a grid. */
  private final double[][] places;

  private final int size;

  private Design(List<Axis> axes, double[][] places, int size) {
    this.axes = List.copyOf(axes);
    this.places = places;
    this.size = size;
  }

  /**
   * All combinations.
   *
   * @param axes at least one, with paths that differ
   * @throws UserError where there are too many, with how many
   */
  public static Design grid(List<Axis> axes) {
    check(axes);
    long size = 1;
    StringBuilder product = new StringBuilder();
    for (Axis axis : axes) {
      int count = axis.values().size();
      product.append(product.isEmpty() ? "" : " \u00d7 ").append(count);
      size = Math.min(Long.MAX_VALUE / (Range.VALUES_MAX + 1L), size * count);
    }
    if (size > SETTINGS_MAX) {
      throw UserError.invalid(String.format(
          Locale.ROOT,
          "--vary: %s = %,d settings; allowed: at most %,d; --sample N takes N of them",
          product,
          size,
          SETTINGS_MAX));
    }
    return new Design(axes, null, (int) size);
  }

  /**
   * A sample.
   *
   * @param axes at least one, with paths that differ
   * @param size how many settings, at least 1
   * @param seed of the draws
   * @throws UserError where there are too many
   */
  public static Design sample(List<Axis> axes, int size, long seed) {
    check(axes);
    if (size < 1 || size > SETTINGS_MAX) {
      throw UserError.invalid(
          String.format(Locale.ROOT, "--sample: %d; allowed: 1 to %,d", size, SETTINGS_MAX));
    }
    double[][] places = new double[axes.size()][size];
    for (int a = 0; a < axes.size(); a++) {
      long key = Draws.mix(Draws.mix(seed) + a + 1);
      long[] order = new long[size];
      for (int i = 0; i < size; i++) {
        order[i] = Draws.mix(key + 2L * i);
      }
      int[] strata = IntStream.range(0, size)
          .boxed()
          .sorted((one, other) -> Long.compare(order[one], order[other]))
          .mapToInt(Integer::intValue)
          .toArray();
      for (int i = 0; i < size; i++) {
        double within = (Draws.mix(key + 2L * i + 1) >>> 11) * 0x1.0p-53;
        places[a][i] = Math.min(Math.nextDown(1.0), (strata[i] + within) / size);
      }
    }
    return new Design(axes, places, size);
  }

  private static void check(List<Axis> axes) {
    if (axes.isEmpty()) {
      throw UserError.invalid("--vary: nothing is varied; e.g. --vary platform.scale.min=0..20");
    }
    for (int a = 0; a < axes.size(); a++) {
      for (int b = 0; b < a; b++) {
        if (axes.get(a).path().equals(axes.get(b).path())) {
          throw UserError.invalid(
              "--vary " + axes.get(a).path() + ": is varied twice; give all its values at once");
        }
      }
    }
  }

  /** What is varied, in the order given. */
  public List<Axis> axes() {
    return axes;
  }

  /** Whether these are not all combinations. */
  public boolean isSample() {
    return places != null;
  }

  /** How many settings. */
  public int size() {
    return size;
  }

  /** The values of a setting, one for each axis. */
  public List<String> values(int setting) {
    List<String> values = new ArrayList<>();
    if (places != null) {
      for (int a = 0; a < axes.size(); a++) {
        values.add(axes.get(a).at(places[a][setting]));
      }
      return values;
    }
    int rest = setting;
    for (int a = axes.size() - 1; a >= 0; a--) {
      List<String> all = axes.get(a).values();
      values.add(0, all.get(rest % all.size()));
      rest /= all.size();
    }
    return values;
  }

  /** The changes that make a setting, as {@code --set} takes them. */
  public List<String> sets(int setting) {
    List<String> values = values(setting);
    List<String> sets = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      sets.add(axes.get(a).set(values.get(a)));
    }
    return sets;
  }
}
