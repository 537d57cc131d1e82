package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.scaling.KubernetesOptions;
import dev.headroom.scaling.KubernetesOptions.MetricTarget;
import dev.headroom.scaling.hpa.HpaReconciler;
import dev.headroom.scaling.hpa.HpaResult;
import dev.headroom.scaling.hpa.KedaActivation;
import dev.headroom.scaling.hpa.MetricProposals;
import dev.headroom.scaling.hpa.PodMetrics;
import dev.headroom.scaling.hpa.PodPhase;
import dev.headroom.scaling.hpa.ReadyCondition;
import dev.headroom.scaling.hpa.ReplicaCalculator;
import dev.headroom.scaling.hpa.ReplicaProposal;
import dev.headroom.scaling.hpa.Resource;
import dev.headroom.twin.Box.State;

/** The Kubernetes autoscaler: samples every pod now and then, decides now and then. */
final class HpaTwin extends Loop {
  private static final double SLACK = 1e-9;
  private static final long HOUR_NS = 3_600_000_000_000L;

  private final KubernetesOptions options;
  private final ReplicaCalculator calculator;
  private final HpaReconciler reconciler;
  private KedaActivation keda;
  private long beginNs;
  private long sampledNs;
  private long arrivals;
  private long arrivalsAtPoll;
  private double requestRate;
  private int replicas;

  HpaTwin(Revision revision, KubernetesOptions options) {
    super(revision);
    this.options = options;
    this.calculator = new ReplicaCalculator(options.calculator());
    this.reconciler = new HpaReconciler(options.reconciler());
  }

  @Override
  void decideFromNow(boolean running) {
    beginNs = world.nowNs;
    replicas = running ? initial : Math.max(1, schedule.min());
    if (!running) {
      revision.sizing.scaleTo(replicas);
    }
    world.at(world.nowNs + options.scrapePhaseNs(), Turn.OBSERVE, this::scrape);
    world.at(world.nowNs + options.syncPhaseNs(), Turn.OBSERVE, this::sync);
    if (options.keda() != null) {
      keda = new KedaActivation(options.keda(), world.nowNs);
      world.at(world.nowNs + options.keda().pollingNs(), Turn.OBSERVE, this::pollDue);
    }
    limit();
  }

  private void limit() {
    if (keda != null) {
      keda.limit(schedule.min(), schedule.max());
    }
    int least = keda == null ? schedule.min() : Math.max(1, schedule.min());
    reconciler.limit(least, schedule.max());
  }

  @Override
  void limitsChanged(int capacity, boolean numbered) {
    limit();
    if (numbered) {
      replicas = capacity;
      bring(capacity);
    }
  }

  @Override
  void deployed(int count) {
    replicas = Math.max(replicas, count);
  }

  private void pollDue() {
    if (!stopped) {
      world.at(world.nowNs + options.keda().pollingNs(), Turn.OBSERVE, this::pollDue);
      poll();
    }
  }

  @Override
  void wake() {
    if (options.activationPush() && !stopped) {
      poll();
    }
  }

  private long inside() {
    return revision.insideMeter.value() + revision.queuedMeter.value();
  }

  private void poll() {
    double came = revision.front.arrivals - arrivalsAtPoll;
    arrivalsAtPoll = revision.front.arrivals;
    long highest = 0;
    for (MetricTarget metric : options.metrics()) {
      long milli =
          switch (metric.measure()) {
            case CPU -> 0;
            case CONCURRENCY -> 1000 * inside();
            case REQUESTS -> (long) Math.ceil(1000 * came * 1e9 / options.keda().pollingNs());
          };
      highest = Math.max(highest, milli);
    }
    int wanted = keda.poll(world.nowNs, replicas, keda.isActive(highest));
    if (wanted != replicas) {
      replicas = wanted;
      apply(replicas);
      revision.front.drainQueue();
    }
  }

  @Override
  void becameReady(Box box) {
    box.seenUsedNs = box.usedNs();
    box.sampleMilli = -1;
  }

  private void scrape() {
    if (stopped) {
      return;
    }
    world.at(world.nowNs + options.scrapeNs(), Turn.OBSERVE, this::scrape);
    sampledNs = world.nowNs;
    for (Box box : revision.boxes) {
      if (box.serving()) {
        double milli = 1000 * (box.usedNs() - box.seenUsedNs) / options.scrapeNs();
        box.sampleMilli = (long) Math.ceil(milli - SLACK);
        box.seenUsedNs = box.usedNs();
      }
    }
    requestRate = (revision.front.arrivals - arrivals) * 1e9 / options.scrapeNs();
    arrivals = revision.front.arrivals;
  }

  private void sync() {
    if (stopped) {
      return;
    }
    world.at(world.nowNs + options.syncNs(), Turn.OBSERVE, this::sync);
    PodMetrics pods = pods();
    MetricProposals proposals = new MetricProposals();
    for (MetricTarget metric : options.metrics()) {
      ReplicaProposal proposal = new ReplicaProposal();
      switch (metric.measure()) {
        case CPU ->
          calculator.resourceUtilization(
              world.nowNs, Resource.CPU, pods, replicas, (int) metric.target(), proposal);
        case CONCURRENCY ->
          calculator.objectAverage(replicas, metric.target(), 1000 * inside(), proposal);
        case REQUESTS ->
          calculator.objectAverage(
              replicas, metric.target(), (long) Math.ceil(1000 * requestRate), proposal);
      }
      proposals.add(proposal);
    }
    HpaResult result = new HpaResult();
    reconciler.reconcile(world.nowNs, replicas, proposals, result);
    if (result.replicas != replicas) {
      replicas = result.replicas;
      apply(replicas);
      revision.front.drainQueue();
    }
  }

  private PodMetrics pods() {
    PodMetrics pods = new PodMetrics();
    long requestMilli = options.cpuRequestMilli() > 0
        ? options.cpuRequestMilli()
        : Math.round(1000 * revision.spec.platform().instance().vcpus());
    for (Box box : revision.boxes) {
      if (box.state == State.DRAINING) {
        continue;
      }
      boolean up = box.serving();
      boolean old = up && box.answersNs < beginNs;
      int row = pods.add(
          up ? PodPhase.RUNNING : PodPhase.PENDING, old ? beginNs - HOUR_NS : box.createdNs);
      pods.condition(
          row, up ? ReadyCondition.TRUE : ReadyCondition.FALSE, up ? box.answersNs : box.createdNs);
      pods.request(row, requestMilli);
      if (up && box.sampleMilli >= 0) {
        pods.sample(row, box.sampleMilli, sampledNs, options.scrapeNs());
      }
    }
    return pods;
  }
}
