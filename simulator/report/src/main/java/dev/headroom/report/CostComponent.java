package dev.headroom.report;

import dev.headroom.report.Panel.Texture;
import java.util.Locale;

/** Parts of the bill, in the order in which they are stacked. */
enum CostComponent {
  COMPUTE_BUSY("computeBusy", "compute, busy", Tone.BLUE, Texture.SOFT),
  COMPUTE_IDLE("computeIdle", "compute, idle", Tone.GREY, Texture.HATCH),
  COMPUTE_START("computeStart", "compute, starting", Tone.PURPLE, Texture.SOLID),
  COMPUTE_PROVISIONED("computeProvisioned", "compute, kept ready", Tone.PURPLE, Texture.HATCH),
  GPU("gpu", "GPU", Tone.PURPLE, Texture.COUNTER_HATCH),
  REQUESTS("requests", "requests", Tone.BLUE, Texture.COUNTER_HATCH),
  NODES("nodes", "nodes", Tone.BLUE, Texture.HATCH),
  LOAD_BALANCER("loadBalancer", "load balancer", Tone.GREY, Texture.SOFT),
  NAT("nat", "NAT", Tone.GREY, Texture.COUNTER_HATCH),
  DATABASE("database", "database", Tone.GREEN, Texture.SOFT),
  POOLER("pooler", "pooler", Tone.GREEN, Texture.HATCH);

  private final String key;
  private final String label;
  private final Tone tone;
  private final Texture texture;

  CostComponent(String key, String label, Tone tone, Texture texture) {
    this.key = key;
    this.label = label;
    this.tone = tone;
    this.texture = texture;
  }

  /** The name in {@code cost.byComponent}. */
  String key() {
    return key;
  }

  String label() {
    return label;
  }

  Tone tone() {
    return tone;
  }

  Texture texture() {
    return texture;
  }

  /** Classes of a bar in the style sheet; an unknown component is grey. */
  static String styleOf(String key) {
    for (CostComponent component : values()) {
      if (component.key.equals(key)) {
        boolean hatched =
            component.texture == Texture.HATCH || component.texture == Texture.COUNTER_HATCH;
        return component.tone.name().toLowerCase(Locale.ROOT) + (hatched ? " hatch" : "");
      }
    }
    return "grey";
  }

  /** What people call a component of the bill; an unknown one keeps its key. */
  static String labelOf(String key) {
    for (CostComponent component : values()) {
      if (component.key.equals(key)) {
        return component.label;
      }
    }
    return key;
  }
}
