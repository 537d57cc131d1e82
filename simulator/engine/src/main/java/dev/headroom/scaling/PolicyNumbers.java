package dev.headroom.scaling;

/** Numbers that one kind of policy reads and no other. */
public sealed interface PolicyNumbers
    permits KnativeOptions, KubernetesOptions, AwsOptions, ContainerAppsRule, PolicyNumbers.None {

  /** The policy reads nothing beyond what all know. */
  record None() implements PolicyNumbers {}
}
