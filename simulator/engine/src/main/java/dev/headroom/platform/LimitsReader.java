package dev.headroom.platform;

import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import dev.headroom.core.FailureReason;
import dev.headroom.platform.Limits.Ends;
import dev.headroom.platform.Limits.HealthCheck;
import dev.headroom.platform.Limits.Interruption;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads a platform's limits, which stand in several sections of its model. */
final class LimitsReader {
  static final List<String> REASONS =
      Arrays.stream(FailureReason.values()).map(FailureReason::label).toList();

  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1000 * MILLI;

  private LimitsReader() {}

  /**
   * Reads the limits.
   *
   * @param instance the platform's section of that name
   * @param timeouts the platform's section of that name, or null
   */
  static Limits read(Section platform, Section instance, Section timeouts) {
    long baseMemory = instance.bytes("baseMemory", 0);
    if (baseMemory >= instance.bytes("memory")) {
      throw instance.error(
          "baseMemory",
          instance.text("baseMemory"),
          "less than instance.memory = " + instance.text("memory"));
    }
    boolean cfs =
        instance.choice("fractionalCpu", List.of("fluid", "cfs"), "fluid").equals("cfs");
    long periodNs = instance.durationNs("cpuPeriod", MILLI, SECOND, 100 * MILLI);
    Ends ends = instance.choice("ends", Ends.GRACEFUL);
    String frozen = ends == Ends.FROZEN ? "none" : "full";
    boolean throttled =
        instance.choice("idleCpu", List.of("full", "none"), frozen).equals("none");
    if (ends == Ends.FROZEN && !throttled) {
      throw instance.error("ends", "frozen", "graceful or killed where idleCpu is full");
    }
    boolean kills = timeouts == null
        || timeouts.choice("onRequest", List.of("kill", "leave"), "kill").equals("kill");
    return new Limits(
        baseMemory,
        cfs ? periodNs : 0,
        ends,
        !throttled,
        kills,
        healthCheck(platform),
        interruption(platform.optionalSection("interruption")),
        reports(platform.optionalSection("reports")));
  }

  /** The check of a load balancer; {@code none} takes the model's away. */
  private static HealthCheck healthCheck(Section platform) {
    if (!platform.has("healthCheck")
        || platform.node("healthCheck") instanceof ScalarNode word
            && word.text().equals("none")) {
      return null;
    }
    Section section = platform.section("healthCheck");
    long intervalNs = section.durationNs("interval", SECOND, 3600 * SECOND);
    return new HealthCheck(
        intervalNs,
        section.durationNs("timeout", MILLI, 3600 * SECOND),
        section.integer("healthyThreshold", 1, 100),
        section.integer("unhealthyThreshold", 1, 100),
        section.durationNs("cpu", 0, 60 * SECOND, MILLI));
  }

  private static Interruption interruption(Section section) {
    return section == null
        ? null
        : new Interruption(
            section.durationNs("warning", 0, 3600 * SECOND),
            section.number("perInstanceHour", 0, 3600, 0));
  }

  private static Map<FailureReason, String> reports(Section section) {
    Map<FailureReason, String> reports = new EnumMap<>(FailureReason.class);
    if (section != null) {
      for (String label : section.keys()) {
        if (!REASONS.contains(label)) {
          throw section.problem(
              label, "not a reason to fail; allowed: " + String.join(", ", REASONS));
        }
        reports.put(FailureReason.of(REASONS.indexOf(label)), section.text(label));
      }
    }
    return Collections.unmodifiableMap(reports);
  }

  /**
   * The probing phase with the load balancer's checks after it: the first comes somewhere in the
   * interval, since the balancer's clock and the instance's start know nothing of each other.
   */
  static Distribution withChecks(Distribution probing, Limits limits) {
    HealthCheck check = limits.healthCheck();
    if (check == null) {
      return probing;
    }
    return Distribution.sum(
        probing,
        Distribution.shifted(
            Distribution.uniform(0, check.intervalNs()),
            (check.healthyThreshold() - 1) * check.intervalNs()));
  }
}
