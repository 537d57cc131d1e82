package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.core.UserError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no recorded row covers: limits of annotations, old spellings, durations, messages. */
final class KnativeSettingsTest {
  private static final String DOMAIN = "autoscaling.knative.dev/";
  private static final long SECOND_NS = 1_000_000_000L;

  private static KnativeSettings annotated(String key, String value) {
    return KnativeSettings.resolve(0, Map.of(key, value), Map.of(), Reachability.REACHABLE);
  }

  private static String refused(Map<String, String> annotations, Map<String, String> config) {
    return assertThrows(
            UserError.class,
            () -> KnativeSettings.resolve(0, annotations, config, Reachability.REACHABLE))
        .getMessage();
  }

  @Test
  void defaultsAreKnatives() {
    ScaleSettings scale =
        KnativeSettings.resolve(0, Map.of(), Map.of(), Reachability.UNKNOWN).scale();
    assertEquals(
        new ScaleSettings(
            0,
            0,
            1,
            Reachability.UNKNOWN,
            true,
            30 * SECOND_NS,
            0,
            60 * SECOND_NS,
            600 * SECOND_NS,
            false),
        scale);
  }

  @Test
  void readsWhatTheLastStepToZeroNeeds() {
    ScaleSettings scale = KnativeSettings.resolve(
            0,
            Map.of(
                DOMAIN + "scale-to-zero-pod-retention-period",
                "1m5s",
                "serving.knative.dev/progress-deadline",
                "2m",
                DOMAIN + "target-burst-capacity",
                "-1"),
            Map.of(
                "enable-scale-to-zero",
                "false",
                "scale-to-zero-grace-period",
                "90s",
                "_example",
                "is passed over"),
            Reachability.REACHABLE)
        .scale();
    assertEquals(
        new ScaleSettings(
            0,
            0,
            1,
            Reachability.REACHABLE,
            false,
            90 * SECOND_NS,
            65 * SECOND_NS,
            60 * SECOND_NS,
            120 * SECOND_NS,
            true),
        scale);
  }

  @Test
  void takesOldSpellingsUnlessTodaysIsThereToo() {
    assertEquals(3, annotated(DOMAIN + "minScale", "3").scale().minScale());
    Map<String, String> both = Map.of(DOMAIN + "minScale", "3", DOMAIN + "min-scale", "4");
    assertEquals(
        4,
        KnativeSettings.resolve(0, both, Map.of(), Reachability.REACHABLE)
            .scale()
            .minScale());
    assertEquals(
        0.1,
        annotated(DOMAIN + "targetUtilizationPercentage", "10").decider().targetValue() / 100,
        1e-15);
  }

  @Test
  void anInitialScaleOfZeroCountsOnlyWhereAllowed() {
    assertEquals(1, annotated(DOMAIN + "initial-scale", "0").scale().initialScale());
    KnativeSettings allowed = KnativeSettings.resolve(
        0,
        Map.of(DOMAIN + "initial-scale", "0"),
        Map.of("allow-zero-initial-scale", "true"),
        Reachability.REACHABLE);
    assertEquals(0, allowed.scale().initialScale());
  }

  @Test
  void passesOverOtherDomains() {
    assertEquals(70, annotated("example.com/target", "1").decider().targetValue(), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "target,0.001",
    "target,many",
    "target,NaN",
    "window,5s",
    "window,61m",
    "window,7500ms",
    "window,60",
    "panic-window-percentage,0.5",
    "panic-window-percentage,101",
    "panic-threshold-percentage,109",
    "panic-threshold-percentage,1001",
    "target-utilization-percentage,0.5",
    "target-utilization-percentage,101",
    "target-burst-capacity,-2",
    "scale-down-delay,-1s",
    "scale-down-delay,1500ms",
    "scale-down-delay,2h",
    "activation-scale,0",
    "initial-scale,-1",
    "min-scale,-1",
    "min-scale,1.5",
    "max-scale,-1",
    "max-scale,x",
    "metric,cpu",
    "metric-aggregation-algorithm,median",
    "scale-to-zero-pod-retention-period,2h",
    "scale-to-zero-pod-retention-period,-1ns",
    "class,hpa.autoscaling.knative.dev"
  })
  void refusesAnnotationsThatKnativeRefuses(String key, String value) {
    String message = refused(Map.of(DOMAIN + key, value), Map.of());
    assertEquals(
        "annotations: " + key + " = " + value + ", ",
        message.substring(0, message.indexOf(", ") + 2));
  }

  @ParameterizedTest
  @CsvSource({
    "scale-to-zero-grace-period,0s",
    "activator-capacity,0.5",
    "max-scale-limit,-1",
    "max-scale-limit,5",
    "min-scale,-1",
    "scale-to-zero-pod-retention-period,-1s",
    "enable-scale-to-zero,yes",
    "pod-autoscaler-class,hpa.autoscaling.knative.dev"
  })
  void refusesConfigurationThatKnativeRefuses(String key, String value) {
    String message = refused(Map.of(), Map.of(key, value));
    assertEquals("config-autoscaler: ", message.substring(0, 19));
  }

  /** The rule that is broken is the one that is told, also where a later one would break too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "container-concurrency-target-percentage | 0 | must be above 0 and at most 100; values up"
            + " to 1 are fractions",
        "container-concurrency-target-percentage | 0.00009 |"
            + " container-concurrency-target-percentage of"
            + " container-concurrency-target-default must be at least 0.01",
        "container-concurrency-target-default | 0.01 | container-concurrency-target-percentage"
            + " of container-concurrency-target-default must be at least 0.01",
        "requests-per-second-target-default | 0.009 | must be at least 0.01",
        "activator-capacity | 0.999 | must be at least 1",
        "max-scale-up-rate | Infinity | must be a number",
        "max-scale-limit | -1 | must be 0 (no limit) or more",
        "max-scale | -1 | must be 0 (no limit) or more",
      })
  void namesTheRuleOfTheCluster(String key, String value, String rule) {
    assertEquals(
        "config-autoscaler: " + key + " = " + value + ", " + rule,
        refused(Map.of(), Map.of(key, value)));
  }

  /** The ends of a range are allowed. */
  @Test
  void takesTheEndsOfARange() {
    Map<String, String> least = Map.of(
        "container-concurrency-target-percentage",
        "1",
        "container-concurrency-target-default",
        "0.01",
        "requests-per-second-target-default",
        "0.01",
        "activator-capacity",
        "1",
        "max-scale-limit",
        "5",
        "max-scale",
        "1");
    KnativeSettings settings = KnativeSettings.resolve(0, Map.of(), least, Reachability.REACHABLE);
    assertEquals(0.01, settings.decider().targetValue());
    assertEquals(1, settings.decider().activatorCapacity());
    assertEquals(1, settings.scale().maxScale());
    for (String max : new String[] {"1", "5"}) {
      KnativeSettings annotated = KnativeSettings.resolve(
          0,
          Map.of(DOMAIN + "max-scale", max, DOMAIN + "min-scale", "1"),
          least,
          Reachability.REACHABLE);
      assertEquals(Integer.parseInt(max), annotated.scale().maxScale());
    }
    assertEquals(
        "annotations: max-scale = 0, must be between 1 and the cluster's max-scale-limit, 5",
        refused(Map.of(DOMAIN + "max-scale", "0"), least));
    assertEquals(0.01, annotated(DOMAIN + "target", "0.01").decider().totalValue());
    assertEquals(3600 * SECOND_NS, annotated(DOMAIN + "window", "1h").windows().stableWindowNs());
    String retention = DOMAIN + "scale-to-zero-pod-retention-period";
    assertEquals(0, annotated(retention, "0s").scale().podRetentionNs());
    assertEquals(3600 * SECOND_NS, annotated(retention, "1h").scale().podRetentionNs());
    String deadline = "serving.knative.dev/progress-deadline";
    assertEquals(1, annotated(deadline, "1ns").scale().progressDeadlineNs());
    assertEquals(
        "annotations: " + deadline + " = 0s, must be above 0s",
        refused(Map.of(deadline, "0s"), Map.of()));
  }

  @Test
  void saysWhatWhereAndWhatIsAllowed() {
    assertEquals(
        "annotations: window = 2s, must be between 6s and 1h",
        refused(Map.of(DOMAIN + "window", "2s"), Map.of()));
    assertEquals(
        "annotations: max-scale = 2, must not be below min-scale",
        refused(Map.of(DOMAIN + "max-scale", "2", DOMAIN + "min-scale", "3"), Map.of()));
    assertEquals(
        "annotations: max-scale = 9, must be between 1 and the cluster's " + "max-scale-limit, 5",
        refused(
            Map.of(DOMAIN + "max-scale", "9"), Map.of("max-scale-limit", "5", "max-scale", "5")));
    String unknown = refused(Map.of(), Map.of("stable-windows", "60s"));
    assertEquals(
        "config-autoscaler: unknown key 'stable-windows'; did you mean 'stable-window'?",
        unknown.substring(0, unknown.indexOf('?') + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "90s,90000000000",
    "1h30m,5400000000000",
    "-1s,-1000000000",
    "+2s,2000000000",
    "1.5s,1500000000",
    ".5s,500000000",
    "1.s,1000000000",
    "7ns,7",
    "9223372036854775807ns,9223372036854775807",
    "00000000000000000000000000000000000000000000000000000000001s,1000000000",
    "3us,3000",
    "1m2s3ms,62003000000"
  })
  void readsDurationsAsGoDoes(String text, long ns) {
    assertEquals(ns, GoDuration.parseNs(text));
  }

  @ParameterizedTest
  @CsvSource({"''", "5", "s", "-", "1d", "'1s '", "1s2", "1e3s", "9999999h", "9223372036854775808ns"
  })
  void refusesOtherDurations(String text) {
    assertThrows(IllegalArgumentException.class, () -> GoDuration.parseNs(text));
  }
}
