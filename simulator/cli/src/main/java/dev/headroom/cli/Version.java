package dev.headroom.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version and commit, as the build wrote them into the jar. */
final class Version implements IVersionProvider {
  private final Properties properties = new Properties();

  Version() throws IOException {
    try (InputStream in = Version.class.getResourceAsStream("/headroom.properties")) {
      if (in == null) {
        throw new IllegalStateException("headroom.properties is missing from the jar");
      }
      properties.load(in);
    }
  }

  static Version load() {
    try {
      return new Version();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code 0.1.0}. */
  String version() {
    return properties.getProperty("version");
  }

  /** The short commit, or {@code unknown} where the build was not told. */
  String commit() {
    return properties.getProperty("commit");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"headroom " + version() + " (commit " + commit() + ")"};
  }
}
