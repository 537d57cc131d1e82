package dev.headroom.simulation;

import dev.headroom.database.DatabaseServer;
import dev.headroom.results.Count;
import dev.headroom.results.Totals;
import java.util.List;

/** That nothing is lost: what came in, of every kind, is accounted for when a run ends. */
final class Conservation {
  private Conservation() {}

  /**
   * Holds a run that has ended against what came in.
   *
   * @param server the database, or null where there is none
   * @throws IllegalStateException naming what came and what is accounted for, where they differ
   */
  static void check(Totals totals, List<ServiceRuntime> services, DatabaseServer server) {
    for (ServiceRuntime service : services) {
      long offered = 0;
      long ends = service.clients.open();
      long attempts = 0;
      long attemptEnds = service.clients.underWay();
      for (Revision revision : service.revisions) {
        revision.fleet.checkConservation();
        int row = revision.row;
        offered += totals.count(row, Count.OFFERED);
        ends += totals.count(row, Count.COMPLETED) + totals.count(row, Count.FAILED);
        attempts += totals.count(row, Count.ATTEMPTS);
        attemptEnds += totals.count(row, Count.COMPLETED)
            + totals.count(row, Count.ATTEMPTS_FAILED)
            + totals.count(row, Count.FINISHED_AFTER_CLIENT_LEFT);
      }
      boolean preRoll = service.spec.traffic().preRollNs() > 0;
      require(service, preRoll, "requests", offered, ends);
      require(service, preRoll, "attempts", attempts, attemptEnds);
      int row = service.revisions[0].row;
      require(
          service,
          preRoll,
          "messages",
          totals.count(row, Count.MESSAGES_IN),
          totals.count(row, Count.MESSAGES_DONE)
              + totals.count(row, Count.MESSAGES_DEAD)
              + service.clients.unresolved());
    }
    if (server != null && server.openedCount() != server.closedCount() + server.held()) {
      throw new IllegalStateException("connections opened " + server.openedCount() + ", closed "
          + server.closedCount() + ", held " + server.held());
    }
  }

  /** With a pre-roll the requests open at the end may be older than the count. */
  private static void require(
      ServiceRuntime service, boolean preRoll, String what, long came, long accounted) {
    if (preRoll ? came > accounted : came != accounted) {
      throw new IllegalStateException(
          service.spec.name() + ": " + what + " arrived " + came + ", accounted for " + accounted);
    }
  }
}
