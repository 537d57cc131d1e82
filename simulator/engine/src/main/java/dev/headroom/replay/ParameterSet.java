package dev.headroom.replay;

import java.util.List;

/**
 * One set of parameters and what it gave.
 *
 * @param factors of the knobs, in their order; 1 is as written
 * @param series what was simulated, in the intervals of what was observed
 * @param before misfit before the incident
 * @param incident misfit from there on
 */
record ParameterSet(List<Double> factors, Series series, Misfit before, Misfit incident) {}
