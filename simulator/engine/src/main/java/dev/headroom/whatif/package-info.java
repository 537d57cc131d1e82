/**
 * Questions about settings: what a change would do, by arithmetic or by simulating it.
 *
 * <p>So far: will this many instances exhaust the database ({@code headroom db})? A {@link
 * dev.headroom.whatif.ConnectionPlan} answers without a trace; {@link
 * dev.headroom.whatif.DatabaseFixes} applies changes to it and asks again; {@link
 * dev.headroom.whatif.DatabaseTrial} runs the scenario with and without them.
 *
 * <p>Imports {@code simulation}, {@code cost}, what those stand on, and {@code config}. Open {@link
 * dev.headroom.whatif.ConnectionPlan} first.
 */
package dev.headroom.whatif;
