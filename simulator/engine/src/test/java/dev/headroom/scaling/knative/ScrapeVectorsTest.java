package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.scaling.VectorFiles;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many pods the real scraper asks, for every population. */
@Tag("vectors")
final class ScrapeVectorsTest {
  private static final Validation HELD = Validation.of(ScrapeVectorsTest.class, "headroom.vectors");

  @Test
  void asksAsManyAsRecorded() {
    int populations = 0;
    for (JsonNode file : VectorFiles.read("scraper_sample_size")) {
      int ready = 0;
      for (JsonNode size : Vectors.field(file, "sampleSizeByPopulation")) {
        assertEquals(size.intValue(), ScrapeSample.size(ready), ready + " ready pods");
        ready++;
        populations++;
      }
    }
    assertTrue(populations > 0, "no populations");
    HELD.count(
        Section.VECTORS, "scraper_sample_size: populations", populations, populations, "Knative");
  }
}
