package dev.headroom.scenario;

import dev.headroom.config.Section;
import dev.headroom.database.PoolOptions;
import dev.headroom.platform.Models;
import dev.headroom.platform.PlatformModel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connection pool of a scenario's instances, before it is known where they run.
 *
 * @param pool as written
 * @param limits most connections that a platform lets one instance have to the database, by the
 *     platform's name; platforms that are not there have no limit
 */
record PoolRules(PoolOptions pool, Map<String, Integer> limits) {
  private static final int LIMIT_MAX = 1_000_000;

  static PoolRules read(Section database) {
    database.text("use", "");
    database.text("instance", "");
    Map<String, Integer> limits = new LinkedHashMap<>();
    Section perInstance = database.optionalSection("connectionsPerInstance");
    if (perInstance != null) {
      for (String platform : perInstance.keys()) {
        Models.known(
            perInstance.position(platform) + ": " + perInstance.path(platform),
            platform,
            Models.PLATFORMS);
        limits.put(platform, perInstance.integerOrUnlimited(platform, 1, LIMIT_MAX));
      }
    }
    return new PoolRules(PoolOptions.read(database.section("pool")), limits);
  }

  /** The pool inside an instance of a platform. */
  PoolOptions in(PlatformModel platform) {
    return pool.in(
        platform.instance().vcpus(), limits.getOrDefault(platform.name(), Integer.MAX_VALUE));
  }
}
