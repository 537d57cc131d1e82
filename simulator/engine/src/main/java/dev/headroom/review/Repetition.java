package dev.headroom.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Facts;
import dev.headroom.replication.Batch;
import dev.headroom.results.SavedResult;
import dev.headroom.review.Days.Day;
import dev.headroom.review.Remedies.Variant;
import dev.headroom.review.Review.Fix;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.Simulation;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Judgement.Verdict;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The answer for many days of a scenario: how often each objective is violated and what that says
 * of days to come, every number with its interval and band, and the day in the middle in full.
 */
public final class Repetition {
  /** Where an adaptive repetition looks for the first time; then at twice as many. */
  public static final int FIRST_CHECKPOINT = 20;

  /** What an adaptive repetition gives up at. */
  public static final int LAST_CHECKPOINT = 640;

  /** Fixes of one day that are run on all, at most. */
  private static final int FIXES_MOST = 3;

  private final Scenario scenario;
  private final Request request;
  private final Days days;

  /**
   * How many days, and how.
   *
   * @param review of the day that is shown; its number is not used
   * @param runs how many days, at least 2; 0 for as many as decide it, at fixed checkpoints
   * @param risk share of days that may violate an objective, above 0 and below 1
   * @param batch whose threads do it and which can be stopped
   * @param finished told by any thread how many days are done so far
   * @param seen shown each finished day by the thread that ran it, in any order
   */
  public record Request(
      Review.Request review,
      int runs,
      double risk,
      Batch batch,
      IntConsumer finished,
      Consumer<Facts> seen) {

    /** Nobody looks at the days one by one. */
    public Request(
        Review.Request review, int runs, double risk, Batch batch, IntConsumer finished) {
      this(review, runs, risk, batch, finished, facts -> {});
    }
  }

  private Repetition(Scenario scenario, Request request) {
    this.scenario = scenario;
    this.request = request;
    this.days = new Days(scenario, request.risk());
  }

  /**
   * Runs and judges the days.
   *
   * @return the result, partial where the batch was stopped; null where it was stopped before the
   *     first day was done
   */
  public static SavedResult of(Scenario scenario, Request request) {
    Repetition repetition = new Repetition(scenario, request);
    boolean partial = !repetition.run();
    return repetition.days.size() == 0 ? null : repetition.save(partial);
  }

  /** Whether all days were done. */
  private boolean run() {
    int to = request.runs() == 0 ? FIRST_CHECKPOINT : request.runs();
    while (true) {
      if (!run(scenario, days, days.size(), to, request.seen())) {
        return false;
      }
      // Looking only here keeps the answer free of which run happened to end first.
      if (request.runs() > 0 || to >= LAST_CHECKPOINT || !days.undecided()) {
        return true;
      }
      to *= 2;
    }
  }

  private boolean run(Scenario variant, Days into, int from, int to, Consumer<Facts> seen) {
    Review.Request review = request.review();
    List<Day> more = request
        .batch()
        .run(
            from,
            to,
            (number, progress) -> {
              Facts day = new Facts(Simulation.run(variant, review.seed(), number, progress));
              seen.accept(day);
              return into.day(day, review.file(), review.sha256());
            },
            done -> request.finished().accept(from + done));
    into.add(more);
    return more.size() == to - from;
  }

  private SavedResult save(boolean partial) {
    int shown = days.typical();
    int bad = days.isBad(shown) ? shown : days.typicalBad();
    boolean search = request.review().searchFixes() && !partial;
    Review ofShown = review(shown, search);
    SavedResult typical = ofShown.save();
    ObjectNode run = typical.run();
    Review ofBad = bad < 0 ? null : bad == shown ? ofShown : review(bad, search);
    SavedResult worse = bad < 0 || bad == shown ? null : ofBad.save();
    ObjectNode verdict = (ObjectNode) run.get("verdict");
    JsonNode own = verdict.get("sentences");
    verdict.put("state", days.checks().isEmpty() ? "none" : days.verdict().label());
    DaysSentences sentences = new DaysSentences(days, verdict.putArray("sentences"));
    sentences.objectives(partial);
    sentences.day(shown, "the middle one by " + days.order().name(), own);
    if (worse != null) {
      JsonNode worst = worse.run().at("/verdict/sentences");
      sentences.day(bad, "the middle one of those that went wrong", worst);
      verdict.set("causes", worse.run().at("/verdict/causes"));
      run.set("fixes", worse.run().get("fixes"));
      run.set("tried", worse.run().get("tried"));
    }
    if (ofBad != null) {
      fixes(ofBad.fixes(), run.get("fixes"), sentences);
    }
    new DaysDocument(days).write(run, shown, partial);
    return typical;
  }

  private Review review(int day, boolean search) {
    return Review.run(scenario, request.review().ofMany(day, search));
  }

  /**
   * Runs the fixes of one day on all of them, in their order, until one is a pass. What mends a
   * day need not mend the others.
   */
  private void fixes(List<Fix> fixes, JsonNode rows, DaysSentences sentences) {
    for (int i = 0; i < Math.min(FIXES_MOST, fixes.size()); i++) {
      Variant variant = fixes.get(i).variant();
      Days mended = new Days(variant.scenario(), request.risk());
      if (!run(variant.scenario(), mended, 0, days.size(), day -> {})) {
        return;
      }
      Judgement judgement = mended.bad();
      sentences.fix(variant.name(), judgement);
      DaysDocument.judgement(((ObjectNode) rows.get(i)).putObject("days"), judgement);
      if (judgement.violated() == 0 || judgement.verdict() == Verdict.PASS) {
        return;
      }
    }
  }
}
