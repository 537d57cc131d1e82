package dev.headroom.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.measure.Say;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Judgement.Verdict;

/** What many days say together, and what the days that are shown say for themselves. */
final class DaysSentences {
  private final Days days;
  private final ArrayNode sentences;

  DaysSentences(Days days, ArrayNode sentences) {
    this.days = days;
    this.sentences = sentences;
  }

  /** How often each objective was violated, and what that says about days to come. */
  void objectives(boolean partial) {
    if (days.checks().isEmpty()) {
      sentences.add("No objective given: " + failures(days.trouble()));
    }
    for (int check = 0; check < days.checks().size(); check++) {
      sentences.add(objective(days.checks().get(check), days.judgement(check)));
    }
    if (partial) {
      sentences.add("Interrupted: only the " + Say.count(days.size())
          + " days that were finished are counted.");
    }
  }

  private static String failures(Judgement trouble) {
    return trouble.violated() == 0
        ? "nothing failed on any of " + days(trouble.runs()) + "; at most "
            + Say.percent(trouble.interval().high()) + " of days would see failures."
        : "requests failed or the database had no free connection on " + ofDays(trouble) + ", "
            + range(trouble.interval()) + " of days.";
  }

  private String objective(ObjectiveCheck objective, Judgement judgement) {
    Verdict verdict = judgement.verdict();
    String word =
        switch (verdict) {
          case PASS -> "Pass: ";
          case FAIL -> objective.warning() ? "Warning: " : "Violated: ";
          case INCONCLUSIVE -> "Undecided: ";
        };
    String named = objective.name().equals(objective.expression()) ? "" : objective.name() + ": ";
    String counted = judgement.violated() == 0
        ? "none of " + days(judgement.runs()) + " violates it, so at most "
            + Say.percent(judgement.interval().high()) + " of days would"
        : ofDays(judgement) + (judgement.violated() == 1 ? " violates" : " violate") + " it, so "
            + range(judgement.interval()) + " of days would";
    return word + named + objective.expression() + ": " + counted + "; "
        + Say.percent(judgement.risk()) + " may" + more(judgement, verdict) + ".";
  }

  private static String more(Judgement judgement, Verdict verdict) {
    if (verdict != Verdict.INCONCLUSIVE) {
      return "";
    }
    return judgement.violated() == 0
        ? " (" + Judgement.runsToPass(judgement.risk()) + " days without one would be a pass)"
        : " (more runs decide it)";
  }

  /** How a change that mended one day does on all of them. */
  void fix(String change, Judgement judgement) {
    sentences.add("Fix on all days, " + change + ": "
        + (judgement.violated() == 0
            ? "none of " + days(judgement.runs()) + " goes wrong, so at most "
                + Say.percent(judgement.interval().high()) + " of days would."
            : ofDays(judgement) + (judgement.violated() == 1 ? " still goes" : " still go")
                + " wrong, so " + range(judgement.interval()) + " of days would; "
                + Say.percent(judgement.risk()) + " may."));
  }

  private static String ofDays(Judgement judgement) {
    return Say.count(judgement.violated()) + " of " + days(judgement.runs());
  }

  private static String days(int count) {
    return Say.count(count) + (count == 1 ? " day" : " days");
  }

  private static String range(Interval share) {
    return "between " + Say.percent(share.low()) + " and " + Say.percent(share.high());
  }

  /**
   * What a day's own review says.
   *
   * @param day from 0
   * @param which of them it is
   * @param own what it says
   */
  void day(int day, String which, JsonNode own) {
    String who = "Day " + Say.count(day + 1) + ", " + which + ": ";
    for (JsonNode sentence : own) {
      sentences.add(who + sentence.asText());
      who = "";
    }
  }
}
