package dev.headroom.whatif;

/**
 * One number of the static plan, and how it came about.
 *
 * @param key of the document: {@code ceilingBySlots}
 * @param what it is, for people
 * @param value infinite where there is no limit
 * @param unit for people: {@code requests/s}
 * @param formula with the numbers that went into it
 */
public record PlanLine(String key, String what, double value, String unit, String formula) {}
