package dev.headroom.explain;

import dev.headroom.core.FailureReason;

/** What each reason of a failure means, and what keeps it from happening. */
final class Reasons {
  private Reasons() {}

  /** One sentence without a full stop. */
  static String meaning(FailureReason reason) {
    return switch (reason) {
      case THROTTLED ->
        "the platform turned the request away: no instance was free, none could be"
            + " added in time or a limit of the account or platform was reached";
      case QUEUE_TIMEOUT -> "the request waited too long in the platform's queue";
      case NO_INSTANCE -> "no instance was ready to take the request";
      case GATEWAY_TIMEOUT -> "the front door stopped waiting for the reply";
      case REQUEST_TIMEOUT -> "the request took longer than the platform lets one take";
      case CLIENT_TIMEOUT -> "the client stopped waiting";
      case DB_REFUSED -> "the database refused a new connection: all its slots were taken";
      case DB_ACQUIRE_TIMEOUT -> "no connection of the instance's own pool came free in time";
      case POOLER_TIMEOUT -> "the pooler had no server connection for the query in time";
      case INSTANCE_STOPPED -> "the instance that worked on it was stopped";
      case OOM_KILLED -> "the instance that worked on it ran out of memory";
      case ABANDONED -> "the user gave up and left";
      case FUNCTION_ERROR -> "the code ran and answered with an error of its own";
      case DB_CONNECTION_LOST -> "an open database connection ended under the request";
      case BREAKER_OPEN -> "the client's circuit breaker did not send it";
      case DB_THROTTLED -> "the table refused a read or write for want of throughput";
      case ENQUEUE_FAILED -> "the queue did not take the message";
    };
  }

  /** What to try, as a sentence without a full stop. */
  static String remedy(FailureReason reason) {
    return switch (reason) {
      case THROTTLED, NO_INSTANCE ->
        "more instances ready before the load comes"
            + " (platform.scale.min, a schedule), a higher maximum or quota (platform.scale.max),"
            + " more requests per instance (platform.concurrency.max), or retries with back-off";
      case QUEUE_TIMEOUT ->
        "a faster start-up, instances ready before the load comes"
            + " (platform.scale.min), or a longer wait (platform.queue.timeout)";
      case GATEWAY_TIMEOUT, REQUEST_TIMEOUT ->
        "shorter work, fewer requests per instance"
            + " (platform.concurrency.max) where they slow each other down, or a longer limit"
            + " (platform.timeouts.request)";
      case CLIENT_TIMEOUT, ABANDONED ->
        "a shorter time to the reply: see what the slow requests"
            + " wait for with --at and --request slowest";
      case DB_REFUSED ->
        "fewer connections: a smaller pool (database.pool.size), fewer instances"
            + " (platform.scale.max, platform.concurrency.max), a pooler (database.pooler.kind); or"
            + " more slots (database.maxConnections)";
      case DB_ACQUIRE_TIMEOUT ->
        "a larger pool (database.pool.size) if the server has room, fewer"
            + " requests per instance (platform.concurrency.max), or shorter queries";
      case POOLER_TIMEOUT -> "more server connections of the pooler, or shorter queries";
      case INSTANCE_STOPPED -> "a longer grace when instances stop, and clients that retry";
      case OOM_KILLED ->
        "more memory (platform.instance.memory) or fewer requests per instance"
            + " (platform.concurrency.max)";
      case FUNCTION_ERROR -> "mending the code; the platform has no part in it";
      case DB_CONNECTION_LOST -> "clients that retry; it follows an event of the database";
      case BREAKER_OPEN -> "whatever made the requests before it fail: see the other reasons";
      case DB_THROTTLED -> "a table with more throughput, or retries with back-off";
      case ENQUEUE_FAILED -> "a queue with a higher rate, or retries of the sender";
    };
  }
}
