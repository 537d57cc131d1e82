package dev.headroom.core;

/** Why an attempt failed: the closed list that results, series and retry rules share. */
public enum FailureReason {
  THROTTLED("throttled-429", "429"),
  QUEUE_TIMEOUT("queue-timeout", "503"),
  NO_INSTANCE("no-instance-503", "503"),
  GATEWAY_TIMEOUT("gateway-timeout-504", "504"),
  REQUEST_TIMEOUT("request-timeout", "504"),
  CLIENT_TIMEOUT("client-timeout", "timeout"),
  DB_REFUSED("db-refused", "refused"),
  DB_ACQUIRE_TIMEOUT("db-acquire-timeout", "timeout"),
  POOLER_TIMEOUT("pooler-timeout", "timeout"),
  INSTANCE_STOPPED("instance-stopped-503", "503"),
  OOM_KILLED("oom-killed", "503"),
  ABANDONED("abandoned", ""),
  /** The code ran and answered with an error. */
  FUNCTION_ERROR("function-error", "500"),
  /** An established database connection ended under the attempt. */
  DB_CONNECTION_LOST("db-connection-lost", "refused"),
  /** A client's circuit breaker turned the attempt back before it was sent. */
  BREAKER_OPEN("breaker-open", "breaker"),
  /** A table of request units refused the last attempt at a read or write. */
  DB_THROTTLED("db-throttled", "429"),
  /** The queue did not take the message that the request should leave. */
  ENQUEUE_FAILED("enqueue-failed", "503");

  private static final FailureReason[] ALL = values();

  private final String label;
  private final String retryToken;

  FailureReason(String label, String retryToken) {
    this.label = label;
    this.retryToken = retryToken;
  }

  /** The name in results and scenarios. */
  public String label() {
    return label;
  }

  /** What a client's {@code retries.on} calls it: 429, 500, 503, 504, refused, timeout, breaker. */
  public String retryToken() {
    return retryToken;
  }

  /** Whether the database side failed the attempt. */
  public boolean isDatabase() {
    return this == DB_REFUSED
        || this == DB_ACQUIRE_TIMEOUT
        || this == POOLER_TIMEOUT
        || this == DB_CONNECTION_LOST
        || this == DB_THROTTLED;
  }

  /**
   * Whether it occurs only where a scenario asks for what causes it; a series has a column of it
   * only where it occurred.
   */
  public boolean onRequest() {
    return this == BREAKER_OPEN;
  }

  /** Number of reasons. */
  public static int count() {
    return ALL.length;
  }

  /** The reason with the given ordinal, without copying the array. */
  public static FailureReason of(int ordinal) {
    return ALL[ordinal];
  }
}
