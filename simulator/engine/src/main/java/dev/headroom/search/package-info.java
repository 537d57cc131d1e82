/**
 * Searches over runs: how much traffic a scenario bears and what stops it, and which setting is the
 * cheapest that keeps the objectives.
 *
 * <p>{@link dev.headroom.search.Limits} looks for a multiple of the traffic, {@link
 * dev.headroom.search.Optimizer} for settings. Both choose on some days and never let the number of
 * threads change an answer. Open {@code Limits} first.
 */
package dev.headroom.search;
