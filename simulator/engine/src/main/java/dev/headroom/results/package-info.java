/**
 * What a run leaves behind: ledgers, gauges over time, histograms and the saved result.
 *
 * <p>Imports {@code core}. Open {@link dev.headroom.results.Recorder} first: it is written while
 * the run goes on; {@link dev.headroom.results.SavedResult} is what is kept.
 */
package dev.headroom.results;
