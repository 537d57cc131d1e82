package dev.headroom.cli;

import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import java.util.List;

/** A word of a closed list that an option takes. */
final class Choices {
  private Choices() {}

  /**
   * Its place in the list.
   *
   * @throws UserError for another word, with the one that was probably meant (exit 2)
   */
  static int index(String option, String word, List<String> known) {
    int index = known.indexOf(word);
    if (index < 0) {
      throw UserError.invalid(option + ": " + word + "; " + Suggestions.hint(word, known)
          + "allowed: " + String.join(", ", known));
    }
    return index;
  }
}
