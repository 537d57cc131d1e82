package dev.headroom.scaling;

/** What a policy wants and why; one object is reused for all decisions of a service. */
public final class Decision {
  /** Instances wanted before the platform's minimum and maximum; negative: no opinion. */
  public int wanted;

  /** The measured value that decided. */
  public double observed;

  /** The value it was held against. */
  public double target;

  /** Time over which it was measured, in nanoseconds. */
  public long windowNs;

  /** Wanted count before rate limits and hold rules. */
  public int raw;

  /** What changed raw into wanted, in the platform's own word; never null. */
  public String clamp = "";

  /** Clears all fields to "no opinion". */
  public void reset() {
    wanted = -1;
    observed = 0;
    target = 0;
    windowNs = 0;
    raw = -1;
    clamp = "";
  }
}
