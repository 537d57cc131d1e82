package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Say;
import dev.headroom.review.Recoveries.Changed;
import dev.headroom.review.Recoveries.Day;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.List;

/** The answer of {@code headroom recover} as one document, schema {@code headroom/recover/v1}. */
public final class RecoveriesDocument {
  /** A smaller cost is not worth a sentence. */
  private static final double TOLD_USD = 0.01;

  private final Recoveries recoveries;

  private RecoveriesDocument(Recoveries recoveries) {
    this.recoveries = recoveries;
  }

  /** The document; null where not even one day was done. */
  public static ObjectNode of(Recoveries recoveries) {
    return recoveries.days().isEmpty() ? null : new RecoveriesDocument(recoveries).build();
  }

  private ObjectNode build() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "headroom/recover/v1");
    root.put("name", recoveries.scenario().name());
    root.put("seed", recoveries.request().seed());
    root.put("runs", recoveries.days().size());
    root.put("partial", recoveries.partial());
    root.put("simulations", recoveries.runs());
    root.put("recoveredRuns", count(recoveries.days()));
    put(root, "recoveredSeconds", Recoveries.seconds(recoveries.days()));
    for (String key : List.of(
        "triggerFrom",
        "triggerEnd",
        "failuresCeasedSeconds",
        "backlogClearedSeconds",
        "retryShareDuring",
        "retryShareAfter",
        "afterPerSecond",
        "recoversAtPerSecond",
        "failsAtPerSecond")) {
      put(root, key, recoveries.sample(key));
    }
    put(root, "tailCost", tail());
    root.put("typicalDay", recoveries.typical() + 1);
    ArrayNode days = root.putArray("days");
    for (Day day : recoveries.days()) {
      ObjectNode one = days.addObject();
      one.put("state", day.state());
      one.setAll(day.block());
    }
    ArrayNode changes = root.putArray("changes");
    for (Changed change : recoveries.changes()) {
      ObjectNode one = changes.addObject();
      one.put("change", change.name());
      one.put("runs", change.days().size());
      compare(one.putObject("asItIs"), recoveries.freshDays());
      compare(one.putObject("changed"), change.days());
    }
    ObjectNode verdict = root.putObject("verdict");
    verdict.put("state", state());
    ArrayNode sentences = verdict.putArray("sentences");
    sentences().forEach(sentences::add);
    return root;
  }

  private Sample tail() {
    return Sample.of(recoveries.days().stream().mapToDouble(Day::tailCost).toArray());
  }

  private static void compare(ObjectNode node, List<Day> days) {
    node.put("recoveredRuns", count(days));
    ResultDocument.put(node, "meanSeconds", Recoveries.seconds(days).mean(), 6);
  }

  private static int count(List<Day> days) {
    return (int) days.stream().filter(Day::recovered).count();
  }

  private static void put(ObjectNode root, String key, Sample sample) {
    ResultDocument.put(root, key, sample.mean(), 6);
    Interval interval = interval(sample);
    if (interval.isKnown()) {
      root.putArray(key + "Ci95").add(interval.low()).add(interval.high());
    } else {
      root.putNull(key + "Ci95");
    }
  }

  /** Student's interval does not know that a time cannot be below zero. */
  private static Interval interval(Sample sample) {
    Interval mean = sample.meanInterval();
    return new Interval(mean.low() < 0 && sample.least() >= 0 ? 0 : mean.low(), mean.high());
  }

  private int lost() {
    return (int) recoveries.days().stream()
        .filter(day -> Double.isInfinite(day.seconds()))
        .count();
  }

  private int unknown() {
    return (int)
        recoveries.days().stream().filter(day -> Double.isNaN(day.seconds())).count();
  }

  private String state() {
    int of = recoveries.days().size();
    if (lost() == 0) {
      return unknown() == 0 ? "pass" : "inconclusive";
    }
    Judgement judgement = new Judgement(lost(), of, recoveries.request().risk());
    return judgement.verdict() == Judgement.Verdict.FAIL ? "fail" : "inconclusive";
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    List<Day> days = recoveries.days();
    Day typical = days.get(recoveries.typical());
    sentences.add(headline(days));
    if (!typical.sentence().isEmpty()) {
      sentences.add(
          "Day " + (recoveries.typical() + 1) + ", the typical one: " + typical.sentence());
    }
    int rounds = recoveries.freshDays().size();
    for (Changed change : recoveries.changes()) {
      sentences.add("With " + change.name() + ": " + brief(change.days()) + ", not "
          + brief(recoveries.freshDays()) + " (" + rounds
          + (rounds == 1 ? " fresh day)." : " fresh days)."));
    }
    if (tail().isFinite() && tail().mean() >= TOLD_USD) {
      sentences.add(
          "What runs on after the traffic costs $" + Say.digits(tail().mean()) + " on average.");
    }
    if (recoveries.partial()) {
      sentences.add("Interrupted: only what was finished is counted.");
    }
    return sentences;
  }

  private String headline(List<Day> days) {
    int of = days.size();
    long quiet = days.stream().filter(day -> day.block().isEmpty()).count();
    String all = of == 1 ? "the one day simulated" : of + " days";
    if (quiet == of) {
      return "Nothing to recover from: nothing failed and no backlog grew on "
          + (of == 1 ? all : "any of " + all) + ".";
    }
    if (lost() > 0) {
      Interval share = Interval.wilson(lost(), of);
      return "Does not recover on "
          + (of == 1
              ? all
              : lost() + " of " + all + " (" + Say.percent(share.low()) + " to "
                  + Say.percent(share.high()) + " of days)")
          + (lost() < of && count(days) > 0 ? "; else " + time(days) : "") + ".";
    }
    if (unknown() > 0) {
      String which = of == 1 ? all : unknown() == of ? "any of " + all : unknown() + " of " + all;
      return "Not known on " + which + ": the traffic ended before it had recovered; give the trace"
          + " some quiet time after the spike"
          + (count(days) > 0 ? "; else " + time(days) : "") + ".";
    }
    Interval share = Interval.wilson(0, of);
    return (of == 1 ? "Recovers, " : "Recovers on each of " + all + ", ") + time(days)
        + (of == 1
            ? "; a single day has no interval, see --runs"
            : "; at most " + Say.percent(share.high()) + " of days would not")
        + ".";
  }

  private static String time(List<Day> days) {
    Sample sample = Recoveries.seconds(days);
    if (sample.greatest() == 0) {
      return "before the trigger is over";
    }
    Interval mean = interval(sample);
    return Say.seconds(sample.mean()) + " after the trigger ends"
        + (mean.isKnown()
            ? " on average (95 % interval " + Say.seconds(mean.low()) + " to "
                + Say.seconds(mean.high()) + ", longest " + Say.seconds(sample.greatest()) + ")"
            : "");
  }

  private static String brief(List<Day> days) {
    int recovered = count(days);
    Sample sample = Recoveries.seconds(days);
    if (recovered == 0) {
      return days.stream().anyMatch(day -> Double.isInfinite(day.seconds()))
          ? "no recovery"
          : "not before the traffic ended";
    }
    String after =
        sample.greatest() == 0 ? "nothing to wait for" : Say.seconds(sample.mean()) + " on average";
    return recovered == days.size()
        ? after
        : after + " where it recovers, " + recovered + " of " + days.size();
  }
}
