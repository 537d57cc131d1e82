package dev.headroom.platform;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files under {@code models/}: from the project's folder, or from the jar. */
public final class Models {
  /** The price books. */
  public static final List<String> PRICE_BOOKS = List.of("aws", "azure", "gcp", "kubernetes");

  /** The platforms that run. */
  public static final List<String> PLATFORMS =
      List.of(
          "generic",
          "aws-lambda",
          "cloud-run",
          "aws-fargate",
          "azure-container-apps",
          "knative",
          "fixed-fleet");

  /** The database servers that run. */
  public static final List<String> DATABASES =
      List.of("postgres", "cloud-sql-postgres", "rds-postgres", "mysql");

  private Models() {}

  /** A model file; {@code path} such as {@code platforms/cloud-run}. */
  public static ConfigNode read(String path) {
    String name = "models/" + path + ".yaml";
    return ConfigNode.parse(name, text(name));
  }

  private static String text(String name) {
    try {
      for (Path dir = home(); dir != null; dir = dir.getParent()) {
        Path file = dir.resolve(name);
        if (Files.isRegularFile(file)) {
          return Files.readString(file);
        }
      }
      try (InputStream in = Models.class.getResourceAsStream("/" + name)) {
        if (in == null) {
          throw UserError.input(name + ": no such model");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where to look first: the launcher's folder, else the working folder and those above. */
  private static Path home() {
    return Path.of(System.getProperty("headroom.home", "")).toAbsolutePath();
  }

  /** Checks a model's name; {@code where} begins the message. */
  public static String known(String where, String name, List<String> known) {
    if (!known.contains(name)) {
      throw UserError.invalid(
          where + ": " + name + "; " + Suggestions.hint(name, known) + "allowed: "
              + String.join(", ", known));
    }
    return name;
  }
}
