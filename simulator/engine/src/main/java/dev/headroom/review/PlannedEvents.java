package dev.headroom.review;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.Position;
import dev.headroom.core.UserError;
import dev.headroom.review.Constraints.Constraint;
import dev.headroom.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The deployments, failovers and other events that a scenario plans, each as what held it back. */
final class PlannedEvents {
  /** More events than that are lifted by their kind, not each. */
  private static final int EVENTS_EACH = 4;

  private PlannedEvents() {}

  /** Each of them as a constraint, in the order of the scenario; by kind where they are many. */
  static List<Constraint> of(Scenario scenario) {
    if (!(((MapNode) scenario.tree()).get("events") instanceof ListNode list)) {
      return List.of();
    }
    Map<String, Set<Position>> groups = new LinkedHashMap<>();
    Map<String, CauseKind> kinds = new LinkedHashMap<>();
    Map<String, String> services = new LinkedHashMap<>();
    for (ConfigNode node : list.items()) {
      MapNode event = (MapNode) node;
      String kind = text(event, "do").replace('-', ' ');
      String service = text(event, "service");
      boolean each = list.items().size() <= EVENTS_EACH;
      String name = each
          ? "the " + kind + of(service) + " at " + text(event, "at")
          : "every " + kind + of(service);
      groups.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(event.position());
      services.put(name, service);
      kinds.put(
          name,
          switch (kind) {
            case "db slowdown" -> CauseKind.DB_SLOWDOWN;
            case "db failover" -> CauseKind.DB_FAILOVER;
            case "interrupt" -> CauseKind.INTERRUPTION;
            default -> CauseKind.DEPLOYMENT;
          });
    }
    List<Constraint> constraints = new ArrayList<>();
    groups.forEach((name, written) -> constraints.add(new Constraint(
        kinds.get(name), services.get(name), words(name), whole -> without(whole, written))));
    return constraints;
  }

  private static Scenario without(Scenario scenario, Set<Position> events) {
    try {
      return scenario.withoutEvents(events);
    } catch (UserError e) {
      return null; // a later deployment builds on this one
    }
  }

  private static String words(String event) {
    return event
        .replace("deploy ", "deployment ")
        .replace("interrupt ", "interruption ")
        .replace("db ", "database ");
  }

  private static String of(String service) {
    return service.isEmpty() ? "" : " of " + service;
  }

  /** What a map says under a key, empty where that is no text. */
  static String text(MapNode map, String key) {
    return map.get(key) instanceof ScalarNode scalar ? scalar.text() : "";
  }
}
