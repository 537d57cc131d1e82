package dev.headroom.scenario;

import dev.headroom.database.PoolOptions;
import dev.headroom.platform.PlatformModel;
import dev.headroom.scaling.ScalingOptions;

/**
 * One revision of a service: what runs, and its share of the traffic when the run begins.
 *
 * @param name unique in the service
 * @param share of the service's requests, 0 to 1; 0 until a deployment moves traffic to it
 * @param platform where it runs
 * @param scaling how it scales
 * @param pool its connection pool, or null where it uses no database
 */
public record RevisionSpec(
    String name, double share, PlatformModel platform, ScalingOptions scaling, PoolOptions pool) {}
