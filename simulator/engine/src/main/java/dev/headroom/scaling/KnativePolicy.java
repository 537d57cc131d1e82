package dev.headroom.scaling;

/**
 * Knative's pod autoscaler: stable and panic windows over one-second concurrency averages.
 *
 * <p>The decision follows knative/serving {@code pkg/autoscaler/scaling/autoscaler.go}: wishes are
 * {@code ceil(average / target)}, limited to {@code ready x maxScaleUpRate} and {@code ready /
 * maxScaleDownRate}; when the panic wish reaches {@code panicThreshold} of the ready count the
 * larger wish holds and never falls until a stable window has passed. Simplified here: averages
 * come from the whole service without scrape sampling or lag, and the activator is always the
 * common queue.
 */
final class KnativePolicy implements ScalingPolicy {
  private static final long SECOND = 1_000_000_000L;
  private static final long NEVER = Long.MIN_VALUE;

  private final ScalingOptions options;
  private final ScalingOptions.RuleNumbers rule;
  private final double targetPerPod;
  private final Window stable;
  private final Window panic;
  private final int ticksPerDecision;
  private long tick;
  private long panicNs = NEVER;
  private int panicPods;
  private int last = -1;

  KnativePolicy(ScalingOptions options, PolicyKind.Capacity capacity) {
    this.options = options;
    this.rule = options.rule();
    double total =
        capacity.concurrency() == Integer.MAX_VALUE
            ? options.targetDefault()
            : capacity.concurrency();
    this.targetPerPod = Math.max(0.01, total * options.target());
    this.stable = new Window(options.windowNs(), SECOND, 1);
    this.panic = new Window(rule.panicWindowNs(), SECOND, 1);
    this.ticksPerDecision = (int) Math.max(1, options.intervalNs() / SECOND);
  }

  /** Statistics are reported every second; decisions are every {@code interval}. */
  @Override
  public long intervalNs() {
    return SECOND;
  }

  @Override
  public void decide(long nowNs, Observation seen, Decision out) {
    stable.add(nowNs, seen.concurrencyNs);
    panic.add(nowNs, seen.concurrencyNs);
    if (tick++ % ticksPerDecision != 0) {
      out.wanted = last;
      return;
    }
    scale(nowNs, seen.ready, stable.mean(0), panic.mean(0), out);
  }

  @Override
  public boolean wake(long nowNs, Observation seen, Decision out) {
    if (last > 0) {
      return false;
    }
    // The activator's first report stands for one request in flight.
    scale(nowNs, seen.ready, 1, 1, out);
    return true;
  }

  private void scale(long nowNs, int ready, double stableMean, double panicMean, Decision out) {
    int pods = Math.max(1, ready);
    int up = (int) Math.ceil(rule.maxScaleUpRate() * pods);
    int down = (int) Math.floor(pods / rule.maxScaleDownRate());
    int rawStable = (int) Math.ceil(stableMean / targetPerPod);
    int rawPanic = (int) Math.ceil(panicMean / targetPerPod);
    int wanted = Math.min(Math.max(rawStable, down), up);
    boolean over = (double) rawPanic / pods >= rule.panicThreshold();
    if (over) {
      panicNs = nowNs;
    } else if (panicNs != NEVER && panicNs + options.windowNs() < nowNs) {
      panicNs = NEVER;
      panicPods = 0;
    }
    boolean panicking = panicNs != NEVER;
    if (panicking) {
      int wish = Math.max(wanted, Math.min(Math.max(rawPanic, down), up));
      panicPods = Math.max(panicPods, wish);
      wanted = panicPods;
    }
    // With one pod "down" is 0: the service may go to zero once the stable window is empty.
    out.observed = panicking ? panicMean : stableMean;
    out.target = targetPerPod;
    out.windowNs = panicking ? rule.panicWindowNs() : options.windowNs();
    out.raw = panicking ? rawPanic : rawStable;
    out.clamp = panicking ? "panic" : wanted > rawStable ? "scale-down rate" : "";
    out.wanted = wanted;
    last = wanted;
  }
}
