package dev.headroom.database;

import dev.headroom.database.Refusal.Text;

/** The kind of server: what it keeps for administrators, and in which words it refuses. */
public enum Engine {
  /** PostgreSQL. Texts of version 15; 16 and later word the second one differently. */
  POSTGRES(
      0,
      new Text("53300", "FATAL: sorry, too many clients already"),
      new Text(
          "53300",
          "FATAL: remaining connection slots are reserved for non-replication superuser"
              + " connections"),
      new Text("57P03", "FATAL: the database system is starting up")),

  /**
   * MySQL lets one administrator in beyond its limit, so the last connection that fits is refused
   * after it has said who it is. Source: MySQL manual, "Too many connections".
   */
  MYSQL(
      1,
      new Text("08004", "1040: Too many connections"),
      new Text("08004", "1040: Too many connections"),
      new Text("HY000", "2003: Can't connect to MySQL server"));

  private final int administrators;
  private final Text slot;
  private final Text reserved;
  private final Text down;

  Engine(int administrators, Text slot, Text reserved, Text down) {
    this.administrators = administrators;
    this.slot = slot;
    this.reserved = reserved;
    this.down = down;
  }

  /** Connections that only an administrator can have, beyond the limit. */
  int administrators() {
    return administrators;
  }

  /** What the client of a connection reads that the server refused. */
  public Text text(Refusal refusal) {
    return switch (refusal) {
      case SLOT -> slot;
      case RESERVED -> reserved;
      case DOWN -> down;
      case CLIENT_LIMIT, LOGIN_FAILING, INSTANCE_LIMIT ->
        throw new IllegalArgumentException(refusal + " is not the server's");
    };
  }
}
