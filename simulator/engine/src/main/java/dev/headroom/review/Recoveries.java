package dev.headroom.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Money;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.Simulation;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Whether and how soon a scenario comes to itself after its worst time, on several days, and what
 * would make it sooner.
 *
 * <p>Changes against what the day in the middle was seen to reach are tried on that day; the few
 * that help most are then run on further days that the choice has not seen, beside the scenario as
 * it is.
 */
public final class Recoveries {
  /** So many changes are run on further days. */
  private static final int CONFIRMED = 3;

  /** On so many days at most. */
  private static final int CONFIRMATION_DAYS = 5;

  private final Scenario scenario;
  private final Request request;
  private final AtomicInteger runs = new AtomicInteger();
  private final List<Day> days = new ArrayList<>();
  private final List<Day> freshDays = new ArrayList<>();
  private final List<Changed> changes = new ArrayList<>();
  private int typical;

  /**
   * How many days, and how.
   *
   * @param seed of all draws
   * @param runs days, at least 1
   * @param risk share of days that may fail to recover
   * @param batch whose threads do it
   * @param progress told how many runs are done
   */
  public record Request(long seed, int runs, double risk, Batch batch, IntConsumer progress) {}

  /**
   * A day.
   *
   * @param state {@code no-incident} where there was nothing to recover from, else the word of
   *     run.json
   * @param seconds until it was itself again after the trigger; 0 without an incident, infinite
   *     where it did not recover, NaN where the traffic ended first
   * @param block the {@code recovery} of run.json; empty without an incident
   * @param sentence for people, empty without an incident
   * @param tailCost what the time after the trace costs; NaN where something has no price
   */
  public record Day(
      String state, double seconds, ObjectNode block, String sentence, double tailCost) {
    /** A number of its block; NaN where it is not known. */
    double number(String key) {
      return block.path(key).asDouble(Double.NaN);
    }

    /** Whether it was itself again while there was traffic. */
    boolean recovered() {
      return !Double.isInfinite(seconds) && !Double.isNaN(seconds);
    }
  }

  /** A change and the days with it, those on which the scenario was confirmed as it is. */
  public record Changed(String name, List<Day> days) {}

  private Recoveries(Scenario scenario, Request request) {
    this.scenario = scenario;
    this.request = request;
  }

  /** Runs the days, and the changes unless stopped. */
  public static Recoveries of(Scenario scenario, Request request) {
    Money.check(scenario);
    Recoveries recoveries = new Recoveries(scenario, request);
    recoveries.days.addAll(recoveries.run(scenario, 0, request.runs()));
    recoveries.typical = recoveries.middle();
    if (!recoveries.partial() && recoveries.days.get(recoveries.typical).seconds() != 0) {
      recoveries.tryChanges();
    }
    return recoveries;
  }

  private List<Day> run(Scenario which, int from, int to) {
    return request.batch().run(from, to, (day, check) -> day(which, day, check), done -> {});
  }

  private Day day(Scenario which, int day, LongConsumer check) {
    Facts facts = facts(which, day, check);
    Recovery recovery = Recovery.of(facts, thinning -> facts(which.with(thinning), day, check));
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    double tail = facts.money == null ? Double.NaN : facts.money.tail();
    if (recovery == null) {
      return new Day("no-incident", 0, block, "", tail);
    }
    recovery.write(block);
    double seconds =
        switch (recovery.state()) {
          case RECOVERED -> block.get("recoveredSeconds").asDouble();
          case TRACE_ENDED -> Double.NaN;
          case SELF_SUSTAINING, OVERLOADED, NOT_RECOVERED -> Double.POSITIVE_INFINITY;
        };
    return new Day(block.get("state").asText(), seconds, block, recovery.sentence(), tail);
  }

  private Facts facts(Scenario which, int day, LongConsumer check) {
    Facts facts = new Facts(Simulation.run(which, request.seed(), day, check));
    request.progress().accept(runs.incrementAndGet());
    return facts;
  }

  /** By time to recover; what did not recover stands last. */
  private int middle() {
    List<Integer> order = new ArrayList<>();
    for (int day = 0; day < days.size(); day++) {
      order.add(day);
    }
    order.sort(Comparator.comparingDouble(day -> days.get(day).seconds()));
    return order.isEmpty() ? 0 : order.get((order.size() - 1) / 2);
  }

  private void tryChanges() {
    List<Map<String, Scenario>> offered = request
        .batch()
        .run(0, 1, (n, check) -> offered(facts(scenario, typical, check)), done -> {});
    if (offered.isEmpty()) {
      return;
    }
    List<Map.Entry<String, Scenario>> list = List.copyOf(offered.get(0).entrySet());
    List<Day> tried = request
        .batch()
        .run(0, list.size(), (n, check) -> day(list.get(n).getValue(), typical, check), done -> {});
    List<Integer> order = new ArrayList<>();
    for (int n = 0; n < tried.size(); n++) {
      if (tried.get(n).seconds() < sooner(days.get(typical).seconds())) {
        order.add(n);
      }
    }
    order.sort(Comparator.comparingDouble(n -> tried.get(n).seconds()));
    int fresh = Math.min(CONFIRMATION_DAYS, request.runs());
    int from = request.runs();
    if (order.isEmpty()) {
      return;
    }
    freshDays.addAll(run(scenario, from, from + fresh));
    for (int n : order.subList(0, Math.min(CONFIRMED, order.size()))) {
      List<Day> confirmed = run(list.get(n).getValue(), from, from + fresh);
      if (confirmed.size() < fresh || freshDays.size() < fresh) {
        return;
      }
      if (helps(confirmed)) {
        changes.add(new Changed(list.get(n).getKey(), confirmed));
      }
    }
  }

  /** Where it is not known when it recovered, anything that is known is better. */
  private static double sooner(double seconds) {
    return Double.isNaN(seconds) ? Double.POSITIVE_INFINITY : seconds;
  }

  /** Whether no fresh day is later with it, and one is sooner. */
  private boolean helps(List<Day> changed) {
    boolean sooner = false;
    for (int day = 0; day < changed.size(); day++) {
      double before = sooner(freshDays.get(day).seconds());
      double after = sooner(changed.get(day).seconds());
      if (after > before) {
        return false;
      }
      sooner |= after < before;
    }
    return sooner;
  }

  private Map<String, Scenario> offered(Facts facts) {
    Map<String, Scenario> offered = new LinkedHashMap<>();
    for (Loosening one : Loosening.reached(facts)) {
      one.remedies(facts).forEach(change -> offered.put(change.name(), change.scenario()));
      if (one.kind().equals(CauseKind.RETRIES.label()) && one.lift(scenario) != null) {
        offered.put("no retries", one.lift(scenario));
      }
    }
    return offered;
  }

  Scenario scenario() {
    return scenario;
  }

  Request request() {
    return request;
  }

  /** The days, in their order. */
  public List<Day> days() {
    return List.copyOf(days);
  }

  /** The day in the middle, from 0. */
  public int typical() {
    return typical;
  }

  /** Fresh days as it is, beside which the changes were run; empty where none helped. */
  public List<Day> freshDays() {
    return List.copyOf(freshDays);
  }

  /** Changes that make it sooner on fresh days, the best of the typical day first. */
  public List<Changed> changes() {
    return List.copyOf(changes);
  }

  /** Runs in all. */
  public int runs() {
    return runs.get();
  }

  /** Whether it was stopped before it was done. */
  public boolean partial() {
    return days.size() < request.runs() || request.batch().isStopped();
  }

  /** A number of the blocks of the days that have it. */
  Sample sample(String key) {
    return Sample.of(days.stream()
        .mapToDouble(day -> day.number(key))
        .filter(Double::isFinite)
        .toArray());
  }

  /** Seconds of the days that recovered from something. */
  static Sample seconds(List<Day> days) {
    return Sample.of(
        days.stream().filter(Day::recovered).mapToDouble(Day::seconds).toArray());
  }
}
