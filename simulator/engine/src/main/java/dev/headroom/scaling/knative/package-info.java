/**
 * Knative's pod autoscaler, whole: what pods report, the windows over it, the decision, and the
 * way from a decision to replicas and back to zero.
 *
 * <pre>
 *   PodRequestStats, ActivatorRequestStats     one report a second
 *        | ScrapeSample
 *        v
 *   MetricWindows (two WindowBuckets)          stable and panic average
 *        v
 *   PodAutoscaler -> DeciderStatus             every 2 s, or when poked
 *        v
 *   ScaleReconciler -> ScaleTarget             replicas, mode, when to look again
 * </pre>
 *
 * <p>Nothing here knows the engine. Every time is in nanoseconds since the Unix epoch, because the
 * buckets of the windows are cut at whole absolute seconds; who calls with another zero gets other
 * buckets. Formulas follow knative/serving at knative-v1.23.0-5, and release 1.12 where {@link
 * dev.headroom.scaling.knative.Release} says so; recorded decisions of both are the tests. Imports
 * {@code core} and {@code config}. Open {@link dev.headroom.scaling.knative.PodAutoscaler} first.
 */
package dev.headroom.scaling.knative;
