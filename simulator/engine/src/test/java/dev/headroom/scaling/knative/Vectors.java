package dev.headroom.scaling.knative;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the values that several kinds of vectors share. */
final class Vectors {
  static final long MS_NS = 1_000_000L;

  private Vectors() {}

  /** A field that must be there: a renamed one would otherwise read as zero. */
  static JsonNode field(JsonNode row, String name) {
    JsonNode value = row.get(name);
    if (value == null) {
      throw new AssertionError("no field " + name + " in " + row);
    }
    return value;
  }

  static long ns(JsonNode row, String name) {
    return Math.multiplyExact(field(row, name).longValue(), MS_NS);
  }

  static double number(JsonNode row, String name) {
    return field(row, name).doubleValue();
  }

  static int integer(JsonNode row, String name) {
    return field(row, name).intValue();
  }

  static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      texts.put(entry.getKey(), entry.getValue().asText());
    }
    return texts;
  }

  static DeciderSettings decider(JsonNode spec) {
    return new DeciderSettings(
        metric(field(spec, "scalingMetric").asText()),
        number(spec, "targetValue"),
        number(spec, "totalValue"),
        number(spec, "targetBurstCapacity"),
        number(spec, "panicThreshold"),
        number(spec, "maxScaleUpRate"),
        number(spec, "maxScaleDownRate"),
        ns(spec, "stableWindowMs"),
        ns(spec, "scaleDownDelayMs"),
        integer(spec, "activationScale"),
        field(spec, "reachable").booleanValue(),
        integer(spec, "initialScale"),
        number(spec, "activatorCapacity"));
  }

  private static ScalingMetric metric(String word) {
    return switch (word) {
      // Recorded decisions leave it out in places: averages are given there, no metric is read.
      case "", "concurrency" -> ScalingMetric.CONCURRENCY;
      case "rps" -> ScalingMetric.RPS;
      default -> throw new AssertionError("metric " + word);
    };
  }

  static Aggregation aggregation(String word) {
    return switch (word) {
      case "", "linear" -> Aggregation.LINEAR;
      case "weighted-exponential" -> Aggregation.WEIGHTED_EXPONENTIAL;
      default -> throw new AssertionError("algorithm " + word);
    };
  }

  static Reachability reachability(String word) {
    return switch (word) {
      case "" -> Reachability.UNKNOWN;
      case "Reachable" -> Reachability.REACHABLE;
      case "Unreachable" -> Reachability.UNREACHABLE;
      default -> throw new AssertionError("reachability " + word);
    };
  }

  static ActiveState active(String word) {
    return switch (word) {
      case "activating" -> ActiveState.ACTIVATING;
      case "active" -> ActiveState.ACTIVE;
      case "inactive" -> ActiveState.INACTIVE;
      default -> throw new AssertionError("state " + word);
    };
  }

  /** What is recorded of the release: its own field where it differed from the newer one's. */
  static JsonNode of(Release release, JsonNode row, String name) {
    JsonNode own = release == Release.V1_12 ? row.get(name + "V1_12") : null;
    return own == null ? field(row, name) : own;
  }

  /** An output of a decision as text, the recorded one. */
  static String recorded(JsonNode out) {
    long panicMs = field(out, "panicTimeMs").longValue();
    return text(
        field(out, "valid").booleanValue(),
        integer(out, "desired"),
        integer(out, "ebc"),
        field(out, "panic").booleanValue(),
        panicMs == 0 ? PodDecision.NEVER : panicMs * MS_NS,
        integer(out, "maxPanicPods"));
  }

  /** The same text of ours. */
  static String ours(PodDecision decision) {
    return text(
        decision.valid,
        decision.desired,
        decision.excessBurstCapacity,
        decision.panicking,
        decision.panicNs,
        decision.panicPeakPods);
  }

  private static String text(
      boolean valid, int desired, int ebc, boolean panic, long panicNs, int panicPods) {
    return (valid ? "valid" : "invalid") + " desired " + desired + " ebc " + ebc
        + (panic ? " in panic" : " calm") + " since "
        + (panicNs == PodDecision.NEVER ? "never" : panicNs + " ns")
        + " peak " + panicPods;
  }
}
