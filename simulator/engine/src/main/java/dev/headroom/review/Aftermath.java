package dev.headroom.review;

import dev.headroom.measure.Facts;
import dev.headroom.traffic.Thinning;
import java.util.Locale;
import java.util.function.Function;

/** Whether a run came to itself after its worst time, as one letter of a map. */
public enum Aftermath {
  CALM('\u00b7', "nothing to recover from"),
  RECOVERED('R', "recovers"),
  TRACE_ENDED('?', "the traffic ends first"),
  NOT_RECOVERED('N', "does not recover, cause unknown"),
  OVERLOADED('O', "overloaded: the load after the spike is too much without it as well"),
  SELF_SUSTAINING('M', "metastable: stays down at a load that is served where no spike has been");

  private final char letter;
  private final String meaning;

  Aftermath(char letter, String meaning) {
    this.letter = letter;
    this.meaning = meaning;
  }

  /** For a map. */
  public char letter() {
    return letter;
  }

  /** For documents and tables: {@code self-sustaining}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For the key of a map. */
  public String meaning() {
    return meaning;
  }

  /**
   * What became of a run.
   *
   * @param rerun runs the same scenario, seed and day with less traffic; called at most once
   */
  public static Aftermath of(Facts facts, Function<Thinning, Facts> rerun) {
    Recovery recovery = Recovery.judged(facts, rerun);
    if (recovery == null) {
      return CALM;
    }
    return switch (recovery.state()) {
      case RECOVERED -> RECOVERED;
      case TRACE_ENDED -> TRACE_ENDED;
      case SELF_SUSTAINING -> SELF_SUSTAINING;
      case OVERLOADED -> OVERLOADED;
      case NOT_RECOVERED -> NOT_RECOVERED;
    };
  }
}
