package dev.headroom.review;

import java.util.Locale;

/**
 * What a verdict can name as a cause. Where lifting either of two mends a run alike, the one that
 * stands first here is named first: what happened from outside, before a limit somebody set (one
 * that follows from another before that one), before how long things take, before the size of
 * things.
 */
enum CauseKind {
  DB_SLOWDOWN,
  DB_FAILOVER,
  DEPLOYMENT,
  INTERRUPTION,
  REQUEST_RATE_LIMIT,
  ACCOUNT_LIMIT,
  RESERVED_CONCURRENCY,
  START_RATE_LIMIT,
  DATABASE_CONNECTIONS,
  POOLER,
  POOL_SIZE,
  CONCURRENCY,
  MAX_INSTANCES,
  SCALE_TO_ZERO,
  START_UP,
  MEMORY,
  FUNCTION_ERRORS,
  RETRIES,
  SCALING_DELAY,
  FLEET_SIZE,
  DATABASE_CPU,
  INSTANCE_CPU,
  REQUEST_TIMEOUT,
  QUEUE_LIMIT;

  /** The word for it in run.json. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether more of it helps against nearly everything, so that it is looked at only where nothing
   * that the run was seen to reach explains enough.
   */
  boolean isGeneral() {
    return ordinal() >= SCALING_DELAY.ordinal();
  }
}
