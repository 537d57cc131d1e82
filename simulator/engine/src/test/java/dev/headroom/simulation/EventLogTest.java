package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.simulation.EventLog.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of what happened in a run. */
class EventLogTest {
  @Test
  void whatHasNotEndedIsKnown() {
    EventLog log = new EventLog();
    Entry first = log.begins(1, "web", "deploy", "a");
    Entry second = log.begins(2, "web", "deploy", "b");
    log.ends(first, 3, "a is over");
    assertEquals(List.of(second), log.unended());
    assertEquals(new Entry(3, "web", "deploy", "a is over"), log.entries().get(2));
  }

  @Test
  void noMoreThanFiveThousandAreKept() {
    EventLog log = new EventLog();
    for (int i = 0; i < 5_003; i++) {
      log.add(i, "web", "scale", "x");
    }
    assertEquals(5_000, log.entries().size());
    assertEquals(3, log.dropped());
  }
}
