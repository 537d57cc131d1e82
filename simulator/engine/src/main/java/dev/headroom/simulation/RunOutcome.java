package dev.headroom.simulation;

import dev.headroom.database.Exhaustion;
import dev.headroom.database.PoolCensus;
import dev.headroom.database.RequestUnitTable;
import dev.headroom.database.ServerReport;
import dev.headroom.results.Recorder;
import dev.headroom.scenario.Scenario;
import dev.headroom.traffic.TraceStats;
import java.util.List;

/**
 * What one run left behind.
 *
 * @param scenario what was run
 * @param seed of its draws
 * @param number of the run among those of the seed, from 0
 * @param recorder ledgers, series, histograms
 * @param exhaustion the database's bad times
 * @param census which pools got their connections
 * @param server what the database server tells, or null without one
 * @param events in words
 * @param traces per service
 * @param traceEndNs end of the traffic
 * @param endNs end of the run
 * @param inside requests without an outcome, per service
 * @param messages per service, what the queue before it saw; null where there is none
 * @param table the database as the run left it where it is one of request units, or null
 * @param eventCount events run
 */
public record RunOutcome(
    Scenario scenario,
    long seed,
    int number,
    Recorder recorder,
    Exhaustion exhaustion,
    PoolCensus census,
    ServerReport server,
    EventLog events,
    List<TraceStats> traces,
    long traceEndNs,
    long endNs,
    long[] inside,
    List<MessageReport> messages,
    RequestUnitTable table,
    long eventCount) {}
