/**
 * The outcome of a run as it is kept: the result document, the time series, the event log and the
 * latency percentiles, and the files they are written to.
 *
 * <p>Nothing here sees a running engine, so a saved result can be priced and drawn again. The
 * files have the same bytes on every JVM: numbers go through {@link dev.headroom.core.Decimals}.
 * Imports {@code core} only. Open {@link dev.headroom.results.SavedResult} first.
 */
package dev.headroom.results;
