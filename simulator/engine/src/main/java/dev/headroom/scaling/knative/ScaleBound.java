package dev.headroom.scaling.knative;

/** The rule that changed the wish of a window into the decided count. */
public enum ScaleBound {
  /** None: the window's wish itself. */
  NONE(""),
  /** Not more than the ready pods times the rate up. */
  SCALE_UP_RATE("max-scale-up-rate"),
  /** Not less than the ready pods through the rate down. */
  SCALE_DOWN_RATE("max-scale-down-rate"),
  /** At least the activation scale, as there is demand. */
  ACTIVATION_SCALE("activation-scale"),
  /** In panic never less than before. */
  PANIC_PEAK("panic"),
  /** The largest count of the delay. */
  SCALE_DOWN_DELAY("scale-down-delay");

  private final String word;

  ScaleBound(String word) {
    this.word = word;
  }

  /** The setting's name in Knative's configuration; empty for none. */
  public String word() {
    return word;
  }
}
