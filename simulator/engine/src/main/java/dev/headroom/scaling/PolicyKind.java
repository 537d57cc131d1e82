package dev.headroom.scaling;

import java.util.function.BiFunction;

/** All scaling policies, by the name a model or scenario gives. */
public enum PolicyKind {
  /** A constant number of instances. */
  FIXED((options, capacity) -> null),
  /** Instances start as arrivals need them and go after their keep-alive. */
  PER_REQUEST((options, capacity) -> null),
  CLOUD_RUN(CloudRunPolicy::new),
  /** An ECS service by Application Auto Scaling, on what CloudWatch shows. */
  TARGET_TRACKING((options, capacity) -> null),
  /** An EC2 Auto Scaling group, on what CloudWatch shows. */
  EC2_ASG((options, capacity) -> null),
  /** The HTTP rule of Azure Container Apps, which counts requests. */
  CONTAINER_APPS((options, capacity) -> null),
  /** Knative's pod autoscaler, which counts requests in pods and activators itself. */
  KNATIVE((options, capacity) -> null),
  /** The Kubernetes horizontal pod autoscaler, which sees samples of single pods. */
  HPA((options, capacity) -> null);

  /**
   * What one instance can take.
   *
   * @param concurrency requests inside at once, {@code Integer.MAX_VALUE} for unlimited
   * @param vcpus processors
   */
  public record Capacity(int concurrency, double vcpus) {}

  private final BiFunction<ScalingOptions, Capacity, ScalingPolicy> constructor;

  PolicyKind(BiFunction<ScalingOptions, Capacity, ScalingPolicy> constructor) {
    this.constructor = constructor;
  }

  /** A policy with empty windows, or null where none decides from integrals of the whole. */
  public ScalingPolicy create(ScalingOptions options, Capacity capacity) {
    return constructor.apply(options, capacity);
  }
}
