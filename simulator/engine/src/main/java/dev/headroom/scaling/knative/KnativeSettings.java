package dev.headroom.scaling.knative;

import java.util.Map;

/**
 * One revision's scaling, resolved from its annotations over the cluster's configuration.
 *
 * @param containerConcurrency requests one pod takes at the same time; 0: no limit
 * @param decider what a decision depends on
 * @param windows how reports are averaged
 * @param scale what turns a decision into replicas
 */
public record KnativeSettings(
    int containerConcurrency,
    DeciderSettings decider,
    WindowSettings windows,
    ScaleSettings scale) {
  /**
   * Reads them as Knative does.
   *
   * @param containerConcurrency the revision's hard limit; 0: none
   * @param annotations the revision's annotations; other domains' are passed over
   * @param configAutoscaler the data of the config map {@code config-autoscaler}
   * @param reachability whether a route leads to the revision
   * @throws dev.headroom.core.UserError where Knative would refuse a value, or a key is unknown
   */
  public static KnativeSettings resolve(
      int containerConcurrency,
      Map<String, String> annotations,
      Map<String, String> configAutoscaler,
      Reachability reachability) {
    return new RevisionReader(ClusterSettings.read(configAutoscaler), annotations)
        .read(containerConcurrency, reachability);
  }
}
