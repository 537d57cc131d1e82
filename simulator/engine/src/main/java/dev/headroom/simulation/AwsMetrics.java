package dev.headroom.simulation;

import dev.headroom.results.Gauge;
import dev.headroom.scaling.AwsOptions;
import dev.headroom.scaling.ScalingOptions.Metric;
import dev.headroom.simulation.Instance.State;
import java.util.Arrays;

/**
 * What CloudWatch shows of one service, a datapoint at the end of each period; NaN where there is
 * none.
 *
 * <p>Processor use is that of the instances that are there at the end, over the time they were in
 * service; of a group only those count that were warm all the time. Requests are those that reached
 * an instance, per instance in service, whether warm or not: the load balancer measures them.
 */
final class AwsMetrics {
  private static final double NS_PER_MINUTE = 60e9;

  private final Revision revision;
  private final AwsOptions options;
  private final double vcpus;
  private double[] usedNs = new double[16];
  private long beginNs;
  private long sampledNs;
  private long entered;
  private long enteredBefore;
  private long readyBeforeNs;
  private long insideBeforeNs;

  AwsMetrics(Revision revision, AwsOptions options) {
    this.revision = revision;
    this.options = options;
    this.vcpus = revision.spec.platform().instance().vcpus();
  }

  void begin(long nowNs) {
    beginNs = nowNs;
    sampledNs = nowNs;
    readyBeforeNs = readyNs();
    insideBeforeNs = insideNs();
  }

  void requestEntered() {
    entered++;
  }

  void instanceReady(int instance, long nowNs) {
    if (instance >= usedNs.length) {
      usedNs = Arrays.copyOf(usedNs, 2 * instance);
    }
    usedNs[instance] = revision.work.cpuUsedNs(instance, nowNs);
  }

  /** Closes a period and writes the datapoint of each policy. */
  void close(long nowNs, double[] datapoints) {
    double use = Math.floorMod(nowNs, options.sampleNs()) == 0 ? processorUse(nowNs) : Double.NaN;
    long readyNs = readyNs() - readyBeforeNs;
    double requests = (entered - enteredBefore) * NS_PER_MINUTE / readyNs;
    double inside = (double) (insideNs() - insideBeforeNs) / readyNs;
    readyBeforeNs += readyNs;
    insideBeforeNs = insideNs();
    enteredBefore = entered;
    for (int p = 0; p < datapoints.length; p++) {
      Metric metric = options.policies().get(p).metric();
      datapoints[p] = metric == Metric.CPU
          ? use
          : readyNs > 0 ? metric == Metric.REQUESTS ? requests : inside : Double.NaN;
    }
  }

  private double processorUse(long nowNs) {
    Instances rows = revision.fleet.rows;
    Seniority seniority = revision.fleet.seniority;
    double usedSumNs = 0;
    double timeNs = 0;
    for (int i = seniority.oldest(); i != Fleet.NONE; i = seniority.youngerThan(i)) {
      Instance instance = rows.at(i);
      if (instance.state == State.STARTING) {
        continue;
      }
      double used = revision.work.cpuUsedNs(i, nowNs);
      boolean warm =
          instance.readyNs < beginNs || instance.readyNs + options.warmUpNs() <= sampledNs;
      if (warm || options.owner() == AwsOptions.Owner.SERVICE) {
        usedSumNs += used - usedNs[i];
        timeNs += nowNs - Math.max(sampledNs, instance.readyNs);
      }
      usedNs[i] = used;
    }
    sampledNs = nowNs;
    return timeNs > 0 ? usedSumNs / (timeNs * vcpus) : Double.NaN;
  }

  private long readyNs() {
    return integral(Gauge.IDLE) + integral(Gauge.BUSY);
  }

  private long insideNs() {
    return integral(Gauge.QUEUED) + integral(Gauge.IN_SERVICE);
  }

  private long integral(Gauge gauge) {
    return revision.recorder.integral(revision.row, gauge);
  }
}
