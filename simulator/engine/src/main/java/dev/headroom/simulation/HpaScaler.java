package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.KubernetesOptions;
import dev.headroom.scaling.KubernetesOptions.Measure;
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
import dev.headroom.simulation.Instance.State;
import java.util.Arrays;

/**
 * The Kubernetes autoscaler's loop around one revision: pods are sampled every scrape interval, and
 * every sync the controller decides from the last sample of each, however old.
 */
class HpaScaler extends Scaler {
  /** Below the smallest fraction of a millicore that can occur, above the rounding of sums. */
  private static final double SLACK = 1e-9;

  private static final long HOUR_NS = 3_600_000_000_000L;
  private static final long NO_SAMPLE = -1;

  final HpaResult result = new HpaResult();
  final ReplicaProposal proposal = new ReplicaProposal();
  final MetricProposals proposals = new MetricProposals();
  final PodMetrics pods = new PodMetrics();
  private final KubernetesOptions options;
  private final ReplicaCalculator calculator;
  private final HpaReconciler reconciler;
  private final Decision told = new Decision();
  private final long requestMilli;
  private final int onScrape;
  private final int onSync;
  private final int onPoll;
  /** Works between nothing and the first pod; null without KEDA. */
  private KedaActivation keda;

  private long arrivalsAtPoll;
  private double[] usedNs = new double[16];
  private long[] sampleMilli = new long[16];
  private long beginNs;
  private long sampledNs;
  private long arrivals;
  private double requestRate;
  private int replicas;
  private int sampled;

  HpaScaler(Revision revision, KubernetesOptions options) {
    super(revision);
    this.options = options;
    this.calculator = new ReplicaCalculator(options.calculator());
    this.reconciler = new HpaReconciler(options.reconciler());
    this.requestMilli = options.cpuRequestMilli() > 0
        ? options.cpuRequestMilli()
        : Math.round(1000 * revision.spec.platform().instance().vcpus());
    this.onScrape = revision.queue.register(Turn.OBSERVE, unused -> scrape());
    this.onSync = revision.queue.register(Turn.OBSERVE, unused -> sync());
    this.onPoll = revision.queue.register(Turn.OBSERVE, unused -> pollDue());
  }

  @Override
  void decideFromNow(boolean running) {
    long nowNs = revision.queue.nowNs();
    beginNs = nowNs;
    replicas = running ? initial() : Math.max(1, schedule.min());
    if (!running) {
      revision.sizing.scaleTo(replicas);
    }
    revision.queue.schedule(nowNs + options.scrapePhaseNs(), onScrape, 0);
    revision.queue.schedule(nowNs + options.syncPhaseNs(), onSync, 0);
    if (options.keda() != null) {
      keda = new KedaActivation(options.keda(), nowNs);
      revision.queue.schedule(nowNs + options.keda().pollingNs(), onPoll, 0);
    }
    limitReconciler();
  }

  private void limitReconciler() {
    if (keda != null) {
      keda.limit(schedule.min(), schedule.max());
    }
    reconciler.limit(keda == null ? schedule.min() : Math.max(1, schedule.min()), schedule.max());
  }

  /** The next sync or poll brings the pods to new limits, as it would after an edit. */
  @Override
  void limitsChanged(long nowNs, int capacity, boolean numbered) {
    limitReconciler();
    if (numbered) {
      replicas = capacity;
      bring(nowNs, capacity, "scheduled");
    }
  }

  @Override
  void deployed(int count) {
    replicas = Math.max(replicas, count);
  }

  private void pollDue() {
    if (!stopped()) {
      revision.queue.schedule(revision.queue.nowNs() + options.keda().pollingNs(), onPoll, 0);
      poll();
    }
  }

  /** With a trigger that pushes, a waiting request does not wait for the poll. */
  @Override
  void wake() {
    if (options.activationPush() && !stopped()) {
      poll();
    }
  }

  private void poll() {
    long nowNs = revision.queue.nowNs();
    long highest = 0;
    for (int m = 0; m < options.metrics().size(); m++) {
      highest = Math.max(
          highest,
          switch (options.metrics().get(m).measure()) {
            case CPU -> 0;
            case CONCURRENCY -> 1000 * inside();
            case REQUESTS -> pollRateMilli();
          });
    }
    arrivalsAtPoll = revision.router.arrivals();
    int wanted = keda.poll(nowNs, replicas, keda.isActive(highest));
    if (wanted != replicas) {
      told.wanted = wanted;
      told.observed = highest / 1e3;
      told.target = options.keda().activationMilli() / 1e3;
      told.windowNs = options.keda().pollingNs();
      told.raw = wanted;
      told.clamp = replicas == 0 ? "activation" : "cooldown over";
      replicas = wanted;
      apply(nowNs, told);
    }
  }

  /** Requests per second since the last poll, in thousandths. */
  private long pollRateMilli() {
    double came = revision.router.arrivals() - arrivalsAtPoll;
    return (long) Math.ceil(1000 * came * 1e9 / options.keda().pollingNs());
  }

  private long inside() {
    return revision.recorder.value(revision.row, Gauge.IN_SERVICE)
        + revision.recorder.value(revision.row, Gauge.QUEUED);
  }

  @Override
  void ready(int instance) {
    if (instance >= usedNs.length) {
      int length = Math.max(instance + 1, usedNs.length * 2);
      usedNs = Arrays.copyOf(usedNs, length);
      sampleMilli = Arrays.copyOf(sampleMilli, length);
    }
    usedNs[instance] = revision.work.cpuUsedNs(instance, revision.queue.nowNs());
    sampleMilli[instance] = NO_SAMPLE;
  }

  private void scrape() {
    if (stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + options.scrapeNs(), onScrape, 0);
    sampledNs = nowNs;
    Seniority seniority = revision.fleet.seniority;
    for (int i = seniority.oldest(); i != Fleet.NONE; i = seniority.youngerThan(i)) {
      if (revision.fleet.rows.at(i).state != State.STARTING) {
        double used = revision.work.cpuUsedNs(i, nowNs);
        double milli = 1000 * (used - usedNs[i]) / options.scrapeNs();
        sampleMilli[i] = (long) Math.ceil(milli - SLACK);
        usedNs[i] = used;
      }
    }
    requestRate = (revision.router.arrivals() - arrivals) * 1e9 / options.scrapeNs();
    arrivals = revision.router.arrivals();
  }

  private void sync() {
    if (stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + options.syncNs(), onSync, 0);
    syncing();
    listPods();
    proposals.clear();
    for (int m = 0; m < options.metrics().size(); m++) {
      MetricTarget metric = options.metrics().get(m);
      propose(nowNs, metric);
      proposals.add(proposal);
      if (proposal.replicas > told.raw || m == 0) {
        explain(metric);
      }
    }
    reconciler.reconcile(nowNs, replicas, proposals, result);
    told.wanted = result.replicas;
    told.clamp = word(result.limited ? result.scalingLimited : result.ableToScale);
    int before = replicas;
    replicas = result.replicas;
    if (replicas != before) {
      apply(nowNs, told);
    }
    synced(nowNs, before);
  }

  /** A sync begins; for a look from outside. */
  void syncing() {}

  /** Pods that the last sync had a sample of. */
  final int sampled() {
    return sampled;
  }

  /** A sync has been carried out; for a look from outside. */
  void synced(long nowNs, int replicasBefore) {}

  private void propose(long nowNs, MetricTarget metric) {
    switch (metric.measure()) {
      case CPU ->
        calculator.resourceUtilization(
            nowNs, Resource.CPU, pods, replicas, (int) metric.target(), proposal);
      case CONCURRENCY ->
        calculator.objectAverage(replicas, metric.target(), 1000 * inside(), proposal);
      case REQUESTS ->
        calculator.objectAverage(
            replicas, metric.target(), (long) Math.ceil(1000 * requestRate), proposal);
    }
  }

  private void explain(MetricTarget metric) {
    boolean cpu = metric.measure() == Measure.CPU;
    told.raw = proposal.replicas;
    told.observed = cpu ? proposal.utilizationPercent : proposal.usageMilli / 1e3;
    told.target = cpu ? metric.target() : metric.target() / 1e3;
    told.windowNs = metric.measure() == Measure.CONCURRENCY ? 0 : options.scrapeNs();
  }

  /** The pods as the controller lists them: those that stop are marked, then those that live. */
  private void listPods() {
    pods.clear();
    sampled = 0;
    Instances rows = revision.fleet.rows;
    Seniority seniority = revision.fleet.seniority;
    for (int i = seniority.oldest(); i != Fleet.NONE; i = seniority.youngerThan(i)) {
      Instance instance = rows.at(i);
      boolean starting = instance.state == State.STARTING;
      boolean old = !starting && instance.readyNs < beginNs;
      long startNs = old ? beginNs - HOUR_NS : instance.startedNs;
      int row = pods.add(starting ? PodPhase.PENDING : PodPhase.RUNNING, startNs);
      pods.condition(
          row,
          starting ? ReadyCondition.FALSE : ReadyCondition.TRUE,
          starting ? instance.startedNs : instance.readyNs);
      pods.request(row, requestMilli);
      if (!starting && sampleMilli[i] != NO_SAMPLE) {
        pods.sample(row, sampleMilli[i], sampledNs, options.scrapeNs());
        sampled++;
      }
    }
  }
}
