package dev.headroom.scenario;

import dev.headroom.database.PoolOptions;
import dev.headroom.platform.PlatformModel;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.traffic.TrafficSpec;
import java.util.List;

/**
 * One service of a scenario.
 *
 * @param name unique in the scenario
 * @param traffic what arrives
 * @param classes kinds of requests, at least one
 * @param clients how callers react
 * @param platform where it runs
 * @param scaling how it scales
 * @param pool its connection pool, or null where it uses no database
 * @param account the account whose concurrency limit it shares, or null
 */
public record ServiceSpec(
    String name,
    TrafficSpec traffic,
    List<WorkloadClass> classes,
    ClientRules clients,
    PlatformModel platform,
    ScalingOptions scaling,
    PoolOptions pool,
    String account) {}
