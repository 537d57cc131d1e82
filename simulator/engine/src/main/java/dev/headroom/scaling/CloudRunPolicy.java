package dev.headroom.scaling;

/**
 * Cloud Run's metric scaling: the larger of what concurrency and CPU ask for, each held at a share
 * of an instance's capacity over a one-minute window.
 *
 * <p>Source: "About instance autoscaling in Cloud Run services" (recommended = max over drivers;
 * {@code ceil(average / (capacity x target))}); the page says "periodically", older copies every
 * 5 s.
 */
final class CloudRunPolicy implements ScalingPolicy {
  private final ScalingOptions options;
  private final double concurrencyTarget;
  private final double cpuTarget;
  private final Window window;

  CloudRunPolicy(ScalingOptions options, PolicyKind.Capacity capacity) {
    this.options = options;
    this.concurrencyTarget = capacity.concurrency() * options.target();
    this.cpuTarget = capacity.vcpus() * options.target();
    this.window = new Window(options.windowNs(), options.intervalNs(), 2);
  }

  @Override
  public long intervalNs() {
    return options.intervalNs();
  }

  @Override
  public void decide(long nowNs, Observation seen, Decision out) {
    window.add(nowNs, seen.concurrencyNs, (long) seen.cpuNs);
    double concurrency = window.mean(0);
    double cpu = window.mean(1);
    int byConcurrency = (int) Math.ceil(concurrency / concurrencyTarget);
    int byCpu = (int) Math.ceil(cpu / cpuTarget);
    boolean cpuDecides = byCpu > byConcurrency;
    out.observed = cpuDecides ? cpu : concurrency;
    out.target = cpuDecides ? cpuTarget : concurrencyTarget;
    out.windowNs = window.coveredNs();
    out.raw = Math.max(byConcurrency, byCpu);
    out.wanted = out.raw;
    out.clamp = cpuDecides ? "cpu" : "concurrency";
  }
}
