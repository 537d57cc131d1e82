package dev.headroom.results;

/** Things that happen at an instant; a recorder counts them per bin and in total. */
public enum Count {
  OFFERED("offered"),
  ATTEMPTS("attempts"),
  COMPLETED("completed"),
  FAILED("failed"),
  RETRIED(""),
  FINISHED_AFTER_CLIENT_LEFT("finishedAfterClientLeft"),
  STARTED("started"),
  AFFECTED("affected"),
  ATTEMPTS_FAILED(""),
  DB_OPENED(""),
  DB_CLOSED(""),
  DB_REFUSED("dbRefused"),
  /** Refused for want of any slot. */
  DB_REFUSED_SLOT(""),
  /** Refused since the last slots are reserved. */
  DB_REFUSED_RESERVED(""),
  /** Connections refused because the database was down. */
  DB_REFUSED_DOWN(""),
  /** Refused by the platform's limit for an instance. */
  DB_REFUSED_INSTANCE(""),
  /** Refused by the pooler's limit of clients. */
  POOLER_REFUSED_CLIENT(""),
  /** Refused by a pooler that was itself refused a moment ago. */
  POOLER_LOGIN_FAILING(""),
  /** Starts of an application that failed with its first connection. */
  DB_START_FAILED(""),
  /** Waits for a connection of the instance's pool, or inside the pooler, that were too long. */
  DB_ACQUIRE_TIMEOUTS("dbAcquireTimeouts"),
  /** Those of the instance's pool. */
  POOL_TIMEOUTS(""),
  DB_FAILED("dbFailed"),
  /** Reads that a table of request units has served. */
  DB_READS("dbReads"),
  DB_WRITES("dbWrites"),
  /** Reads and writes that it refused, each attempt of them. */
  DB_THROTTLED("dbThrottled"),
  /** Messages that a queue has taken. */
  MESSAGES_IN("messagesIn"),
  /** Messages that were worked on without an error. */
  MESSAGES_DONE("messagesDone"),
  /** Messages that were given up, whether or not a dead-letter queue keeps them. */
  MESSAGES_DEAD("messagesDead"),
  /** What a queue charges for. */
  QUEUE_OPERATIONS(""),
  INVOCATIONS(""),
  STARTS_KILLED(""),
  /** Instances killed for their memory. */
  OOM_KILLED(""),
  /** Instances taken out because they failed their health checks. */
  UNHEALTHY(""),
  /** Instances taken back by the platform, which wanted their capacity. */
  INTERRUPTED(""),
  /** Instances killed at the end of their grace with requests inside. */
  DRAIN_KILLED(""),
  /** Work after a reply that ended with its instance. */
  BACKGROUND_LOST(""),
  THROTTLED_REQUEST_RATE(""),
  THROTTLED_RESERVED(""),
  THROTTLED_ACCOUNT(""),
  THROTTLED_START_RATE(""),
  THROTTLED_MAX_INSTANCES(""),
  /** Rounding of requests on environments kept ready, in nanoseconds. */
  PROVISIONED_ROUNDED_NS(""),
  /** Time after a start for which an instance keeps more processors, in nanoseconds. */
  BOOSTED_NS(""),
  /** Processor time of requests where it is billed, in nanoseconds. */
  CPU_NS(""),
  /** Retries that the budget of the clients did not allow. */
  RETRIES_DENIED(""),
  /** Attempts that a client's circuit breaker turned back. */
  BREAKER_REJECTED(""),
  BREAKER_OPENED("");

  private static final Count[] ALL = values();

  private final String column;

  Count(String column) {
    this.column = column;
  }

  /** Its name in series.csv, empty where it has no column. */
  public String column() {
    return column;
  }

  /** Whether it happens to requests, and so only users' are told where messages follow them. */
  public boolean ofRequests() {
    return switch (this) {
      case OFFERED, ATTEMPTS, COMPLETED, FAILED, RETRIED, FINISHED_AFTER_CLIENT_LEFT, AFFECTED ->
        true;
      default -> false;
    };
  }

  static int count() {
    return ALL.length;
  }
}
