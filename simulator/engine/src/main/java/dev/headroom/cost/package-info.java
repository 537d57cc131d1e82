/**
 * From meters and price books to a bill, for a whole run or for each bin of its series.
 *
 * <p>Imports {@code platform}, {@code results} and {@code config}; never sees a running engine.
 * Open {@link dev.headroom.cost.Bill} first.
 */
package dev.headroom.cost;
