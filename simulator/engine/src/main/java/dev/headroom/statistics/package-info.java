/**
 * What may be concluded from several runs: intervals, samples, paired differences, judgements.
 *
 * <p>Pure arithmetic on numbers that runs have given; imports nothing of ours. Open {@link
 * dev.headroom.statistics.Sample} first.
 */
package dev.headroom.statistics;
