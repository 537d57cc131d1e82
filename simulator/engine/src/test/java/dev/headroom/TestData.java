package dev.headroom;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find recorded data: the project's own copy, or what a system property names. */
public final class TestData {
  private TestData() {}

  /** Whether a system property names data from outside. */
  public static boolean isNamed(String property) {
    return !System.getProperty(property, "").isEmpty();
  }

  /**
   * The file or folder that a system property names, else the project's own copy. A relative path
   * is taken from this module or, failing that, from the project's root, where Maven is called.
   */
  public static Path of(String property, String own) {
    Path named = Path.of(isNamed(property) ? System.getProperty(property) : own);
    Path fromRoot = Path.of("../..").resolve(named);
    return !named.isAbsolute() && !Files.exists(named) && Files.exists(fromRoot) ? fromRoot : named;
  }
}
