package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.comparison.ComparisonDocument;
import dev.headroom.config.Suggestions;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished comparison that is to be drawn again.
 *
 * @param document its compare.json
 * @param days the day that is shown of each contender, in their order
 */
record SavedComparison(JsonNode document, List<SavedResult> days) {
  private static final String FILE = "compare.json";

  /** Far above what a comparison writes. */
  private static final long FILE_BYTES_MAX = 64L << 20;

  /** Whether a folder holds one. */
  static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Reads it.
   *
   * @throws UserError with the file if something is missing, damaged or too large (exit 3)
   */
  static SavedComparison read(Path folder) {
    Path file = folder.resolve(FILE);
    JsonNode document = parse(file);
    require(
        file,
        "schema " + ComparisonDocument.SCHEMA,
        document.path("schema").asText("").equals(ComparisonDocument.SCHEMA));
    JsonNode contenders = document.path("contenders");
    require(file, "contenders", contenders.isArray() && contenders.size() > 1);
    for (JsonNode contender : contenders) {
      require(file, "contenders.name", contender.path("name").isTextual());
    }
    require(file, "differences", document.path("differences").isArray());
    require(file, "runs", document.path("runs").isNumber());
    List<SavedResult> days = new ArrayList<>();
    for (int c = 1; c <= contenders.size(); c++) {
      Path day = folder.resolve("runs").resolve(Integer.toString(c));
      if (!Files.isDirectory(day)) {
        throw UserError.input(folder + ": holds no runs/" + c + ", the day shown of '"
            + contenders.get(c - 1).path("name").asText()
            + "'; run the comparison again with -o to have it drawn");
      }
      days.add(SavedResult.read(day));
    }
    return new SavedComparison(document, List.copyOf(days));
  }

  private static JsonNode parse(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw UserError.input(file + ": has " + (Files.size(file) >> 20) + " MiB, at most "
            + (FILE_BYTES_MAX >> 20) + " MiB are read");
      }
      // Decimals keep every digit, so that a document read and written again has the same bytes.
      return new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw UserError.input(file + ":" + line + ": is not valid JSON");
    } catch (IOException e) {
      throw UserError.input(file + ": cannot be read: " + IoReason.of(e));
    }
  }

  private static void require(Path file, String key, boolean there) {
    if (!there) {
      throw UserError.input(file + ": is damaged: '" + key + "' is missing or of another kind");
    }
  }

  /**
   * Number of the contender that the first is set against.
   *
   * @param name of it; null for the one that the comparison chose
   */
  int other(String name) {
    if (name == null) {
      return ComparisonFolder.other(document);
    }
    List<String> names = new ArrayList<>();
    for (int c = 1; c < document.path("contenders").size(); c++) {
      names.add(document.at("/contenders/" + c + "/name").asText());
    }
    int found = names.indexOf(name);
    if (found < 0) {
      throw UserError.invalid("--against: " + name + "; " + Suggestions.hint(name, names)
          + "allowed: " + String.join(", ", names));
    }
    return found + 1;
  }
}
