package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.UserError;
import dev.headroom.scaling.VectorFiles;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Annotations and cluster configuration as the real code resolves or refuses them. */
@Tag("vectors")
final class SettingsVectorsTest {
  private static final Validation HELD =
      Validation.of(SettingsVectorsTest.class, "headroom.vectors");

  private static final Pattern KEY = Pattern.compile("[a-z]+(-[a-z]+)+");

  @Test
  void resolvesAsRecorded() {
    int rows = 0;
    for (JsonNode file : VectorFiles.read("kpa_config_resolution")) {
      for (JsonNode row : Vectors.field(file, "rows")) {
        String at = "row " + rows + " " + row;
        if (row.has("configError")) {
          refuses(row, at);
        } else {
          resolves(row, at);
        }
        rows++;
      }
    }
    assertTrue(rows > 0, "no rows");
    HELD.count(Section.VECTORS, "kpa_config_resolution: settings", rows, rows, "Knative");
  }

  /** Of several mistakes the same key must be named. */
  private static void refuses(JsonNode row, String at) {
    Matcher key = KEY.matcher(row.get("configError").asText());
    assertTrue(key.find(), at);
    UserError error = assertThrows(UserError.class, () -> resolve(row), at);
    assertTrue(error.getMessage().contains(key.group()), at + " ours: " + error.getMessage());
  }

  private static void resolves(JsonNode row, String at) {
    KnativeSettings settings = resolve(row);
    assertEquals(Vectors.decider(Vectors.field(row, "deciderSpec")), settings.decider(), at);
    WindowSettings windows = settings.windows();
    assertEquals(Vectors.ns(row, "stableWindowMs"), windows.stableWindowNs(), at);
    assertEquals(Vectors.ns(row, "panicWindowMs"), windows.panicWindowNs(), at);
    assertEquals(Vectors.aggregation(row.path("algorithm").asText("")), windows.aggregation(), at);
    assertEquals(settings.decider().metric(), windows.metric(), at);
    assertEquals(settings.decider().targetBurstCapacity() != -1, windows.scraped(), at);
    assertEquals(Vectors.integer(row, "minScale"), settings.scale().effectiveMinScale(), at);
    assertEquals(Vectors.integer(row, "maxScale"), settings.scale().maxScale(), at);
    assertEquals(settings.decider().initialScale(), settings.scale().initialScale(), at);
  }

  private static KnativeSettings resolve(JsonNode row) {
    return KnativeSettings.resolve(
        Vectors.integer(row, "containerConcurrency"),
        Vectors.texts(Vectors.field(row, "annotations")),
        Vectors.texts(Vectors.field(row, "configAutoscaler")),
        Vectors.reachability(Vectors.field(row, "reachability").asText()));
  }
}
