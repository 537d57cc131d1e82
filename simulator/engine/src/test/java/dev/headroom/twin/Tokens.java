package dev.headroom.twin;

/** A bucket of tokens that refills evenly; a token that is all but there counts as there. */
final class Tokens {
  private static final double ALL_BUT = 1e-9;

  private final double most;
  private final double perNs;
  private double have;
  private long atNs;

  Tokens(double most, double perSecond, long nowNs) {
    this.most = most;
    this.perNs = perSecond / 1e9;
    this.have = most;
    this.atNs = nowNs;
  }

  private double have(long nowNs) {
    return Math.min(most, have + (nowNs - atNs) * perNs);
  }

  boolean take(long nowNs) {
    have = have(nowNs);
    atNs = nowNs;
    boolean one = have + ALL_BUT >= 1;
    have -= one ? 1 : 0;
    return one;
  }

  /** When there is one; the end of time if never. */
  long nextNs(long nowNs) {
    double missing = 1 - have(nowNs);
    if (missing <= ALL_BUT) {
      return nowNs;
    }
    return perNs == 0 ? Long.MAX_VALUE : nowNs + (long) Math.ceil(missing / perNs);
  }
}
