package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.util.Locale;

/** How the requests of an interval are placed inside it. */
public enum ArrivalKind {
  /** The format's own: {@link #EXACT} for stamps, {@link #POISSON} for counts and web logs. */
  AUTO,
  /** At the stamp. Counts have no stamps inside their interval; a web log's are whole seconds. */
  EXACT,
  /** The count is kept; places are uniform at random. A constant rate: exponential gaps. */
  POISSON,
  /** The count is kept; the i-th of N lies at (i + 0.5) / N of the interval. */
  UNIFORM,
  /** The whole count at the interval's start. */
  BATCH,
  /** The count is kept; seconds get Dirichlet weights that reach a stated index of dispersion. */
  BURSTY,
  /** The count is drawn too, Poisson with the interval's mean: for generated rates. */
  NHPP;

  /** The kind called {@code name} in a scenario; a user error that lists the known ones. */
  public static ArrivalKind parse(String name) {
    for (ArrivalKind kind : values()) {
      if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw UserError.invalid(
        "unknown arrivals '" + name + "'; known: exact, poisson, uniform, batch, bursty, nhpp");
  }
}
