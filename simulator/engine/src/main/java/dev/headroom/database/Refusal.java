package dev.headroom.database;

/** Why the server refused a connection. */
public enum Refusal {
  /** No slot was free when it came. */
  SLOT,
  /** Only reserved slots were free once it had said who it is. */
  RESERVED,
  /** The server was down. */
  DOWN;

  private static final Refusal[] ALL = values();

  /** Number of reasons. */
  static int count() {
    return ALL.length;
  }

  /**
   * An error as a client sees it.
   *
   * @param sqlState five characters of the SQL standard or the engine
   * @param message of the server, or of the client library where the server does not answer
   */
  public record Text(String sqlState, String message) {}
}
