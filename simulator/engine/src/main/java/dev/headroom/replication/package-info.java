/**
 * Many runs: a scenario on several days, variants of it on the same days.
 *
 * <p>{@link dev.headroom.replication.Batch} spreads runs over threads so that their number never
 * changes an answer; {@link dev.headroom.replication.Work} can be sent to other {@link
 * dev.headroom.replication.Workers} than these. {@link dev.headroom.replication.Experiment} runs
 * variants on the same days (common random numbers) and gives {@link
 * dev.headroom.replication.Outcomes}: any measure, by variant and run. Open {@code Experiment}
 * first.
 */
package dev.headroom.replication;
