package dev.headroom.scaling.knative;

/** What one decision came to; one object is reused for all decisions of a revision. */
public final class PodDecision {
  /** Stands for no time at all. */
  public static final long NEVER = Long.MIN_VALUE;

  /** False where metrics or pods were not known; then nothing may change. */
  public boolean valid;

  /** Pods wanted, before the revision's minimum and maximum. */
  public int desired;

  /** Requests the pods could take beyond the burst to absorb; below zero: activators stay. */
  public int excessBurstCapacity;

  /** Whether panic lasts after this decision. */
  public boolean panicking;

  /** When panic began or was last extended; {@link #NEVER} outside panic. */
  public long panicNs = NEVER;

  /** Most pods wanted in this panic; 0 after one. */
  public int panicPeakPods;

  /** Pods the stable window asks for before any rule. */
  public int stableWish;

  /** Pods the panic window asks for before any rule. */
  public int panicWish;

  /** The last rule that changed the count. */
  public ScaleBound bound = ScaleBound.NONE;
}
