package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.scaling.VectorFiles;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Averages of the real window buckets, after every recorded value. */
@Tag("vectors")
final class AggregationVectorsTest {
  private static final Validation HELD =
      Validation.of(AggregationVectorsTest.class, "headroom.vectors");

  @ParameterizedTest
  @EnumSource(Release.class)
  void averagesAsRecorded(Release release) {
    int queries = 0;
    int sequences = 0;
    for (JsonNode file : VectorFiles.read("kpa_aggregation")) {
      for (JsonNode sequence : Vectors.field(file, "sequences")) {
        queries += replay(release, sequence);
        sequences++;
      }
    }
    assertTrue(queries > 0, "no queries");
    HELD.count(
        Section.VECTORS,
        "kpa_aggregation: averages as of " + release,
        queries,
        queries,
        "Knative, linear ones to the last bit, weighted ones to 1e-12; " + sequences
            + " sequences");
  }

  private static int replay(Release release, JsonNode sequence) {
    Aggregation aggregation =
        Vectors.aggregation(Vectors.field(sequence, "algorithm").asText());
    WindowBuckets buckets = new WindowBuckets(
        aggregation,
        Vectors.ns(sequence, "windowMs"),
        Vectors.ns(sequence, "granularityMs"),
        release);
    int number = 0;
    int queries = 0;
    for (JsonNode op : Vectors.field(sequence, "ops")) {
      long atNs = Vectors.ns(op, "t");
      String at = Vectors.field(sequence, "id").asText() + " op " + number + " " + op;
      switch (Vectors.field(op, "op").asText()) {
        case "record" -> buckets.record(atNs, Vectors.number(op, "v"));
        case "query" -> {
          double recorded = Vectors.of(release, op, "avg").doubleValue();
          assertAverage(aggregation, recorded, buckets.average(atNs), at);
          assertEquals(Vectors.field(op, "empty").booleanValue(), buckets.isEmpty(atNs), at);
          queries++;
        }
        default -> throw new AssertionError(at);
      }
      number++;
    }
    return queries;
  }

  /** Linear to the last bit; weighted to 1e-12, since Go's own power function differs by an ulp. */
  static void assertAverage(Aggregation aggregation, double recorded, double ours, String at) {
    double within =
        aggregation == Aggregation.LINEAR ? 0 : 1e-12 * Math.max(Math.abs(recorded), 1e-300);
    assertTrue(
        Math.abs(ours - recorded) <= within,
        () -> at + ": recorded " + recorded + ", ours " + ours);
  }
}
