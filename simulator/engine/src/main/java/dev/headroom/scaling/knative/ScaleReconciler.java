package dev.headroom.scaling.knative;

/**
 * The way from a decision to replicas: bounds, the careful last step to zero, activators in or out
 * of the path, and the condition "active" that the next step depends on.
 *
 * <p>Source: knative/serving {@code pkg/reconciler/autoscaling/kpa/scaler.go} and {@code kpa.go}.
 */
public final class ScaleReconciler {
  private static final int UNKNOWN = DeciderStatus.UNKNOWN;
  private static final long SECOND_NS = 1_000_000_000L;
  /** Left to the deployment for saying why its pods failed. */
  private static final long ACTIVATION_MARGIN_NS = 30 * SECOND_NS;

  private static final long ALREADY_PROXY_NS = 3 * SECOND_NS;
  /** Far more than a revision can take to come to rest at one instant. */
  private static final int PASSES_MAX = 100;

  private final ScaleSettings settings;
  private ActiveState active;
  private long sinceNs;
  private boolean initialised;
  private ServingMode mode;
  private long backedSinceNs;
  private int replicas;
  private int wanted = UNKNOWN;

  /** A revision in the given state. */
  public ScaleReconciler(ScaleSettings settings, ScaleState start) {
    this.settings = settings;
    this.active = start.active();
    this.sinceNs = start.sinceNs();
    this.initialised = start.initialised();
    this.mode = start.mode();
    this.backedSinceNs = start.backedSinceNs();
    this.replicas = start.replicas();
  }

  /**
   * Brings the revision to rest under the decision in force. To be called when {@link
   * DeciderStatus#accept} says so, when ready pods changed, and when a timer asked for is due.
   */
  public void reconcile(long nowNs, DeciderStatus decider, ScaleTarget target) {
    int passes = 0;
    while (pass(nowNs, decider, target)) {
      if (++passes == PASSES_MAX) {
        throw new IllegalStateException("no rest after " + passes + " passes at " + nowNs + " ns: "
            + state() + ", decider wants " + decider.desired());
      }
    }
  }

  /** One pass; true where it changed what the next one would see. */
  private boolean pass(long nowNs, DeciderStatus decider, ScaleTarget target) {
    ActiveState activeBefore = active;
    boolean initialisedBefore = initialised;
    ServingMode modeBefore = mode;
    int replicasBefore = replicas;
    back(nowNs, target.readyPods());
    wanted = scale(nowNs, decider.desired(), target);
    mode = wanted > 0 && decider.excessBurstCapacity() >= 0 ? ServingMode.SERVE : ServingMode.PROXY;
    back(nowNs, target.readyPods());
    judge(nowNs, wanted, target.readyPods(), true);
    return active != activeBefore
        || initialised != initialisedBefore
        || mode != modeBefore
        || replicas != replicasBefore;
  }

  /** Activators back a revision in proxy mode, and any without ready pods. */
  private void back(long nowNs, int readyPods) {
    if (mode == ServingMode.SERVE && readyPods > 0) {
      backedSinceNs = PodDecision.NEVER;
    } else if (backedSinceNs == PodDecision.NEVER) {
      backedSinceNs = nowNs;
    }
  }

  /** Scales if that is due; returns the count wanted, below zero while that is not known. */
  int scale(long nowNs, int desired, ScaleTarget target) {
    if (desired < 0 && active != ActiveState.ACTIVATING) {
      return desired;
    }
    int pods = bounded(desired);
    if (pods > 0) {
      return apply(pods, target);
    }
    if (!settings.enableScaleToZero()) {
      return apply(1, target);
    }
    long stateNs = nowNs - sinceNs;
    return switch (active) {
      case ACTIVATING -> giveUp(nowNs, stateNs, target);
      case ACTIVE -> deactivate(nowNs, stateNs, target);
      case INACTIVE -> removeLast(nowNs, stateNs, target);
    };
  }

  private int bounded(int desired) {
    int least = settings.effectiveMinScale();
    if (settings.initialScale() > 1 && !initialised && settings.reachability().reachable()) {
      least = Math.max(least, settings.initialScale());
    }
    if (desired < least) {
      return least;
    }
    return settings.maxScale() == 0 ? desired : Math.min(desired, settings.maxScale());
  }

  private int apply(int pods, ScaleTarget target) {
    if (pods != replicas) {
      replicas = pods;
      target.scaleTo(pods);
    }
    return pods;
  }

  private int giveUp(long nowNs, long stateNs, ScaleTarget target) {
    long limitNs = settings.progressDeadlineNs() + ACTIVATION_MARGIN_NS;
    if (stateNs >= limitNs) {
      return apply(0, target);
    }
    target.reconcileAt(nowNs + limitNs);
    return UNKNOWN;
  }

  /** Active for a stable window: becomes inactive first, with its pods; else one pod stays. */
  private int deactivate(long nowNs, long stateNs, ScaleTarget target) {
    long leftNs = settings.stableWindowNs() - stateNs;
    if (leftNs <= 0) {
      // A change of mode leads to another look by itself.
      if (mode == ServingMode.PROXY) {
        target.reconcileAt(nowNs + ALREADY_PROXY_NS);
      }
      return 0;
    }
    target.reconcileAt(nowNs + leftNs);
    return apply(1, target);
  }

  /** The last pods go when activators have been in the path for the grace period. */
  private int removeLast(long nowNs, long stateNs, ScaleTarget target) {
    if (!settings.activatorAlways() && !target.activatorAnswers()) {
      target.probeActivator();
      return 0;
    }
    long retentionNs = settings.reachability().reachable() ? settings.podRetentionNs() : 0;
    if (stateNs >= Math.max(settings.gracePeriodNs(), retentionNs)) {
      return apply(0, target);
    }
    if (stateNs < retentionNs) {
      target.reconcileAt(nowNs + retentionNs - stateNs);
      return 0;
    }
    long backedNs = backedSinceNs == PodDecision.NEVER ? 0 : nowNs - backedSinceNs;
    long leftNs = settings.gracePeriodNs() - backedNs;
    if (leftNs <= 0) {
      return apply(0, target);
    }
    target.reconcileAt(nowNs + leftNs);
    return 0;
  }

  /** Sets the condition "active" from the pods wanted and those ready. */
  void judge(long nowNs, int pods, int readyPods, boolean named) {
    int least = settings.effectiveMinScale();
    int enough = Math.max(least, initialised ? 1 : settings.initialScale());
    if (readyPods >= enough && named) {
      initialised = true;
    }
    ActiveState next = active;
    if (pods == 0 || enough == 0) {
      next = ActiveState.INACTIVE;
    } else if (pods > 0 || active != ActiveState.INACTIVE) {
      next = readyPods >= enough ? ActiveState.ACTIVE : ActiveState.ACTIVATING;
    }
    if (next != active) {
      active = next;
      sinceNs = nowNs;
    }
  }

  /** Pods the last pass wanted: 0 also while the last ones are kept; below zero: not known. */
  public int wanted() {
    return wanted;
  }

  /** Pods asked for. */
  public int replicas() {
    return replicas;
  }

  /** The condition "active". */
  public ActiveState active() {
    return active;
  }

  /** Where the revision's service leads. */
  public ServingMode mode() {
    return mode;
  }

  /** Everything, for a look from outside. */
  public ScaleState state() {
    return new ScaleState(active, sinceNs, initialised, mode, backedSinceNs, replicas);
  }
}
