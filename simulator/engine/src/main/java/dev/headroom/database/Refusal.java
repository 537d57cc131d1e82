package dev.headroom.database;

/** Who refuses a connection at once, and in which words. */
public enum Refusal {
  /** No slot at all when it came. */
  SLOT("slot", "sorry, too many clients already"),
  /** Only slots reserved for administrators are left once it has said who it is. */
  RESERVED("reserved", "remaining connection slots are reserved"),
  /** The server is down. */
  DOWN("down", "the database system is starting up"),
  /** The pooler has as many clients as it takes. */
  CLIENT_LIMIT("maxClientConn", "no more connections allowed (max_client_conn)"),
  /** The pooler has no server connection and was itself refused a moment ago. */
  LOGIN_FAILING(
      "loginFailing", "server login has been failing, try again later (server_login_retry)"),
  /** The platform lets one instance have no more connections to the database. */
  INSTANCE_LIMIT("connectionsPerInstance", "the instance has as many connections as it may");

  private final String label;
  private final String text;

  Refusal(String label, String text) {
    this.label = label;
    this.text = text;
  }

  /** The name in results. */
  public String label() {
    return label;
  }

  /** What the application is told, in PostgreSQL's words where the server refuses. */
  public String text() {
    return text;
  }

  /**
   * An error as a client sees it.
   *
   * @param sqlState five characters of the SQL standard or the engine
   * @param message of the server, or of the client library where the server does not answer
   */
  public record Text(String sqlState, String message) {}
}
