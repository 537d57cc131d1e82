package dev.headroom.scaling;

/**
 * Azure Container Apps' HTTP rule: requests of the last interval per second over a target, in steps
 * 1, 4, then doubling; scale-in by the highest wish of five minutes; to zero after a cooldown.
 *
 * <p>Source: "Set scaling rules in Azure Container Apps": desired = ceil(metric / target), up to
 * min(max, desired, max(4, 2 x current)), "concurrent requests" being a rate over 15 s.
 */
final class ContainerAppsPolicy implements ScalingPolicy {
  private static final double NS_PER_SECOND = 1e9;

  private final ScalingOptions options;
  private final ScalingOptions.RuleNumbers rule;
  private final int[] wishes;
  private int next;
  private int filled;
  private long lastArrivals;
  private long lastNs = Long.MIN_VALUE;
  private long lastActiveNs = Long.MIN_VALUE;

  ContainerAppsPolicy(ScalingOptions options, PolicyKind.Capacity capacity) {
    this.options = options;
    this.rule = (ScalingOptions.RuleNumbers) options.numbers();
    this.wishes = new int[(int) (rule.stabilisationDownNs() / options.intervalNs()) + 1];
  }

  @Override
  public long intervalNs() {
    return options.intervalNs();
  }

  @Override
  public void decide(long nowNs, Observation seen, Decision out) {
    double seconds = (lastNs == Long.MIN_VALUE ? intervalNs() : nowNs - lastNs) / NS_PER_SECOND;
    double rate = (seen.arrivals - lastArrivals) / seconds;
    lastArrivals = seen.arrivals;
    lastNs = nowNs;
    if (rate > 0 || seen.queued + seen.inService > 0) {
      lastActiveNs = nowNs;
    }
    int desired = (int) Math.ceil(rate / options.target());
    if (desired == 0 && lastActiveNs == nowNs) {
      desired = 1;
    }
    out.observed = rate;
    out.target = options.target();
    out.windowNs = options.intervalNs();
    out.raw = desired;
    out.wanted = limit(nowNs, desired, seen.ready + seen.starting, out);
  }

  @Override
  public boolean wake(long nowNs, Observation seen, Decision out) {
    lastActiveNs = nowNs;
    out.observed = 1;
    out.target = options.target();
    out.raw = rule.firstStep();
    out.wanted = rule.firstStep();
    out.clamp = "activation";
    return true;
  }

  private int limit(long nowNs, int desired, int current, Decision out) {
    int held = hold(desired);
    if (desired > current) {
      int step = current == 0 ? rule.firstStep() : Math.max(rule.secondStep(), 2 * current);
      out.clamp = step < desired ? "step" : "";
      return Math.min(desired, step);
    }
    boolean cooling =
        lastActiveNs != Long.MIN_VALUE && nowNs - lastActiveNs < rule.cooldownNs();
    int floor = Math.max(options.min(), cooling ? 1 : 0);
    out.clamp = held > desired ? "stabilisation" : cooling && desired == 0 ? "cooldown" : "";
    return Math.max(floor, Math.min(current, held));
  }

  /** The highest wish of the stabilisation window, the newest included. */
  private int hold(int desired) {
    wishes[next] = desired;
    next = (next + 1) % wishes.length;
    filled = Math.min(filled + 1, wishes.length);
    int highest = 0;
    for (int i = 0; i < filled; i++) {
      highest = Math.max(highest, wishes[i]);
    }
    return highest;
  }
}
