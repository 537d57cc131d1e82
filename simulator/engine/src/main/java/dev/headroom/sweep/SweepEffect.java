package dev.headroom.sweep;

import dev.headroom.measure.Measure;
import dev.headroom.settings.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far one path moves a measure: the median over all settings that share one of its values (a
 * quarter of its values, where there are many), lowest and highest.
 *
 * @param path what is varied
 * @param label its short name
 * @param lowAt the value or values with the lowest median
 * @param low that median
 * @param highAt the value or values with the highest median
 * @param high that median, infinite where more than a share of the requests fail
 */
record SweepEffect(
    String path, String label, String lowAt, double low, String highAt, double high) {
  /** More values than this are put together. */
  private static final int GROUPS = 8;

  private static final int QUARTERS = 4;

  /** Of every axis, the strongest first. */
  static List<SweepEffect> of(SweepResult result, Measure measure) {
    List<SweepEffect> effects = new ArrayList<>();
    for (int a = 0; a < result.sweep().design().axes().size(); a++) {
      SweepEffect effect = of(result, measure, a);
      if (effect != null) {
        effects.add(effect);
      }
    }
    effects.sort((one, other) -> Double.compare(other.width(), one.width()));
    return effects;
  }

  /** How far, infinite where one end is. */
  double width() {
    return high - low;
  }

  private static SweepEffect of(SweepResult result, Measure measure, int number) {
    Axis axis = result.sweep().design().axes().get(number);
    Map<String, List<Double>> groups = groups(result, measure, number);
    SweepEffect effect = null;
    for (Map.Entry<String, List<Double>> group : groups.entrySet()) {
      double[] sorted =
          group.getValue().stream().mapToDouble(Double::doubleValue).toArray();
      Arrays.sort(sorted);
      double median = sorted[(sorted.length - 1) / 2];
      if (Double.isNaN(median)) {
        continue;
      }
      effect = effect == null
          ? new SweepEffect(
              axis.path(), axis.label(), group.getKey(), median, group.getKey(), median)
          : effect.with(group.getKey(), median);
    }
    return effect;
  }

  private SweepEffect with(String at, double median) {
    boolean lower = median < low;
    boolean higher = median > high;
    return new SweepEffect(
        path,
        label,
        lower ? at : lowAt,
        lower ? median : low,
        higher ? at : highAt,
        higher ? median : high);
  }

  /** The settings' values of the measure by the axis' value, or by quarter of them. */
  private static Map<String, List<Double>> groups(SweepResult result, Measure measure, int number) {
    Map<String, List<Double>> byValue = new LinkedHashMap<>();
    List<SweepSetting> settings = new ArrayList<>(result.ranked());
    settings.sort((one, other) -> Integer.compare(one.number(), other.number()));
    for (SweepSetting one : settings) {
      String value = result.sweep().design().values(one.number()).get(number);
      byValue.computeIfAbsent(value, none -> new ArrayList<>()).add(one.mean(measure));
    }
    if (byValue.size() <= GROUPS) {
      return byValue;
    }
    List<String> values = SweepOrder.sorted(List.copyOf(byValue.keySet()));
    Map<String, List<Double>> quarters = new LinkedHashMap<>();
    for (int q = 0; q < QUARTERS; q++) {
      List<String> part =
          values.subList(q * values.size() / QUARTERS, (q + 1) * values.size() / QUARTERS);
      List<Double> all = new ArrayList<>();
      part.forEach(value -> all.addAll(byValue.get(value)));
      quarters.put(part.get(0) + ".." + part.get(part.size() - 1), all);
    }
    return quarters;
  }
}
