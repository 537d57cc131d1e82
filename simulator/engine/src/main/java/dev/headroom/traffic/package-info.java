/**
 * Where requests come from: trace files and generators, turned into one stream of arrivals.
 *
 * <p>A file passes through: {@code TraceInput} (bytes, gzip, checksum), a reader per {@link
 * dev.headroom.traffic.TraceFormat}, {@code ReorderBuffer} (time order), {@code TraceCursor}
 * (rows or intervals), and then {@code RowArrivals} or {@code IntervalArrivals}, which place,
 * thin, scale and clip. Nothing holds the trace: memory does not grow with its length. Imports
 * {@code dev.headroom.core} only. Open {@link dev.headroom.traffic.Traffic} first; a new format
 * is one reader and one line in {@link dev.headroom.traffic.TraceFormat}.
 */
package dev.headroom.traffic;
