/**
 * Bad input on purpose: scenarios, models, traces and command lines changed at random, each case a
 * function of its seed, and what must hold for every one of them. Open {@link
 * dev.headroom.fuzz.FuzzTest} first.
 */
package dev.headroom.fuzz;
