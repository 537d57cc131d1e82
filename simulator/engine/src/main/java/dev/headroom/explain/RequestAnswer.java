package dev.headroom.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headroom.config.Suggestions;
import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.measure.Say;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.Journey;
import dev.headroom.simulation.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One request's life as a waterfall, seen by running the result's scenario again. */
public final class RequestAnswer {
  private static final List<String> WORDS = List.of("slowest", "failed");
  private static final int BAR_WIDTH = 40;
  private static final long NOTICEABLE_NS = 1_000;

  private final View view;
  private final Rerun rerun;

  private RequestAnswer(View view, Rerun rerun) {
    this.view = view;
    this.rerun = rerun;
  }

  /**
   * The answer.
   *
   * @param request its number from 1 in the order of arrival, or slowest, or failed for the first
   *     that failed for good
   * @param service whose request, or null for the first service
   * @throws UserError for a request that is none, or where the scenario can no longer be run
   */
  public static Answer of(SavedResult result, String request, String service) {
    String asked = request.strip();
    boolean number = asked.matches("[1-9]\\d{0,17}");
    if (!number && !WORDS.contains(asked)) {
      throw UserError.invalid("--request: " + asked + "; " + Suggestions.hint(asked, WORDS)
          + "allowed: a number from 1 in the order of arrival, " + String.join(", ", WORDS));
    }
    return new RequestAnswer(new View(result), Rerun.of(result)).answer(asked, number, service);
  }

  private Answer answer(String asked, boolean number, String service) {
    int index = index(service);
    long wanted = number ? Long.parseLong(asked) : 0;
    if (!number) {
      Search.Found found = Search.of(rerun.scenario(), rerun.seed(), rerun.number(), index);
      wanted = asked.equals("slowest") ? found.slowest() : found.failed();
      if (wanted == 0) {
        throw UserError.invalid("--request: " + asked + "; no request "
            + (asked.equals("slowest") ? "completed" : "failed for good"));
      }
    }
    Journey journey = Journey.of(rerun.scenario(), rerun.seed(), rerun.number(), index, wanted);
    if (journey.arrivedNs() < 0) {
      throw UserError.invalid("--request: " + wanted + "; the run has "
          + View.amount(view.number("/requests/offered")) + " requests");
    }
    return tell(journey, wanted, asked);
  }

  private int index(String service) {
    List<ServiceSpec> services = rerun.scenario().services();
    List<String> names = services.stream().map(ServiceSpec::name).toList();
    int index = service == null ? 0 : names.indexOf(service);
    if (index < 0) {
      throw UserError.invalid("--service: " + service + "; " + Suggestions.hint(service, names)
          + "allowed: " + String.join(", ", names));
    }
    if (services.get(index).isFed()) {
      throw UserError.invalid("--service: " + service + "; works on messages of "
          + names.get(services.get(index).fedBy()) + ", whose requests can be followed");
    }
    return index;
  }

  private Answer tell(Journey journey, long wanted, String asked) {
    List<Journey.Step> steps = journey.steps().stream()
        .filter(step -> step.toNs() - step.fromNs() >= NOTICEABLE_NS)
        .toList();
    List<Journey.End> ends = journey.ends();
    long arrivedNs = journey.arrivedNs();
    // A reply to a client that has left is no outcome of the request.
    Journey.End last = null;
    for (Journey.End end : ends) {
      last = last == null || !end.how().startsWith("completed for nobody") ? end : last;
    }
    long endNs = last == null ? arrivedNs : last.atNs();
    long shownNs =
        Math.max(endNs, steps.stream().mapToLong(Journey.Step::toNs).max().orElse(0));
    Answer answer = new Answer(
        "request",
        "Request " + Say.count(wanted)
            + (asked.matches("\\d+")
                ? ""
                : ", the "
                    + (asked.equals("slowest")
                        ? "slowest that" + " completed"
                        : "first that failed for good"))
            + ": " + view.name());
    String named = journey.className().isEmpty() ? "" : " (" + journey.className() + ")";
    answer.sentence("It arrived at " + view.moments.sayTenths(arrivedNs / 1e9) + named + " and "
        + outcome(last, endNs - arrivedNs)
        + (journey.affected() ? "; it met a cold start" : "") + "."
        + longest(steps, endNs - arrivedNs));
    answer.sentence(
        rerun.isSame(journey.outcome(), view)
            ? "Seen by running the scenario again, with the outcome that the result has."
            : "NOT the same run: the scenario gives another outcome today (another version of "
                + "Headroom,"
                + " or its trace has changed), so this may not be what the result shows.");
    List<List<String>> rows = new ArrayList<>();
    ArrayNode values = answer.values().putArray("steps");
    for (Journey.Step step : steps) {
      double length = (step.toNs() - step.fromNs()) / 1e6;
      rows.add(List.of(
          "+" + Say.milliseconds((step.fromNs() - arrivedNs) / 1e6),
          Say.milliseconds(length),
          Integer.toString(step.attempt()),
          step.instance() < 0 ? "" : Long.toString(step.instance()),
          bar(step.fromNs() - arrivedNs, step.toNs() - step.fromNs(), shownNs - arrivedNs),
          step.what()));
      values
          .addObject()
          .put("fromMs", Decimals.toDecimal((step.fromNs() - arrivedNs) / 1e6, 6))
          .put("ms", Decimals.toDecimal(length, 6))
          .put("attempt", step.attempt())
          .put("instance", step.instance() < 0 ? null : step.instance())
          .put("what", step.what());
    }
    if (!rows.isEmpty()) {
      answer.table(
          "Its life", List.of("from", "takes", "attempt", "instance", "when", "what"), rows);
    }
    for (Journey.End end : ends) {
      answer.fact(
          "attempt " + end.attempt(),
          "ended after " + Say.milliseconds((end.atNs() - arrivedNs) / 1e6) + ": " + end.how());
    }
    return answer;
  }

  private String outcome(Journey.End last, long lengthNs) {
    if (last == null) {
      return "had no outcome when the run ended";
    }
    String attempts = last.attempt() == 1 ? "" : " in attempt " + last.attempt();
    return (last.how().equals("completed") ? "completed" : "failed for good with " + last.how())
        + " after " + Say.milliseconds(lengthNs / 1e6) + attempts;
  }

  /** What it spent most of its time on. */
  private static String longest(List<Journey.Step> steps, long lengthNs) {
    Map<String, Long> sums = new LinkedHashMap<>();
    steps.forEach(step -> sums.merge(
        step.what()
            .replaceAll("^query \\d+ of \\d+$", "queries")
            .replaceAll("^pauses before attempt \\d+$", "pauses between attempts"),
        step.toNs() - step.fromNs(),
        Long::sum));
    String most = sums.keySet().stream()
        .max((a, b) -> Long.compare(sums.get(a), sums.get(b)))
        .orElse("");
    if (most.isEmpty() || lengthNs <= 0) {
      return "";
    }
    return " Most of it (" + Say.percent(Math.min(1, sums.get(most) / (double) lengthNs)) + ", "
        + Say.milliseconds(sums.get(most) / 1e6) + "): " + most + ".";
  }

  private static String bar(long fromNs, long lengthNs, long wholeNs) {
    if (wholeNs <= 0) {
      return "";
    }
    int from = (int) Math.min(BAR_WIDTH - 1, fromNs * (double) BAR_WIDTH / wholeNs);
    int length = (int) Math.max(1, Math.round(lengthNs * (double) BAR_WIDTH / wholeNs));
    return " ".repeat(from) + "#".repeat(Math.min(length, BAR_WIDTH - from));
  }
}
