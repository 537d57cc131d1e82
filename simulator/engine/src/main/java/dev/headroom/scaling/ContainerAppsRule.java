package dev.headroom.scaling;

import dev.headroom.config.Section;
import dev.headroom.scaling.hpa.ContainerAppsOptions;
import java.util.List;

/**
 * An HTTP scale rule of Azure Container Apps, as a scenario writes it.
 *
 * @param options of the rule
 */
public record ContainerAppsRule(ContainerAppsOptions options) implements PolicyNumbers {
  private static final long DAY_NS = 86_400_000_000_000L;

  static ContainerAppsRule read(Section scale, int min, int max) {
    ContainerAppsOptions usual = ContainerAppsOptions.DEFAULT;
    // Fixed by the platform; a model may say so, nobody can change them.
    long intervalNs = ContainerAppsOptions.INTERVAL_NS;
    scale.durationNs("interval", intervalNs, intervalNs, intervalNs);
    scale.choice("metric", List.of("requests"), "requests");
    return new ContainerAppsRule(new ContainerAppsOptions(
        min,
        max,
        scale.integer("target", 1, 1_000_000, usual.target()),
        scale.durationNs("stabilisationDown", 0, DAY_NS, usual.stabilisationDownNs()),
        scale.durationNs("cooldown", 0, DAY_NS, usual.cooldownNs())));
  }
}
