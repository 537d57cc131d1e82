/**
 * One run: services wired to their clients, instances, autoscaler and database on one event queue.
 *
 * <p>A request goes clients -> router -> instance slot -> work (processor, queries, waiting) ->
 * clients. Everything per request is a row of {@link dev.headroom.simulation.Attempts}; nothing is
 * allocated per event. Open {@link dev.headroom.simulation.Simulation} first.
 */
package dev.headroom.simulation;
