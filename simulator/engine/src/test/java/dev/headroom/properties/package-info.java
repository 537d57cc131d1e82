/**
 * What must hold of every run, on scenarios that nobody thought of.
 *
 * <p>{@link dev.headroom.properties.Grammar} draws them, one line for each key; {@link
 * dev.headroom.properties.Promises} says what must hold; {@link dev.headroom.properties.Shrinker}
 * makes a failing one small. Everything is asked from outside: ledgers, series, files.
 */
package dev.headroom.properties;
