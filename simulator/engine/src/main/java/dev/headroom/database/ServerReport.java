package dev.headroom.database;

/**
 * What a server tells of a run when it is over.
 *
 * @param refused connection attempts refused, by reason in the order of {@link Refusal}
 * @param cut connections whose client went without a word, or whose way was cut
 */
public record ServerReport(long[] refused, long cut) {
  /** Connection attempts refused for a reason. */
  public long refused(Refusal refusal) {
    return refused[refusal.ordinal()];
  }
}
