package dev.headroom.scaling.hpa;

/**
 * Azure Container Apps with an HTTP rule: KEDA and an autoscaler without {@code behavior}.
 *
 * <p>What the rule calls concurrent requests is a rate: those of the last 15 s, divided by 15. From
 * nothing one replica is started, then {@code min(max, desired, max(4, 2 x current))} with {@code
 * desired = ceil(rate / target)} and no tolerance; a higher wish is held for the stabilisation
 * window, and the cooldown delays only the last replica.
 *
 * <p>Source: learn.microsoft.com, "Set scaling rules in Azure Container Apps". That a request
 * activates at once follows from the polling interval not applying to HTTP rules.
 */
public final class ContainerAppsScaler {
  private static final long SECONDS = ContainerAppsOptions.INTERVAL_NS / 1_000_000_000L;

  private final ContainerAppsOptions options;
  private final KedaActivation activation;
  private final HpaReconciler autoscaler;
  private final MetricProposals metrics = new MetricProposals();

  /** An app deployed at {@code createdNs}. */
  public ContainerAppsScaler(ContainerAppsOptions options, long createdNs) {
    this.options = options;
    this.activation = new KedaActivation(
        new KedaOptions(
            options.min(),
            options.max(),
            ContainerAppsOptions.INTERVAL_NS,
            options.cooldownNs(),
            options.cooldownNs(),
            0),
        createdNs);
    this.autoscaler = new HpaReconciler(new HpaOptions(
        Math.max(1, options.min()), options.max(), options.stabilisationDownNs(), null));
  }

  /** Changes the limits; the next evaluation works by them. */
  public void limit(int min, int max) {
    activation.limit(min, max);
    autoscaler.limit(Math.max(1, min), max);
  }

  /** A request arrived while there was no replica; returns the replicas to have from now on. */
  public int wake(long nowNs, int current) {
    return activation.poll(nowNs, current, true);
  }

  /**
   * Evaluates the rule, every {@link ContainerAppsOptions#INTERVAL_NS}.
   *
   * @param current replicas now
   * @param requests how many arrived since the last evaluation
   */
  public void decide(long nowNs, int current, long requests, HpaResult out) {
    int activated = activation.poll(nowNs, current, requests > 0);
    if (current == 0) {
      out.reset(0);
      change(activated, out);
      return;
    }
    metrics.clear();
    metrics.add(wanted(requests));
    autoscaler.reconcile(nowNs, current, metrics, out);
    // Activation's step to nothing waits until the autoscaler has come down to one.
    if (activated == 0 && current == 1 && out.replicas == 1) {
      change(0, out);
    }
  }

  private int wanted(long requests) {
    long perReplica = SECONDS * options.target();
    return (int) Math.min(Integer.MAX_VALUE, (requests + perReplica - 1) / perReplica);
  }

  private static void change(int replicas, HpaResult out) {
    if (replicas != out.replicas) {
      out.replicas = replicas;
      out.updated = true;
      out.ableToScale = AbleToScale.SUCCEEDED_RESCALE;
    }
  }
}
