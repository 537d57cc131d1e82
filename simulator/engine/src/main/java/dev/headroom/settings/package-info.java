/**
 * What is varied: paths of a scenario, the values they take, and the settings that follow.
 *
 * <p>{@link dev.headroom.settings.Axis} reads {@code path=values} as every command that varies
 * something does; {@link dev.headroom.settings.Paths} knows which paths a scenario has; {@link
 * dev.headroom.settings.Design} numbers the settings, all of a grid or a sample. Open {@code Axis}
 * first.
 */
package dev.headroom.settings;
