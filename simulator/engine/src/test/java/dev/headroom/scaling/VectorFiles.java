package dev.headroom.scaling;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Decisions recorded from real autoscalers: the project's copy, or the folder that the system
 * property {@code headroom.vectors} names. A file's kind is its name up to the first character that
 * is neither a letter nor an underscore.
 */
public final class VectorFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private VectorFiles() {}

  /** The folder; one that was named and is missing or empty is a failure. */
  public static Path folder() {
    Path folder = TestData.of("headroom.vectors", "src/test/resources/vectors");
    if (files(folder).isEmpty()) {
      fail("no vectors in " + folder.toAbsolutePath());
    }
    return folder;
  }

  /** The kinds of all files in the folder. */
  public static List<String> kinds() {
    return files(folder()).stream().map(VectorFiles::kind).distinct().toList();
  }

  /** Every file of a kind; where the folder has none the calling test is reported as skipped. */
  public static List<JsonNode> read(String kind) {
    List<JsonNode> found = new ArrayList<>();
    for (Path file : files(folder())) {
      if (kind(file).equals(kind)) {
        found.add(parse(file));
      }
    }
    if (found.isEmpty()) {
      Assumptions.abort("no file of kind " + kind + " in " + folder());
    }
    return found;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> f.toString().endsWith(".json.gz") || f.toString().endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kind(Path file) {
    return file.getFileName().toString().replaceAll("[^A-Za-z_].*", "");
  }

  private static JsonNode parse(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
