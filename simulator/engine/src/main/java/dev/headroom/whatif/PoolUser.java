package dev.headroom.whatif;

/**
 * A service that holds a pool of connections in every instance.
 *
 * @param name for people
 * @param instances most that run at once, {@code Integer.MAX_VALUE} for no limit
 * @param pool connections that one instance can hold, at least 1
 * @param why where {@code pool} differs from what was configured, the reason; else null
 */
public record PoolUser(String name, int instances, int pool, String why) {
  /** A deployment's share of an instance below this is rounding of the arithmetic. */
  private static final double ROUNDING = 1e-9;

  /** Connections when every pool is full. */
  public long connections() {
    return (long) instances * pool;
  }

  /** Instances of a new revision that stand beside the old ones: {@code surge} of them, up. */
  static long surging(long instances, double surge) {
    return (long) Math.ceil(instances * surge - ROUNDING);
  }

  PoolUser withInstances(int other) {
    return new PoolUser(name, other, pool, why);
  }

  PoolUser withPool(int other) {
    return new PoolUser(name, instances, other, null);
  }
}
