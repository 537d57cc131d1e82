package dev.headroom.validation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The committed figures, a file for each test class and a line for each figure, and the page. */
final class FigureFiles {
  private static final ObjectMapper JSON = new ObjectMapper()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private FigureFiles() {}

  private static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("models/platforms"))) {
      folder = folder.getParent();
    }
    return folder.resolve("reports/validation");
  }

  private static Path file(String testClass) {
    return folder().resolve("figures").resolve(testClass + ".json");
  }

  static Path page() {
    return folder().resolve("README.md");
  }

  /** None where the class has no file. */
  static List<Figure> read(String testClass) {
    Path file = file(testClass);
    return Files.exists(file) ? read(file) : List.of();
  }

  /** Of all classes, in the order of their names. */
  static List<Figure> readAll() {
    List<Figure> all = new ArrayList<>();
    for (String testClass : testClasses()) {
      all.addAll(read(testClass));
    }
    return all;
  }

  /** Simple names of the classes that have a file. */
  static List<String> testClasses() {
    try (Stream<Path> files = Files.list(folder().resolve("figures"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Figure> read(Path file) {
    try {
      return JSON.readValue(file.toFile(), new TypeReference<List<Figure>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  static void write(String testClass, Collection<Figure> figures) {
    try {
      List<String> lines = new ArrayList<>();
      for (Figure figure : figures) {
        lines.add(JSON.writeValueAsString(figure));
      }
      Files.createDirectories(file(testClass).getParent());
      Files.writeString(file(testClass), "[\n" + String.join(",\n", lines) + "\n]\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void writePage() {
    try {
      Files.writeString(page(), FigurePage.of(testClasses(), readAll()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
