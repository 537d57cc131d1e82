/**
 * Scenarios: reading, overriding, validating, with the position of every value.
 *
 * <p>Imports {@code traffic}, {@code platform}, {@code scaling}, {@code database}, {@code config}.
 * Open {@link dev.headroom.scenario.Scenario} first.
 */
package dev.headroom.scenario;
