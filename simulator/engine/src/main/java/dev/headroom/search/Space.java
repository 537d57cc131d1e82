package dev.headroom.search;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.replication.Variant;
import dev.headroom.settings.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All settings that a search may choose from, each made when it is first asked for. */
final class Space {
  /** Values that a range without a step is looked at with. */
  private static final int CONTINUOUS = 65;

  private final ConfigNode tree;
  private final List<Axis> axes;
  private final List<List<String>> values = new ArrayList<>();
  private final Map<List<Integer>, Setting> made = new LinkedHashMap<>();
  private UserError firstInvalid;
  private int invalid;

  Space(ConfigNode tree, List<Axis> axes) {
    this.tree = tree;
    this.axes = List.copyOf(axes);
    for (Axis axis : axes) {
      values.add(listed(axis));
    }
  }

  private static List<String> listed(Axis axis) {
    if (axis.isListed()) {
      return axis.values();
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < CONTINUOUS; i++) {
      String value = axis.at(Math.min(Math.nextDown(1.0), i / (CONTINUOUS - 1.0)));
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    return values;
  }

  List<Axis> axes() {
    return axes;
  }

  int axisSize(int axis) {
    return values.get(axis).size();
  }

  List<String> values(int axis) {
    return values.get(axis);
  }

  /** Settings of the whole grid. */
  long size() {
    long size = 1;
    for (List<String> one : values) {
      size = Math.min(Long.MAX_VALUE / 100_000, size * one.size());
    }
    return size;
  }

  /** The setting at a place of the grid; null outside it and where it is no valid scenario. */
  Setting at(int... place) {
    List<Integer> key = Arrays.stream(place).boxed().toList();
    List<String> sets = new ArrayList<>();
    List<String> chosen = new ArrayList<>();
    for (int a = 0; a < place.length; a++) {
      if (place[a] < 0 || place[a] >= axisSize(a)) {
        return null;
      }
      chosen.add(values.get(a).get(place[a]));
      sets.add(axes.get(a).set(chosen.get(a)));
    }
    if (!made.containsKey(key)) {
      made.put(key, make(place, chosen, sets));
    }
    return made.get(key);
  }

  private Setting make(int[] place, List<String> chosen, List<String> sets) {
    try {
      return new Setting(place, chosen, Variant.of("", tree, sets, "--vary").scenario());
    } catch (UserError e) {
      firstInvalid = firstInvalid == null ? e : firstInvalid;
      invalid++;
      return null;
    }
  }

  /** The settings made so far, in the order in which they were asked for. */
  List<Setting> made() {
    return made.values().stream().filter(one -> one != null).toList();
  }

  /** How many that were asked for are no valid scenario. */
  int invalid() {
    return invalid;
  }

  /** Refuses a space in which nothing that was asked for is valid. */
  void check() {
    if (made().isEmpty() && firstInvalid != null) {
      throw firstInvalid;
    }
  }
}
