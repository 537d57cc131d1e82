package dev.headroom.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every file of the vectors' folder is of a kind that some test reads. */
@Tag("vectors")
final class VectorKindsTest {
  private static final List<String> KNOWN = List.of(
      "hpa_reconcile_sequences",
      "hpa_replica_calculator",
      "kpa_aggregation",
      "kpa_config_resolution",
      "kpa_decision",
      "kpa_pipeline",
      "kpa_scaler_reconcile",
      "queueproxy_request_stats",
      "scraper_sample_size");

  @Test
  void noKindIsUnknown() {
    List<String> unknown = new ArrayList<>(VectorFiles.kinds());
    unknown.removeAll(KNOWN);
    assertEquals(List.of(), unknown);
  }
}
