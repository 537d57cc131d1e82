package dev.headroom.simulation;

import dev.headroom.core.EventQueue;
import dev.headroom.database.DatabaseServer;
import dev.headroom.database.Pooler;
import dev.headroom.scenario.DatabaseEvent;
import java.util.List;

/** What happens to the database in a run: slow times and failovers, at their hours. */
final class DatabaseEvents {
  private final EventQueue queue;
  private final EventLog log;
  private final DatabaseServer server;
  private final Pooler pooler;
  private final List<ServiceRuntime> services;

  private DatabaseEvents(ServiceRuntime.Shared shared, List<ServiceRuntime> services) {
    this.queue = shared.queue();
    this.log = shared.events();
    this.server = shared.server();
    this.pooler = shared.pooler();
    this.services = services;
  }

  /** Schedules the events; without one nothing is registered. */
  static void schedule(
      ServiceRuntime.Shared shared, List<ServiceRuntime> services, List<DatabaseEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    DatabaseEvents all = new DatabaseEvents(shared, services);
    EventQueue queue = shared.queue();
    int onBegin = queue.register(e -> all.begin(events.get((int) e)));
    int onEnd = queue.register(e -> all.end(events.get((int) e)));
    for (int e = 0; e < events.size(); e++) {
      queue.schedule(events.get(e).atNs(), onBegin, e);
      queue.schedule(events.get(e).atNs() + events.get(e).forNs(), onEnd, e);
    }
  }

  private void begin(DatabaseEvent event) {
    switch (event.kind()) {
      case SLOWDOWN -> {
        tell("everything takes " + event.factor() + " times as long");
        server.slowDown(event.factor());
      }
      case FAILOVER -> {
        tell("failover: " + server.held() + " connections end, new ones are refused");
        server.fail();
        for (ServiceRuntime service : services) {
          for (Revision revision : service.revisions) {
            revision.work.serverFailed();
          }
        }
        if (pooler != null) {
          pooler.serverFailed();
        }
      }
    }
  }

  private void end(DatabaseEvent event) {
    switch (event.kind()) {
      case SLOWDOWN -> {
        tell("as fast as before");
        server.slowDown(1);
      }
      case FAILOVER -> {
        tell("failover over: connections are accepted again");
        server.recover();
      }
    }
  }

  private void tell(String text) {
    log.add(queue.nowNs(), "", "database", text);
  }
}
