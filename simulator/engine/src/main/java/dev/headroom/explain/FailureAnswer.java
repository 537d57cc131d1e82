package dev.headroom.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.config.Suggestions;
import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.measure.Say;
import dev.headroom.results.SavedResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** When and why requests failed with a status or reason, and what keeps it from happening. */
public final class FailureAnswer {
  private static final int INTERVALS_SHOWN = 10;
  /** Bins without a failure that do not end an interval. */
  private static final int PAUSE_BINS = 5;

  private final View view;
  private final String asked;
  private final List<FailureReason> reasons;
  private final Answer answer;

  private FailureAnswer(View view, String asked, List<FailureReason> reasons) {
    this.view = view;
    this.asked = asked;
    this.reasons = reasons;
    this.answer = new Answer("status", "Requests that failed with " + asked + ": " + view.name());
  }

  /**
   * The answer.
   *
   * @param status an HTTP status such as {@code 429} or a reason such as {@code db-refused}
   * @throws UserError for a status that no request can fail with (exit 2)
   */
  public static Answer of(SavedResult result, String status) {
    String asked = status.strip();
    List<FailureReason> reasons = Arrays.stream(FailureReason.values())
        .filter(reason -> reason.label().equals(asked) || reason.retryToken().equals(asked))
        .toList();
    if (reasons.isEmpty()) {
      Set<String> known = new LinkedHashSet<>();
      for (FailureReason reason : FailureReason.values()) {
        known.add(reason.label());
      }
      for (FailureReason reason : FailureReason.values()) {
        if (!reason.retryToken().isEmpty()) {
          known.add(reason.retryToken());
        }
      }
      throw UserError.invalid("--status: " + asked + "; " + Suggestions.hint(asked, known)
          + "allowed: " + String.join(", ", known));
    }
    return new FailureAnswer(new View(result), asked, reasons).answer();
  }

  private Answer answer() {
    double total = 0;
    for (FailureReason reason : reasons) {
      total += failed(reason);
    }
    answer.values().put("failed", Math.round(total));
    if (total == 0) {
      none();
      return answer;
    }
    double offered = view.number("/requests/offered");
    answer.sentence(View.amount(total) + " of " + View.amount(offered) + " requests ("
        + Say.percent(total / offered) + ") failed with " + asked + " for good, retries included"
        + (view.at("/days").isObject()
            ? ": the mean of " + view.text("/runs") + " days; when is" + " that of the day shown."
            : "."));
    for (FailureReason reason : reasons) {
      if (failed(reason) > 0) {
        answer.fact(reason.label(), View.amount(failed(reason)) + ": " + Reasons.meaning(reason));
        String words = words(reason);
        if (!words.isEmpty()) {
          answer.fact("", "the platform says: " + words);
        }
      }
    }
    throttles();
    intervals();
    avoid();
    return answer;
  }

  private double failed(FailureReason reason) {
    double failed = view.number("/requests/failedByReason/" + reason.label());
    return Double.isNaN(failed) ? 0 : failed;
  }

  private String words(FailureReason reason) {
    String reported = view.text("/requests/reportedAs/" + reason.label());
    if (reported.isEmpty() && reason == FailureReason.DB_REFUSED) {
      List<String> errors = new ArrayList<>();
      for (JsonNode error : view.at("/database/refusedByError")) {
        errors.add(error.path("sqlState").asText() + " " + error.path("message").asText() + " ("
            + View.amount(error.path("count").asDouble()) + " times)");
      }
      return String.join("; ", errors);
    }
    return reported.isEmpty() ? view.setting("platform.reports." + reason.label()) : reported;
  }

  private void none() {
    List<String> others = new ArrayList<>();
    view.at("/requests/failedByReason").properties().forEach(reason -> {
      if (reason.getValue().isNumber()) {
        others.add(View.amount(reason.getValue().asDouble()) + " " + reason.getKey());
      }
    });
    answer.sentence("No request failed with " + asked + " for good. "
        + (others.isEmpty()
            ? "None failed at all."
            : "Those that failed: " + String.join(", ", others) + "."));
    throttles();
    answer.fact("meaning", Reasons.meaning(reasons.get(0)));
    answer.fact("avoided by", Reasons.remedy(reasons.get(0)));
  }

  /** Attempts, of which most may have been retried with success. */
  private void throttles() {
    if (reasons.contains(FailureReason.THROTTLED)) {
      view.at("/requests/throttledAttempts").properties().forEach(limit -> {
        // With many days the interval and the band stand beside each number.
        if (limit.getValue().isNumber()) {
          answer.fact(
              "attempts",
              View.amount(limit.getValue().asDouble()) + " attempts were throttled by "
                  + limit.getKey());
        }
      });
    }
  }

  private void intervals() {
    int bins = view.series.bins();
    List<double[]> found = new ArrayList<>();
    double[] open = null;
    int lastBad = 0;
    for (int bin = 0; bin < bins; bin++) {
      double failed = 0;
      for (FailureReason reason : reasons) {
        failed += view.value("failed." + reason.label(), bin);
      }
      if (failed == 0) {
        continue;
      }
      if (open == null || bin - lastBad > PAUSE_BINS) {
        open = new double[] {bin, bin, 0, 0};
        found.add(open);
      }
      open[1] = bin;
      open[2] += failed;
      open[3] = Math.max(open[3], failed / view.series.binSeconds());
      lastBad = bin;
    }
    List<List<String>> rows = new ArrayList<>();
    for (double[] one : found.subList(0, Math.min(INTERVALS_SHOWN, found.size()))) {
      rows.add(List.of(
          view.moments.say(view.series.secondsAt((int) one[0])),
          view.moments.say(view.series.secondsAt((int) one[1] + 1)),
          View.amount(one[2]),
          View.amount(one[3]) + "/s"));
    }
    if (!rows.isEmpty()) {
      answer.table(
          "When"
              + (found.size() > rows.size()
                  ? ", the first " + rows.size() + " of " + found.size() + " intervals"
                  : ""),
          List.of("from", "to", "failed", "most"),
          rows);
    }
  }

  private void avoid() {
    for (JsonNode cause : view.at("/verdict/causes")) {
      JsonNode effect = cause.path("effect").path("failed");
      if (effect.path("after").asDouble() < effect.path("before").asDouble()) {
        answer.fact(
            "cause",
            "without " + cause.path("lifted").asText() + " "
                + View.amount(effect.path("after").asDouble()) + " instead of "
                + View.amount(effect.path("before").asDouble())
                + " requests would have failed (simulated)");
      }
    }
    boolean verified = view.at("/fixes").size() > 0;
    for (JsonNode fix : view.at("/fixes")) {
      answer.fact("fix", fixed(fix) + ", every objective met on fresh seeds too");
    }
    for (JsonNode fix : view.at("/tried")) {
      JsonNode failed = fix.path("effect").path("failed");
      if (!verified && failed.path("after").asDouble() < failed.path("before").asDouble() / 2) {
        answer.fact("helps", fixed(fix) + ", but not every objective is met");
      }
    }
    for (FailureReason reason : reasons) {
      if (failed(reason) > 0) {
        answer.fact("in general", Reasons.remedy(reason));
      }
    }
  }

  private static String fixed(JsonNode fix) {
    JsonNode failed = fix.path("effect").path("failed");
    return fix.path("change").asText() + ": " + View.amount(failed.path("after").asDouble())
        + " failed requests instead of " + View.amount(failed.path("before").asDouble());
  }
}
