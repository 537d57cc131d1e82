package dev.headroom.scaling;

import dev.headroom.config.Section;
import dev.headroom.core.UserError;
import dev.headroom.scaling.knative.KnativeSettings;
import dev.headroom.scaling.knative.Reachability;
import dev.headroom.scaling.knative.Release;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a Knative service scales: settings as Knative resolves them, and the rhythm of its parts.
 *
 * <p>Keys of the {@code scale} section that other platforms know too are put into Knative's own
 * words; {@code config} (the data of {@code config-autoscaler}) and {@code annotations} are taken
 * as they are and come last.
 *
 * @param settings resolved
 * @param release whose arithmetic is followed
 * @param scrapeNs time between two reports of pods and activators
 * @param tickNs time between two decisions
 * @param reportPhaseNs when in a second reports go out; {@link #RANDOM} is drawn per run
 * @param tickPhaseNs when in an interval decisions fall; {@link #RANDOM} is drawn per run
 * @param samples whether only a sample of many pods is scraped, as Knative does
 */
public record KnativeOptions(
    KnativeSettings settings,
    Release release,
    long scrapeNs,
    long tickNs,
    long reportPhaseNs,
    long tickPhaseNs,
    boolean samples)
    implements PolicyNumbers {
  /** A phase that each run draws anew: free-running clocks are not aligned with the traffic. */
  public static final long RANDOM = -1;

  private static final String DOMAIN = "autoscaling.knative.dev/";
  private static final long SECOND = 1_000_000_000L;

  /** A key here, its key in {@code config-autoscaler}, and the unit that Knative leaves out. */
  private static final String[][] CONFIG = {
    {"targetDefault", "container-concurrency-target-default", ""},
    {"window", "stable-window", ""},
    {"panicWindow", "panic-window-percentage", "%"},
    {"panicThreshold", "panic-threshold-percentage", "%"},
    {"maxScaleUpRate", "max-scale-up-rate", ""},
    {"maxScaleDownRate", "max-scale-down-rate", ""},
    {"burstCapacity", "target-burst-capacity", ""},
    {"activatorCapacity", "activator-capacity", ""},
    {"scaleDownDelay", "scale-down-delay", ""},
    {"scaleToZero", "enable-scale-to-zero", ""},
    {"gracePeriod", "scale-to-zero-grace-period", ""},
    {"podRetention", "scale-to-zero-pod-retention-period", ""},
    {"initialScale", "initial-scale", ""}
  };

  static KnativeOptions read(Section scale, int concurrency, int min, int max) {
    Map<String, String> config = new TreeMap<>();
    for (String[] key : CONFIG) {
      if (scale.has(key[0])) {
        config.put(key[1], unit(scale.text(key[0]), key[2]));
      }
    }
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(DOMAIN + "min-scale", Integer.toString(min));
    annotations.put(DOMAIN + "max-scale", max == Integer.MAX_VALUE ? "0" : Integer.toString(max));
    target(scale, config, annotations);
    if (scale.has("algorithm")) {
      annotations.put(
          DOMAIN + "metric-aggregation-algorithm",
          scale.choice("algorithm", List.of("linear", "weighted-exponential")));
    }
    if (scale.has("activationScale")) {
      annotations.put(DOMAIN + "activation-scale", scale.text("activationScale"));
    }
    putAll(scale, "config", config);
    putAll(scale, "annotations", annotations);
    int hard = concurrency == Integer.MAX_VALUE ? 0 : concurrency;
    return new KnativeOptions(
        resolve(scale, hard, annotations, config),
        scale.choice("release", Release.V1_23),
        scale.durationNs("scrapeInterval", SECOND, SECOND, SECOND),
        scale.durationNs("interval", SECOND, 60 * SECOND, 2 * SECOND),
        phase(scale, "reportPhase"),
        phase(scale, "tickPhase"),
        scale.bool("scrapeSample", true));
  }

  /** A share sets the utilisation of the capacity, a number replaces the capacity. */
  private static void target(
      Section scale, Map<String, String> config, Map<String, String> annotations) {
    boolean requests = scale
        .choice("metric", List.of("concurrency", "requests"), "concurrency")
        .equals("requests");
    if (requests) {
      annotations.put(DOMAIN + "metric", "rps");
    }
    if (!scale.has("target")) {
      return;
    }
    String text = scale.text("target");
    if (!text.endsWith("%")) {
      annotations.put(DOMAIN + "target", text);
    } else if (requests) {
      annotations.put(DOMAIN + "target-utilization-percentage", unit(text, "%"));
    } else {
      config.put("container-concurrency-target-percentage", unit(text, "%"));
    }
  }

  private static String unit(String text, String unit) {
    return text.endsWith(unit) ? text.substring(0, text.length() - unit.length()) : text;
  }

  private static void putAll(Section scale, String key, Map<String, String> into) {
    Section map = scale.optionalSection(key);
    if (map != null) {
      map.keys().forEach(name -> into.put(name, map.text(name)));
    }
  }

  private static KnativeSettings resolve(
      Section scale, int concurrency, Map<String, String> annotations, Map<String, String> config) {
    try {
      return KnativeSettings.resolve(concurrency, annotations, config, Reachability.REACHABLE);
    } catch (UserError e) {
      throw UserError.invalid(scale.position() + ": " + scale.path() + ": " + e.getMessage());
    }
  }

  private static long phase(Section scale, String key) {
    return scale.has(key) && scale.text(key).equals("random")
        ? RANDOM
        : scale.durationNs(key, 0, 60 * SECOND, 0);
  }
}
