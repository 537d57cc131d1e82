/**
 * The numbers of a finished run by the names that objectives use, and its bill: what decisions ask
 * of a run without building a review.
 *
 * <p>Imports {@code simulation} and {@code cost}. Open {@link dev.headroom.measure.Measure} first;
 * {@link dev.headroom.measure.Facts} is what it asks.
 */
package dev.headroom.measure;
