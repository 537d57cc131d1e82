/**
 * YAML with positions: scenarios, {@code models/} and price books are read through it.
 *
 * <p>{@link dev.headroom.config.ConfigNode} is the tree, with the file, line and column that said
 * each value; layers merge and {@code --set} overrides without losing them. {@link
 * dev.headroom.config.Section} reads a map by typed getters, in units, and refuses what nobody
 * asked for. Values may carry their {@link dev.headroom.config.Citation}. Imports only {@code
 * core}. Open {@link dev.headroom.config.Section} first.
 */
package dev.headroom.config;
