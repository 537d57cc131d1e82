/**
 * From meters and price books to a bill, for a whole run or for each bin of its series.
 *
 * <p>Two views of one price list. {@link dev.headroom.cost.PriceBook} reads {@code models/prices};
 * a {@link dev.headroom.cost.Tariff} is one entry of it. {@link dev.headroom.cost.Statement} prices
 * a month of {@link dev.headroom.cost.Meters} as the seller does, with tiers, free amounts and
 * rounded cents, and an {@link dev.headroom.cost.Account} adds services up first. {@link
 * dev.headroom.cost.Bill} prices the seconds of a run, or of a bin, at list prices and unrounded.
 *
 * <p>Imports {@code platform}, {@code results} and {@code config}; never sees a running engine.
 * Open {@link dev.headroom.cost.Statement} first.
 */
package dev.headroom.cost;
