package dev.headroom.cli;

import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import java.util.ArrayList;
import java.util.List;

/** How a command writes its answer to stdout. */
enum ReportFormat {
  TEXT("text"),
  JSON("json"),
  MARKDOWN("md"),
  JUNIT("junit"),
  GITHUB_COMMENT("github-comment");

  private final String label;

  ReportFormat(String label) {
    this.label = label;
  }

  /**
   * The format that the options ask for.
   *
   * @param format as written, or null
   * @param json whether {@code --json} was given
   * @throws UserError where it is unknown or the two differ (exit 2)
   */
  static ReportFormat of(String format, boolean json) {
    if (format == null) {
      return json ? JSON : TEXT;
    }
    List<String> labels = new ArrayList<>();
    for (ReportFormat known : values()) {
      labels.add(known.label);
      if (known.label.equals(format)) {
        if (json && known != JSON) {
          throw UserError.invalid("--format " + format + ": not with --json; name one of them");
        }
        return known;
      }
    }
    throw UserError.invalid("--format: " + format + "; " + Suggestions.hint(format, labels)
        + "allowed: " + String.join(", ", labels));
  }
}
