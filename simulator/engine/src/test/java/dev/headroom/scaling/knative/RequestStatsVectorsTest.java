package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.scaling.VectorFiles;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reports of the real request statistics, to the last bit; all sequences in one object. */
@Tag("vectors")
final class RequestStatsVectorsTest {
  private static final Validation HELD =
      Validation.of(RequestStatsVectorsTest.class, "headroom.vectors");

  private final PodRequestStats stats = new PodRequestStats(1);
  private final PodReport report = new PodReport();

  @Test
  void reportsAsRecorded() {
    int reports = 0;
    int slot = 0;
    for (JsonNode file : VectorFiles.read("queueproxy_request_stats")) {
      for (JsonNode sequence : Vectors.field(file, "sequences")) {
        reports += replay(sequence, slot++);
      }
    }
    assertTrue(reports > 0, "no reports");
    HELD.count(
        Section.VECTORS,
        "queueproxy_request_stats: reports",
        reports,
        reports,
        "Knative, " + slot + " sequences");
  }

  private int replay(JsonNode sequence, int slot) {
    stats.start(slot, Vectors.ns(sequence, "t0"));
    int number = 0;
    int reports = 0;
    for (JsonNode event : Vectors.field(sequence, "events")) {
      long atNs = Vectors.ns(event, "t");
      String at = Vectors.field(sequence, "id").asText() + " event " + number++ + " " + event;
      switch (Vectors.field(event, "type").asText()) {
        case "in" -> stats.in(slot, atNs);
        case "out" -> stats.out(slot, atNs);
        case "proxiedIn" -> stats.proxiedIn(slot, atNs);
        case "proxiedOut" -> stats.proxiedOut(slot, atNs);
        case "report" -> {
          stats.report(slot, atNs, report);
          assertEquals(Vectors.number(event, "averageConcurrency"), report.concurrency, at);
          assertEquals(
              Vectors.number(event, "averageProxiedConcurrency"), report.proxiedConcurrency, at);
          assertEquals(Vectors.number(event, "requestCount"), report.requests, at);
          assertEquals(Vectors.number(event, "proxiedRequestCount"), report.proxiedRequests, at);
          reports++;
        }
        default -> throw new AssertionError(at);
      }
    }
    return reports;
  }
}
