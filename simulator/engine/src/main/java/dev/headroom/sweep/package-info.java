/**
 * Sweeps: many settings of a scenario on the same days, and what follows from them.
 *
 * <p>{@link dev.headroom.sweep.SweepPlan} is a small description of all that is run, which can be
 * sent anywhere; {@link dev.headroom.sweep.Sweep} makes of it, a setting's number and a day's one
 * {@link dev.headroom.sweep.SweepRow}, and nothing else counts. {@link
 * dev.headroom.sweep.SweepResult} ranks the settings, {@link dev.headroom.sweep.SweepDocument}
 * and {@link dev.headroom.sweep.SweepTables} write them down. Open {@code Sweep} first.
 */
package dev.headroom.sweep;
