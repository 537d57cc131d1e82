/**
 * What every run stands on: simulated time, the event queue, keyed random draws, distributions,
 * processor sharing, and the errors a user sees.
 *
 * <p>Time is {@code long} nanoseconds from the start of the run, suffix {@code Ns}. Nothing here
 * reads a wall clock or shares state between runs. Imports nothing of ours. Open {@link
 * dev.headroom.core.EventQueue} first.
 */
package dev.headroom.core;
