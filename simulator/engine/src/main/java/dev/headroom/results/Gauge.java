package dev.headroom.results;

/** Quantities whose value holds between events; a recorder integrates them over time. */
public enum Gauge {
  PLACING("placing"),
  PULLING("pulling"),
  BOOTING("booting"),
  PROBING("probing"),
  IDLE("idle"),
  BUSY("busy"),
  DRAINING("draining"),
  QUEUED("queued"),
  IN_SERVICE("inService"),
  WANTED("wanted"),
  /** Idle instances billed at the idle rate. */
  IDLE_BILLED("idleBilled"),
  DB_BUSY("dbBusy"),
  DB_HELD("dbHeld"),
  DB_OPENING("dbOpening"),
  DB_WAITING("dbWaiting"),
  POOLER_WAITING("poolerWaiting"),
  /** Machines that instances can be placed on. */
  NODES("nodes"),
  /** Machines on their way. */
  NODES_BOOTING("nodesBooting"),
  /** Environments kept ready that are paid for, used or not. */
  PROVISIONED("provisioned"),
  PROVISIONED_BUSY("provisionedBusy"),
  /** Events or messages in a queue, not those being worked on. */
  MESSAGES_WAITING("messagesWaiting"),
  /** Age of the oldest event or message without an outcome, in whole seconds. */
  OLDEST_MESSAGE_SECONDS("oldestMessageSeconds");

  private static final Gauge[] ALL = values();

  private final String column;

  Gauge(String column) {
    this.column = column;
  }

  /** Its name in series.csv. */
  public String column() {
    return column;
  }

  static int count() {
    return ALL.length;
  }
}
