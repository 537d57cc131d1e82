package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of the database, of failures and of queues, as text. */
final class TablesTest {
  /** A result of these keys, as a page, without tags. */
  private static String text(String json) throws IOException {
    ObjectNode run = (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    ResultView view =
        new ResultView(new SavedResult(run, Samples.empty().series(), List.of(), List.of()));
    Html html = new Html();
    new OutcomeTables(view, html).write();
    new DatabaseTables(view, html).write();
    new QueueTables(view, html).write();
    new LatencyAnatomy(view, html).write();
    return html.toString()
        .replaceAll("<[^>]*>", " ")
        .replace("&#39;", "'")
        .replaceAll("[\\s\u00a0]+", " ")
        .strip();
  }

  @Test
  void aDatabaseTellsWhoWaitedAndWhoWasRefused() throws IOException {
    String text = text("""
        {'time': {'end': 200, 'simulatedSeconds': 200},
         'database': {'limit': 200, 'usable': 190, 'reserved': 3,
          'otherSessions': 7,
          'peakConnections': 152, 'exhaustedSeconds': 90, 'backoffLagSeconds': 4.5,
          'exhausted': [{'from': 65, 'to': 155, 'failed': 1288, 'heldBy': 'web: 197 held, 6 busy'}],
          'refused': 1204, 'refusedByError': [{'sqlState': '53300',
            'message': 'FATAL: <sorry>, too many clients already', 'count': 1204}],
          'connectionsLeftOpen': 12, 'acquireTimeouts': 30,
          'timedOutIn': {'pool': 20, 'pooler': 10},
          'acquireWaitMs': {'p50': 0.001, 'p95': 4, 'p99': 250, 'max': 1300},
          'startFailures': 22, 'pools': {'at': 70, 'full': 19, 'partial': 1, 'none': 13}}}
        """);
    for (String part : List.of(
        "Peak 152 of 190 usable",
        "Headroom (usable - peak) 38 (20 %)",
        "Maximum 200",
        "administrators 3",
        "other sessions 7",
        "Exhausted 90 s",
        "nobody tried 4.5 s",
        "without a word 12",
        "19 with a full pool, 1 with a part of it, 13 with none, at 1:10",
        "want of a connection 22",
        "Refused connections, 1,204",
        "1,204 53300 FATAL: &lt;sorry&gt;, too many clients already",
        "p50 0.001 ms n/a",
        "p95 4 ms",
        "p99 250 ms",
        "max 1.3 s",
        "timed out 20 10",
        "1:05 to 2:35, 90 s 1,288 web: 197 held, 6 busy")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
  }

  @Test
  void aTableOfRequestUnitsHasNoConnections() throws IOException {
    String text = text("""
        {'database': {'limit': null, 'usable': null, 'peakConnections': 0, 'refused': 0,
          'units': {'read': 150000, 'write': 500, 'readPeakPerSecond': 9821,
            'writePeakPerSecond': 40}, 'throttled': 12, 'failed': 3,
          'capacityWritesPerSecond': {'start': 4000, 'end': 8000}}}
        """);
    assertEquals(
        "Database Request units Figure Value"
            + " Units to read 150,000, at most 9,821 a second Units to write 500, at most 40 a "
            + "second"
            + " Refused (throttled), every attempt counted 12 Requests that failed of it 3"
            + " Capacity, writes a second 4,000 at the start, 8,000 at the end",
        text);
  }

  @Test
  void failuresAreInThePlatformsWordsAndRecoveryInOurs() throws IOException {
    String text = text("""
        {'time': {'end': 200, 'simulatedSeconds': 200},
         'requests': {'offered': 1000,
           'failedByReason': {'oom-killed': 250, 'abandoned': 50},
           'reportedAs': {'oom-killed': '503, Memory limit exceeded'},
           'throttledAttempts': {'startRate': 77}},
         'instances': {'lost': {'outOfMemory': 4, 'failedChecks': 0}},
         'recovery': {'state': 'recovered', 'trigger': 'load', 'triggerFrom': 10,
           'triggerEnd': 70, 'usualPerSecond': 5, 'afterPerSecond': 6.5,
           'failuresCeasedSeconds': 0, 'backlogClearedSeconds': 42, 'recoveredSeconds': 42,
           'retryShareDuring': 0.25, 'retryShareAfter': 0}}
        """);
    for (String part : List.of(
        "oom-killed 250 25 % 503, Memory limit exceeded",
        "abandoned 50 5 %",
        "Start rate 77",
        "Out of memory 4",
        "Outcome recovered",
        "Spike 0:10 to 1:10",
        "Recovered 42 s after its end",
        "Failures ceased before its end",
        "Usual load 5 requests/s",
        "25 % during it, 0 % after")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
    assertFalse(text.contains("Failed checks") || text.contains("Database"), text);
  }

  @Test
  void queuesAndNodes() throws IOException {
    String text = text("""
        {'services': {'page': {}, 'worker': {'messages': {'kind': 'cloud-tasks', 'in': 50000,
           'done': 49000, 'dead': 600, 'left': 400, 'waitingPeak': 39716, 'oldestSeconds': 106,
           'ageMs': {'p50': 52000, 'p99': 103000, 'max': 106000}, 'drainSeconds': null,
           'operations': 100000, 'costPerMillion': 0.8}}},
         'nodes': {'general': {'peak': 7, 'mean': 3.25, 'nodeSeconds': 7300}}}
        """);
    assertTrue(
        text.contains("worker (cloud-tasks) 50,000 49,000 600 400 39,716 106 s 52 s 103 s"
            + " n/a 100,000 $0.8"),
        text);
    assertTrue(text.contains("general 7 3.25 2 h 1 min"), text);
  }

  @Test
  void aResultWithoutAnyOfItHasNoHeadings() throws IOException {
    assertEquals("", text("{'requests': {'offered': 5, 'failedByReason': {}}, 'recovery': null}"));
  }

  @Test
  void theSlowestTellWhereTheirTimeWent() throws IOException {
    String parts = "'earlierAttempts': %s, 'queue': 0, 'instanceStart': %s, 'connection': 0,"
        + " 'pooler': 0, 'queries': 0, 'work': %s";
    String text = text("{'latencyParts': {'all': {'requests': 50000, 'meanMs': 110, 'partsMs': {"
        + parts.formatted(0, 10, 100)
        + "}}, 'slowest': {'fromPercentile': 99, 'requests': 510, 'meanMs': 4000, 'partsMs': {"
        + parts.formatted(400, 3000, 600) + "}}}}");
    for (String part : List.of(
        "Where the slowest 1 % spent their time",
        "510 requests, 1.02 % of those completed, were at or above the p99 (to 3 %) and took 4 s on"
            + " average; 75 % of it: start of an instance.",
        "attempts that failed, and pauses 400 ms 10 % 0 ms",
        "start of an instance 3 s 75 % 10 ms",
        "work and waits of its own 600 ms 15 % 100 ms")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
    assertFalse(text.contains("queue for an instance"), text);
  }
}
