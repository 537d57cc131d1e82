/**
 * The Kubernetes Horizontal Pod Autoscaler, and what is built on its rules: KEDA's activation and
 * Azure Container Apps.
 *
 * <p>A sync has two halves. {@link dev.headroom.scaling.hpa.ReplicaCalculator} turns one metric and
 * the state of the pods, {@link dev.headroom.scaling.hpa.PodMetrics}, into a proposal; {@link
 * dev.headroom.scaling.hpa.HpaReconciler} turns the proposals of all metrics, {@link
 * dev.headroom.scaling.hpa.MetricProposals}, into a replica count, and remembers what the next sync
 * needs. Both are pure: the caller brings the time and the measurements, and nothing here knows the
 * engine. Quantities are in thousandths ("milli"), as the real calculator has them.
 *
 * <p>Source: Kubernetes v1.28, {@code pkg/controller/podautoscaler}; its recorded decisions are
 * replayed by the tests. Imports nothing of ours. Open {@code HpaReconciler} first.
 */
package dev.headroom.scaling.hpa;
