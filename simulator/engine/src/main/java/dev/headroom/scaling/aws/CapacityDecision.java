package dev.headroom.scaling.aws;

/** What an owner decided and why; one object is reused for all decisions. */
public final class CapacityDecision {
  /** Desired capacity from now on. */
  public int capacity;

  /** What the policies together wished before waiting and limits; -1 if nothing. */
  public int wanted;

  /** What made or prevented a change. */
  public CapacityReason reason;

  void set(int capacity, int wanted, CapacityReason reason) {
    this.capacity = capacity;
    this.wanted = wanted;
    this.reason = reason;
  }
}
