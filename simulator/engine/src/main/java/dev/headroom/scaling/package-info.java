/**
 * Autoscalers: what a platform decides from what it could have measured.
 *
 * <p>A policy gets an {@link dev.headroom.scaling.Observation} and fills a {@link
 * dev.headroom.scaling.Decision}; it owns its windows and knows nothing of the engine that asks
 * it. Imports {@code core} and {@code config}. Open {@link dev.headroom.scaling.ScalingPolicy}
 * first; {@link dev.headroom.scaling.PolicyKind} lists all.
 */
package dev.headroom.scaling;
