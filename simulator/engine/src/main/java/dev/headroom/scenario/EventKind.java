package dev.headroom.scenario;

import dev.headroom.config.Section;
import dev.headroom.scenario.DatabaseEvent.Kind;

/** What an event of a scenario does, under the key {@code do}. */
enum EventKind {
  DEPLOY(null),
  INTERRUPT(null),
  DB_SLOWDOWN(Kind.SLOWDOWN),
  DB_FAILOVER(Kind.FAILOVER);

  /** What happens to the database; null where the event is a service's. */
  final Kind database;

  EventKind(Kind database) {
    this.database = database;
  }

  static EventKind of(Section event) {
    return event.choice("do", EventKind.class);
  }
}
