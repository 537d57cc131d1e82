package dev.headroom.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.FailureReason;
import dev.headroom.measure.Say;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import java.util.ArrayList;
import java.util.List;

/** What the system looked like at a moment, and why. */
public final class MomentAnswer {
  /** Less than half of one on average over a bin is not worth a word. */
  private static final double SOME = 0.5;

  private static final int EVENTS_SHOWN = 12;
  private static final double NEAR_SECONDS = 10;
  private static final List<String> STARTING = List.of("placing", "pulling", "booting", "probing");

  private final View view;
  private final double seconds;
  private final int bin;
  private final double ready;
  private final double starting;
  private final Answer answer;

  private MomentAnswer(View view, double seconds) {
    this.view = view;
    this.seconds = seconds;
    this.bin = view.bin(seconds);
    this.ready = view.value("idle", bin) + view.value("busy", bin);
    this.starting =
        STARTING.stream().mapToDouble(state -> view.value(state, bin)).sum();
    this.answer = new Answer(
        "at",
        "At " + view.moments.say(seconds) + " (" + Say.digits(seconds) + " s after the start): "
            + view.name());
  }

  /**
   * The answer.
   *
   * @param seconds from the start of the run
   */
  public static Answer of(SavedResult result, double seconds) {
    return new MomentAnswer(new View(result), seconds).answer();
  }

  private Answer answer() {
    for (String sentence : why()) {
      answer.sentence(sentence);
    }
    load();
    instances();
    latency();
    database();
    scaling();
    near();
    answer.values().put("seconds", Decimals.toDecimal(seconds, 6));
    answer.values().put("binSeconds", Decimals.toDecimal(view.series.binSeconds(), 6));
    for (String name : view.series.names()) {
      double value = bin < view.series.bins() ? view.series.column(name)[bin] : Double.NaN;
      if (!Double.isNaN(value)) {
        answer.values().put(name, Decimals.toDecimal(value, 6));
      }
    }
    return answer;
  }

  private String mean(String column) {
    return View.amount(view.value(column, bin));
  }

  private String rate(String column) {
    return View.amount(view.perSecond(column, bin));
  }

  private void load() {
    String over = view.series.binSeconds() == 1
        ? "in this second"
        : "a second, over " + Say.seconds(view.series.binSeconds());
    answer.fact(
        "load",
        rate("offered") + " requests offered " + over + ", " + rate("attempts")
            + " attempts (retries counted), " + rate("completed") + " completed, " + rate("failed")
            + " failed for good");
  }

  private void instances() {
    StringBuilder text = new StringBuilder();
    text.append(View.amount(ready))
        .append(" ready (")
        .append(mean("busy"))
        .append(" busy, ")
        .append(mean("idle"))
        .append(" idle)");
    for (String state : STARTING) {
      if (view.value(state, bin) > 0) {
        text.append(", ").append(mean(state)).append(' ').append(state);
      }
    }
    if (view.value("draining", bin) > 0) {
      text.append(", ").append(mean("draining")).append(" draining");
    }
    text.append("; wanted ").append(mean("wanted"));
    double limit = view.instancesMax();
    if (!Double.isNaN(limit)) {
      text.append(", at most ").append(Say.count((long) limit));
    }
    answer.fact("instances", text.toString());
    if (view.value("nodes", bin) + view.value("nodesBooting", bin) > 0) {
      answer.fact("nodes", mean("nodes") + " there, " + mean("nodesBooting") + " on their way");
    }
    answer.fact(
        "queue",
        mean("queued") + " requests wait for an instance, " + mean("inService")
            + " are inside one");
    if (view.value("messagesWaiting", bin) > 0) {
      answer.fact(
          "messages",
          mean("messagesWaiting") + " wait, the oldest "
              + Say.seconds(view.value("oldestMessageSeconds", bin)));
    }
  }

  private void latency() {
    if (view.value("completed", bin) > 0) {
      answer.fact(
          "latency",
          "p50 " + ms("latencyP50Ms") + ", p95 " + ms("latencyP95Ms") + ", p99 "
              + ms("latencyP99Ms") + ", max " + ms("latencyMaxMs") + " of those completed then");
    }
    for (FailureReason reason : FailureReason.values()) {
      double failed = view.value("failed." + reason.label(), bin);
      if (failed > 0) {
        answer.fact(
            "failed",
            Say.count(Math.round(failed)) + " " + reason.label() + ": " + Reasons.meaning(reason));
      }
    }
  }

  private String ms(String column) {
    return Say.milliseconds(view.value(column, bin));
  }

  private void database() {
    if (Double.isNaN(view.number("/database/usable"))) {
      return;
    }
    answer.fact(
        "connections",
        mean("dbHeld") + " of " + Say.count((long) usable())
            + " usable held (" + mean("dbBusy") + " busy), " + mean("dbOpening") + " opening; "
            + mean("dbWaiting") + " attempts wait for one");
    JsonNode holders = view.at("/database/holders");
    for (JsonNode holder : holders) {
      String name = holder.asText();
      if (holders.size() > 1) {
        answer.fact(
            "",
            name + ": " + mean("dbHeld." + name) + " held, " + mean("dbBusy." + name) + " busy");
      }
    }
  }

  private double usable() {
    return view.number("/database/usable");
  }

  private void scaling() {
    EventRow last = lastDecision();
    EventRow next = null;
    for (EventRow event : view.events()) {
      if (next == null && Decisions.isDecision(event) && event.seconds() > endOfBin()) {
        next = event;
      }
    }
    answer.fact(
        "scaling",
        last == null
            ? "no decision to change anything until then"
            : "last decision at " + told(last));
    if (next != null) {
      answer.fact("", "next one at " + told(next));
    }
  }

  private double endOfBin() {
    return Math.max(seconds, view.series.secondsAt(bin + 1) - 1e-9);
  }

  private EventRow lastDecision() {
    EventRow last = null;
    for (EventRow event : view.events()) {
      last = Decisions.isDecision(event) && event.seconds() <= endOfBin() ? event : last;
    }
    return last;
  }

  private String told(EventRow event) {
    return view.moments.say(event.seconds()) + ": " + event.text();
  }

  private void near() {
    double reach = Math.max(NEAR_SECONDS, 5 * view.series.binSeconds());
    List<List<String>> rows = new ArrayList<>();
    for (EventRow event : view.events()) {
      boolean near = Math.abs(event.seconds() - seconds) <= reach;
      if (near && rows.size() < EVENTS_SHOWN) {
        rows.add(List.of(
            view.moments.sayTenths(event.seconds()), event.service(), event.kind(), event.text()));
      }
    }
    if (!rows.isEmpty()) {
      answer.table(
          "Events within " + Say.seconds(reach), List.of("time", "service", "kind", "what"), rows);
    }
  }

  private List<String> why() {
    List<String> why = new ArrayList<>();
    waiting(why);
    connections(why);
    double wanted = view.value("wanted", bin);
    if (wanted > ready + starting + SOME) {
      why.add("The autoscaler wants " + View.amount(wanted) + " instances and "
          + View.amount(ready + starting) + " exist or are starting.");
    }
    FailureReason most = null;
    for (FailureReason reason : FailureReason.values()) {
      double failed = view.value("failed." + reason.label(), bin);
      if (failed > 0 && (most == null || failed > view.value("failed." + most.label(), bin))) {
        most = reason;
      }
    }
    if (most != null) {
      why.add("Requests fail, mostly " + most.label() + ": " + Reasons.meaning(most) + ".");
    }
    if (why.isEmpty()) {
      why.add(
          view.value("offered", bin) + view.value("inService", bin) == 0
              ? "Nothing is asked of the system at that moment."
              : "Nothing is short at that moment: nobody waits and no request fails.");
    }
    return why;
  }

  private void waiting(List<String> why) {
    double queued = view.value("queued", bin);
    if (queued < SOME) {
      return;
    }
    String places = view.setting("platform.concurrency.max");
    StringBuilder text = new StringBuilder();
    text.append(View.amount(queued))
        .append(" requests wait for an instance: ")
        .append(View.amount(ready))
        .append(" are ready");
    if (places.matches("\\d{1,6}")) {
      text.append(", each for ")
          .append(places.equals("1") ? "1 request" : places + " requests")
          .append(" at once");
    }
    double limit = view.instancesMax();
    if (starting >= SOME) {
      text.append(", and ").append(View.amount(starting)).append(" are still starting");
      double p50 = view.number("/coldStarts/bootMs/p50");
      if (!Double.isNaN(p50)) {
        text.append(", which takes ")
            .append(Say.milliseconds(p50))
            .append(" (p50) to ")
            .append(Say.milliseconds(view.number("/coldStarts/bootMs/p99")))
            .append(" (p99)");
      }
    } else if (ready + SOME >= limit) {
      text.append(", which is the maximum");
    } else if (lastDecision() != null && lastDecision().text().endsWith("at the maximum")) {
      text.append(", and the autoscaler is at its maximum");
    } else {
      text.append(", and none is starting");
    }
    why.add(text.append('.').toString());
  }

  private void connections(List<String> why) {
    double from = view.series.secondsAt(bin);
    for (JsonNode interval : view.at("/database/exhausted")) {
      double begin = interval.path("from").asDouble();
      double end = interval.path("to").asDouble();
      if (begin < from + view.series.binSeconds() && end >= from) {
        why.add("The database has no free connection from " + view.moments.say(begin) + " to "
            + view.moments.say(end) + "; when that began: "
            + interval.path("heldBy").asText()
            + ".");
        double held = view.value("dbHeld", bin);
        double idle = held - view.value("dbBusy", bin);
        if (idle > held / 2) {
          why.add(View.amount(idle) + " of the " + View.amount(held) + " connections held are idle:"
              + " they sit in the pools of instances that do not need them now.");
        }
        return;
      }
    }
    double waiting = view.value("dbWaiting", bin);
    if (waiting >= SOME) {
      why.add(View.amount(waiting) + " attempts wait for a connection of their instance's pool,"
          + " though the server still has free ones.");
    }
  }
}
