package dev.headroom.scaling.knative;

/**
 * The decision: pods wanted, from two averages and the pods that are ready.
 *
 * <p>The stable window decides until the panic window asks for {@code panicThreshold} times the
 * ready pods; from then on the larger wish does, and never falls, until a stable window has passed
 * without another such moment. Source: knative/serving {@code pkg/autoscaler/scaling/autoscaler.go}
 * in the order of its steps.
 */
public final class PodAutoscaler {
  private final Release release;
  /** Made once: a delay that is changed later has no effect, as in Knative. */
  private final PeakWindow delay;

  private DeciderSettings settings;
  private long panicNs = PodDecision.NEVER;
  private int panicPeakPods;
  private ScaleBound bound = ScaleBound.NONE;

  /**
   * An autoscaler that starts now; where several pods run already it starts in panic, so that it
   * does not remove pods before its windows have filled.
   */
  public PodAutoscaler(DeciderSettings settings, Release release, long nowNs, int readyPods) {
    this.settings = settings;
    this.release = release;
    this.delay =
        settings.scaleDownDelayNs() > 0 ? new PeakWindow(settings.scaleDownDelayNs()) : null;
    this.panicPeakPods = readyPods;
    if (readyPods > 1) {
      panicNs = nowNs;
    }
  }

  /** Other settings from the next decision on; panic and the delay's memory stay. */
  public void update(DeciderSettings changed) {
    settings = changed;
  }

  /** Decides without metrics or without a count of pods: no opinion, and nothing changes. */
  public void undecided(PodDecision out) {
    out.valid = false;
    out.desired = 0;
    out.excessBurstCapacity = 0;
    out.stableWish = 0;
    out.panicWish = 0;
    out.bound = ScaleBound.NONE;
    state(out);
  }

  /** Decides from the windows by now, which are observed here. */
  public void decide(long nowNs, int readyPods, MetricWindows windows, PodDecision out) {
    if (windows.observe(nowNs)) {
      decide(nowNs, readyPods, windows.stable(), windows.panic(), out);
    } else {
      undecided(out);
    }
  }

  /** Decides from the two averages. */
  public void decide(
      long nowNs, int readyPods, double stableAverage, double panicAverage, PodDecision out) {
    double stableWish = Math.ceil(stableAverage / settings.targetValue());
    double panicWish = Math.ceil(panicAverage / settings.targetValue());
    double ready = Math.max(1, readyPods);
    int inPanic = limited(panicWish, ready);
    ScaleBound panicBound = bound;
    int desired = limited(stableWish, ready);

    watchPanic(nowNs, panicWish / ready >= settings.panicThreshold());
    if (panicNs != PodDecision.NEVER) {
      if (inPanic > desired) {
        desired = inPanic;
        bound = panicBound;
      }
      if (desired < panicPeakPods) {
        bound = ScaleBound.PANIC_PEAK;
      }
      panicPeakPods = Math.max(panicPeakPods, desired);
      desired = panicPeakPods;
    }
    out.valid = true;
    out.desired = delayed(nowNs, desired);
    out.excessBurstCapacity = excessBurstCapacity(readyPods, panicAverage);
    out.stableWish = (int) stableWish;
    out.panicWish = (int) panicWish;
    out.bound = bound;
    state(out);
  }

  /** A wish within the rates, raised to the activation scale; notes the rule that changed it. */
  private int limited(double wish, double ready) {
    double most = Math.ceil(settings.maxScaleUpRate() * ready);
    double least = settings.reachable() ? Math.floor(ready / settings.maxScaleDownRate()) : 0;
    int pods = (int) Math.min(Math.max(wish, least), most);
    bound = ScaleBound.NONE;
    if (wish > most) {
      bound = ScaleBound.SCALE_UP_RATE;
    } else if (wish < least) {
      bound = ScaleBound.SCALE_DOWN_RATE;
    }
    // After the rates, so it may exceed the rate up.
    if (settings.activationScale() > 1 && wish > 0 && settings.activationScale() > pods) {
      bound = ScaleBound.ACTIVATION_SCALE;
      return settings.activationScale();
    }
    return pods;
  }

  private void watchPanic(long nowNs, boolean overThreshold) {
    if (overThreshold) {
      panicNs = nowNs;
    } else if (panicNs != PodDecision.NEVER && panicNs + settings.stableWindowNs() < nowNs) {
      panicNs = PodDecision.NEVER;
      panicPeakPods = 0;
    }
  }

  private int delayed(long nowNs, int desired) {
    if (delay == null || !release.delays(settings.reachable())) {
      return desired;
    }
    int peak = delay.record(nowNs, desired);
    if (peak > desired) {
      bound = ScaleBound.SCALE_DOWN_DELAY;
    }
    return peak;
  }

  private int excessBurstCapacity(int readyPods, double panicAverage) {
    double burst = settings.targetBurstCapacity();
    if (burst == 0 || burst == -1) {
      return (int) burst;
    }
    return (int) Math.floor(readyPods * settings.totalValue() - burst - panicAverage);
  }

  private void state(PodDecision out) {
    out.panicking = panicNs != PodDecision.NEVER;
    out.panicNs = panicNs;
    out.panicPeakPods = panicPeakPods;
  }
}
