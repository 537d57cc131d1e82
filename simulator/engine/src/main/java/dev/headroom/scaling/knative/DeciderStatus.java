package dev.headroom.scaling.knative;

/**
 * The last valid decision, as the rest of Knative sees it.
 *
 * <p>Source: knative/serving {@code pkg/autoscaler/scaling/multiscaler.go}.
 */
public final class DeciderStatus {
  /** Pods wanted before the first valid decision. */
  public static final int UNKNOWN = -1;

  private int desired;
  private int excessBurstCapacity;

  private DeciderStatus(int desired, int excessBurstCapacity) {
    this.desired = desired;
    this.excessBurstCapacity = excessBurstCapacity;
  }

  /** Before any decision: the burst capacity is guessed from the initial scale. */
  public static DeciderStatus initial(DeciderSettings settings) {
    double burst = settings.targetBurstCapacity();
    boolean fixed = burst == 0 || burst == -1;
    return new DeciderStatus(
        UNKNOWN, (int) (fixed ? burst : settings.initialScale() * settings.totalValue() - burst));
  }

  /** After a long time without any request or pod. */
  public static DeciderStatus idle(DeciderSettings settings) {
    double burst = settings.targetBurstCapacity();
    return new DeciderStatus(0, (int) (burst == -1 ? -1 : -burst));
  }

  /**
   * Takes a decision; true where the revision must be reconciled: the count changed, or activators
   * must come into the path or leave it. An invalid decision changes nothing.
   */
  public boolean accept(PodDecision decision) {
    if (!decision.valid) {
      return false;
    }
    boolean flipped = excessBurstCapacity < 0 != decision.excessBurstCapacity < 0;
    boolean changed = desired != decision.desired || flipped;
    desired = decision.desired;
    excessBurstCapacity = decision.excessBurstCapacity;
    return changed;
  }

  /** Whether an activator's report makes the autoscaler decide at once: demand, and no pods. */
  public boolean pokedBy(PodReport report) {
    return report.concurrency != 0 && desired == 0;
  }

  /** Pods wanted; {@link #UNKNOWN} before the first valid decision. */
  public int desired() {
    return desired;
  }

  /** Below zero: activators belong into the path. */
  public int excessBurstCapacity() {
    return excessBurstCapacity;
  }
}
