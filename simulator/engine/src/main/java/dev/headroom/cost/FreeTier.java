package dev.headroom.cost;

/** Whether an account still has its monthly free amounts and credits. */
public enum FreeTier {
  /** List prices from the first unit: free amounts are used up by other services. */
  NONE,
  /** The services priced together are all there is in the account. */
  APPLIED
}
