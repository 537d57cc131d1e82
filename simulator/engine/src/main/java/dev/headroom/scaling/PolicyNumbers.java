package dev.headroom.scaling;

/** Numbers that one kind of policy reads and no other. */
public sealed interface PolicyNumbers
    permits KnativeOptions, KubernetesOptions, ScalingOptions.RuleNumbers {}
