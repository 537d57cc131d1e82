/**
 * Replaying what happened: a model is fitted to metrics of a real system before an incident,
 * predicts the incident, and says what another setting would have done in it.
 *
 * <p>{@link dev.headroom.replay.ObservedReader} reads the metrics, {@link
 * dev.headroom.replay.Fit} finds every set of a few named, bounded parameters ({@link
 * dev.headroom.replay.Knob}) that agrees with them, and {@link dev.headroom.replay.Replay} holds
 * the prediction against what was observed and against guesses that need no model. Open {@code
 * Replay} first.
 */
package dev.headroom.replay;
