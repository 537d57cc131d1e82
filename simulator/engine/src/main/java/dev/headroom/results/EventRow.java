package dev.headroom.results;

import java.util.Objects;

/**
 * One line of the event log.
 *
 * @param seconds seconds from the start of the run
 * @param service the service it happened to, empty where it concerns no single one
 * @param kind a short stable word such as {@code pool-full}
 * @param text the sentence shown to the user
 */
public record EventRow(double seconds, String service, String kind, String text) {
  public EventRow {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }
}
