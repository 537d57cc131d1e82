package dev.headroom.scaling;

import dev.headroom.config.Section;

/**
 * What makes instances warm before they are needed, or keeps them less long than the keep-alive.
 *
 * @param provisioned environments kept ready, or null
 * @param proactiveShare share of the starts for a request that have happened before it came
 * @param littleUsed when surplus instances go before their keep-alive is over, or null
 */
public record WarmOptions(
    ProvisionedOptions provisioned, double proactiveShare, LittleUsed littleUsed) {
  private static final long SECOND = 1_000_000_000L;

  /**
   * Surplus instances go early, all but the last, when they were in use for less than a share of a
   * window.
   *
   * @param share of the window
   * @param windowNs how far it reaches back
   */
  public record LittleUsed(double share, long windowNs) {
    /** An instance idle for so long was in use for less than the share of the window. */
    public long idleNs() {
      return (long) ((1 - share) * windowNs);
    }
  }

  static WarmOptions read(Section scale) {
    Section provisioned = scale.optionalSection("provisioned");
    Section littleUsed = scale.optionalSection("littleUsed");
    return new WarmOptions(
        provisioned == null ? null : ProvisionedOptions.read(provisioned),
        scale.share("proactive", 0),
        littleUsed == null
            ? null
            : new LittleUsed(
                littleUsed.share("below"), littleUsed.durationNs("over", SECOND, 3600 * SECOND)));
  }
}
