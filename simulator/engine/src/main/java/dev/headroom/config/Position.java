package dev.headroom.config;

/**
 * Where a value was written, printed as {@code file:line:column}, or as the origin alone where
 * there are no lines ({@code --set platform.scale.min}).
 *
 * @param file the file's name as the user gave it, or another origin
 * @param line from 1; 0 where the origin has no lines
 * @param column from 1; 0 where the origin has no lines
 */
public record Position(String file, int line, int column) {
  /** An origin without lines, such as a flag or an environment variable. */
  static Position of(String origin) {
    return new Position(origin, 0, 0);
  }

  boolean hasLine() {
    return line > 0;
  }

  @Override
  public String toString() {
    return hasLine() ? file + ":" + line + ":" + column : file;
  }
}
