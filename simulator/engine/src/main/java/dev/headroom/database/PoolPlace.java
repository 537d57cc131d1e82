package dev.headroom.database;

import dev.headroom.core.Draws;

/**
 * Where the pools of a service stand.
 *
 * @param target what they connect to
 * @param direct whether that is the server itself, so that its connections are metered by the pools
 * @param listener hears what becomes of the attempts
 * @param exhaustion told who wants a connection
 * @param census told which pools got theirs
 * @param lifetimeDraws by which connections grow less old than they may
 */
public record PoolPlace(
    ConnectionTarget target,
    boolean direct,
    DatabaseListener listener,
    Exhaustion exhaustion,
    PoolCensus census,
    Draws lifetimeDraws) {}
