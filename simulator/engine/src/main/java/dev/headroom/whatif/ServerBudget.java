package dev.headroom.whatif;

import dev.headroom.core.UserError;

/**
 * What a database server has to give.
 *
 * @param title for people
 * @param model file of {@code models/databases} it comes from, or null
 * @param instanceClass size it runs on, or null where that is not known
 * @param engine postgres or mysql
 * @param maxConnections slots, {@code Integer.MAX_VALUE} for no limit
 * @param reserved last free slots that only administrators may take
 * @param other connections that something else holds, such as monitoring
 */
public record ServerBudget(
    String title,
    String model,
    String instanceClass,
    String engine,
    int maxConnections,
    int reserved,
    int other) {

  public ServerBudget {
    if ((long) reserved + other >= maxConnections) {
      throw UserError.invalid("max connections " + maxConnections + ": " + reserved
          + " reserved and " + other + " others leave none; allowed: more than "
          + ((long) reserved + other));
    }
  }

  /** Whether there is no limit at all. */
  public boolean unlimited() {
    return maxConnections == Integer.MAX_VALUE;
  }

  /** Slots that applications can take together. */
  public int usable() {
    return unlimited() ? maxConnections : maxConnections - reserved - other;
  }

  /** The same server with another limit. */
  ServerBudget withMaxConnections(int limit) {
    return new ServerBudget(title, model, instanceClass, engine, limit, reserved, other);
  }

  /** The same server on another size. */
  ServerBudget on(DatabaseModels.Size size) {
    return new ServerBudget(
        title, model, size.name(), engine, size.maxConnections(), reserved, other);
  }
}
