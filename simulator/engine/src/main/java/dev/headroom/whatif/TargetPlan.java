package dev.headroom.whatif;

import dev.headroom.measure.Say;
import dev.headroom.scaling.AwsOptions;
import dev.headroom.scaling.ContainerAppsRule;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.KubernetesOptions;
import dev.headroom.scaling.PolicyNumbers;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.knative.DeciderSettings;
import dev.headroom.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/** What a service's autoscaler really aims at, which is seldom the number that somebody wrote. */
final class TargetPlan {
  private final ServiceSpec service;
  private final ScalingOptions scaling;
  private final List<PlanLine> lines = new ArrayList<>();

  private TargetPlan(ServiceSpec service) {
    this.service = service;
    this.scaling = service.scaling();
  }

  static List<PlanLine> of(ServiceSpec service) {
    TargetPlan plan = new TargetPlan(service);
    plan.targets();
    return plan.lines;
  }

  private void targets() {
    PolicyNumbers numbers = scaling.numbers();
    int concurrency = service.platform().concurrency();
    switch (scaling.policy()) {
      case FIXED ->
        add(
            "a constant number of instances",
            scaling.max(),
            "instances",
            "nothing measures; scale.max");
      case PER_REQUEST ->
        add(
            "requests in an instance before another starts",
            concurrency,
            "requests",
            "an instance starts when a request finds no free slot");
      case CLOUD_RUN -> cloudRun(concurrency);
      case TARGET_TRACKING, EC2_ASG -> aws((AwsOptions) numbers);
      case CONTAINER_APPS ->
        add(
            "requests per replica",
            ((ContainerAppsRule) numbers).options().target(),
            "requests",
            "scale.target of the HTTP rule");
      case KNATIVE -> knative(((KnativeOptions) numbers).settings().decider());
      case HPA -> hpa((KubernetesOptions) numbers);
    }
  }

  private void cloudRun(int concurrency) {
    String share = Say.percent(scaling.target());
    double vcpus = service.platform().instance().vcpus();
    add(
        "requests per instance",
        concurrency == Integer.MAX_VALUE
            ? Double.POSITIVE_INFINITY
            : concurrency * scaling.target(),
        "requests",
        share + " of concurrency "
            + (concurrency == Integer.MAX_VALUE ? "unlimited" : Say.count(concurrency)));
    add(
        "processor per instance",
        vcpus * scaling.target(),
        "vCPUs",
        share + " of " + Say.digits(vcpus) + " vCPUs; the larger of the two decides");
  }

  private void aws(AwsOptions options) {
    for (AwsOptions.MetricPolicy policy : options.policies()) {
      String metric =
          switch (policy.metric()) {
            case CPU -> "processor use";
            case REQUESTS -> "requests per minute and instance";
            case CONCURRENCY -> "requests inside per instance";
          };
      if (policy.tracking() != null) {
        boolean cpu = policy.metric() == ScalingOptions.Metric.CPU;
        double target = policy.tracking().target();
        add(
            metric,
            cpu ? target * 100 : target,
            cpu ? "%" : "requests",
            "target tracking; adds after " + policy.tracking().highDatapoints()
                + " datapoints above, removes after " + policy.tracking().lowDatapoints()
                + " below " + Say.percent(policy.tracking().scaleInShare()) + " of it");
      }
    }
  }

  private void knative(DeciderSettings decider) {
    add(
        "per pod",
        decider.targetValue(),
        "requests",
        Say.percent(decider.targetValue() / decider.totalValue()) + " of "
            + Say.digits(decider.totalValue()) + "; panics at "
            + Say.digits(decider.panicThreshold()) + " times the ready pods' capacity");
  }

  private void hpa(KubernetesOptions options) {
    for (KubernetesOptions.MetricTarget metric : options.metrics()) {
      switch (metric.measure()) {
        case CPU ->
          add(
              "processor use",
              metric.target(),
              "%",
              "of what a pod asks for, "
                  + Say.digits(
                      options.cpuRequestMilli() == 0
                          ? service.platform().instance().vcpus()
                          : options.cpuRequestMilli() / 1000.0)
                  + " vCPUs");
        case CONCURRENCY ->
          add("requests per pod", metric.target() / 1000.0, "requests", "in pods and waiting");
        case REQUESTS ->
          add("requests per second and pod", metric.target() / 1000.0, "requests/s", "that arrive");
      }
    }
  }

  private void add(String what, double value, String unit, String formula) {
    double shown = value == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : value;
    lines.add(new PlanLine("target", "aims at " + what, shown, unit, formula));
  }
}
