package dev.headroom.comparison;

import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.Scenario.Objective;
import dev.headroom.scenario.Scenario.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In which effective settings and objectives two scenarios differ. */
final class Changes {
  private Changes() {}

  /**
   * One of them.
   *
   * @param path such as {@code platform.scale.min}, or {@code slo} and the objective's name
   * @param before the old value; null where there was none
   * @param after the new value; null where there is none any more
   * @param origin where the newer of the two was written
   * @param written whether a scenario says one of them; else both are a model's
   */
  record Change(String path, String before, String after, String origin, boolean written) {}

  static List<Change> of(Scenario old, Scenario changed) {
    List<Change> changes = new ArrayList<>();
    Map<String, Setting> before = settings(old);
    Map<String, Setting> after = settings(changed);
    Map<String, Setting> all = new LinkedHashMap<>(before);
    after.forEach(all::putIfAbsent);
    for (String path : all.keySet()) {
      Setting one = before.get(path);
      Setting two = after.get(path);
      if (one == null || two == null || !one.value().equals(two.value())) {
        changes.add(new Change(
            path,
            one == null ? null : one.value(),
            two == null ? null : two.value(),
            (two == null ? one : two).origin(),
            isWritten(one) || isWritten(two)));
      }
    }
    changes.addAll(objectives(old, changed));
    return List.copyOf(changes);
  }

  private static boolean isWritten(Setting setting) {
    return setting != null && !setting.origin().startsWith("models/");
  }

  private static Map<String, Setting> settings(Scenario scenario) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    scenario.settings().forEach(setting -> settings.put(setting.path(), setting));
    return settings;
  }

  private static List<Change> objectives(Scenario old, Scenario changed) {
    Map<String, Objective> before = named(old);
    Map<String, Objective> after = named(changed);
    Map<String, Objective> all = new LinkedHashMap<>(before);
    after.forEach(all::putIfAbsent);
    List<Change> changes = new ArrayList<>();
    for (String name : all.keySet()) {
      String one = text(before.get(name));
      String two = text(after.get(name));
      if (one == null || !one.equals(two)) {
        Objective newer = two == null ? before.get(name) : after.get(name);
        String origin = newer.position() == null ? "--slo" : newer.position().toString();
        changes.add(new Change("slo." + name, one, two, origin, true));
      }
    }
    return changes;
  }

  private static Map<String, Objective> named(Scenario scenario) {
    Map<String, Objective> objectives = new LinkedHashMap<>();
    scenario.objectives().forEach(one -> objectives.put(one.name(), one));
    return objectives;
  }

  private static String text(Objective objective) {
    return objective == null
        ? null
        : objective.expression() + (objective.warning() ? " (warning)" : "");
  }
}
