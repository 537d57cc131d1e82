package dev.headroom.results;

/** Hears every domain outcome that goes into the fingerprint, as it is folded in. */
@FunctionalInterface
public interface OutcomeListener {
  /**
   * An outcome.
   *
   * @param entity the request, or the ordinal of the instance
   * @param outcome what became of it; for a request with the service and the attempt's number
   */
  void outcome(long entity, long outcome, long nowNs);
}
