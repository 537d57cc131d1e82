package dev.headroom.properties;

import java.util.List;

/** Two drafts of one service each as one draft of two services, over one account and database. */
final class Pair {
  private Pair() {}

  /** The services {@code a} and {@code b}; events happen to b, and to the database. */
  static Draft of(Draft first, Draft second) {
    Draft both = Draft.map();
    for (String key : List.of("apiVersion", "kind", "metadata", "accounts", "database", "run")) {
      Draft value = first.get(key) == null ? second.get(key) : first.get(key);
      if (value != null) {
        both.put(key, value);
      }
    }
    both.put("services", Draft.parse("[{ name: a }, { name: b }]"));
    for (String part : List.of("workload", "platform", "revisions")) {
      if (first.get(part) != null) {
        both.put("services[0]." + part, first.get(part));
      }
      if (second.get(part) != null) {
        both.put("services[1]." + part, second.get(part));
      }
    }
    if (first.get("events") != null) {
      both.put("events", first.get("events"));
      for (int e = 0; e < first.get("events").size(); e++) {
        if (!first.textAt("events[" + e + "].do").startsWith("db-")) {
          both.put("events[" + e + "].service", Draft.text("b"));
        }
      }
    }
    return both;
  }
}
