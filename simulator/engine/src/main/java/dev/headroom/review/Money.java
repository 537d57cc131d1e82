package dev.headroom.review;

import dev.headroom.cost.Bill;
import dev.headroom.cost.Rates;
import dev.headroom.platform.PlatformModel;
import dev.headroom.results.Recorder;
import dev.headroom.results.Totals;
import dev.headroom.scenario.RevisionSpec;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.RunOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** What a run cost: components, trace and tail, per million requests, per bin. */
final class Money {
  private static final double SECOND_NS = 1e9;

  private final RunOutcome outcome;
  /** Per row of the recorder. */
  private final List<PlatformModel> platforms = new ArrayList<>();

  private final List<Rates> rates = new ArrayList<>();
  private final Rates database;
  private final boolean keepsReady;

  private Money(RunOutcome outcome) {
    this.outcome = outcome;
    Scenario scenario = outcome.scenario();
    for (ServiceSpec service : scenario.services()) {
      for (RevisionSpec revision : service.revisions()) {
        platforms.add(revision.platform());
        rates.add(rates(revision.platform().prices()));
      }
    }
    keepsReady =
        scenario.services().stream()
            .flatMap(service -> service.revisions().stream())
            .anyMatch(revision -> revision.scaling().warm().provisioned() != null);
    String[] prices = scenario.databasePrices();
    database = prices == null ? null : Rates.read(prices[0], prices[1]);
  }

  private static Rates rates(PlatformModel.Prices prices) {
    return prices == null ? null : Rates.read(prices.book(), prices.entry(), prices.region());
  }

  /** Refuses prices that the books do not have, such as of another region, before time is spent. */
  static void check(Scenario scenario) {
    for (ServiceSpec service : scenario.services()) {
      service.revisions().forEach(revision -> rates(revision.platform().prices()));
    }
  }

  /** The bill, or null where a platform has no prices. */
  static Money of(RunOutcome outcome) {
    Money money = new Money(outcome);
    return money.rates.contains(null) ? null : money;
  }

  String book() {
    return rates.get(0).book();
  }

  String currency() {
    return rates.get(0).currency();
  }

  /** Components of the whole run, in US dollars. */
  Map<String, Double> components() {
    return components(outcome.recorder().totals(), outcome.endNs());
  }

  private Map<String, Double> components(Totals totals, long untilNs) {
    Map<String, Double> sum = new LinkedHashMap<>();
    for (int s = 0; s < rates.size(); s++) {
      PlatformModel platform = platforms.get(s);
      Bill bill = Bill.of(platform, rates.get(s), totals, s);
      sum.merge("computeBusy", bill.computeBusy(), Double::sum);
      sum.merge("computeStart", bill.computeStart(), Double::sum);
      sum.merge("computeIdle", bill.computeIdle(), Double::sum);
      sum.merge("requests", bill.requests(), Double::sum);
      if (keepsReady) {
        sum.merge("computeProvisioned", bill.computeProvisioned(), Double::sum);
      }
    }
    if (database != null) {
      sum.put("database", untilNs / SECOND_NS * database.instanceSecond());
    }
    return sum;
  }

  double total() {
    return sum(components());
  }

  /** What the time after the trace costs. */
  double tail() {
    Totals traceOnly = outcome.recorder().atTraceEnd();
    return total() - sum(components(traceOnly, outcome.traceEndNs()));
  }

  private static double sum(Map<String, Double> components) {
    double sum = 0;
    for (double value : components.values()) {
      sum += value;
    }
    return sum;
  }

  /** Median over the bins of the traffic of what a second costs. */
  double medianPerSecond() {
    double binNs = outcome.recorder().binNs();
    int bins = (int) Math.min(outcome.recorder().bins().size(), outcome.traceEndNs() / binNs);
    double[] perSecond = new double[Math.max(1, bins)];
    for (IntToDoubleFunction column : columns().values()) {
      for (int i = 0; i < bins; i++) {
        perSecond[i] += column.applyAsDouble(i) / binNs * SECOND_NS;
      }
    }
    Arrays.sort(perSecond);
    return (perSecond[(perSecond.length - 1) / 2] + perSecond[perSecond.length / 2]) / 2;
  }

  /** The columns of the series, US dollars per bin. */
  Map<String, IntToDoubleFunction> columns() {
    Recorder recorder = outcome.recorder();
    double binNs = recorder.binNs();
    Map<String, IntToDoubleFunction> columns = new LinkedHashMap<>();
    columns.put("cost.computeBusy", i -> bin(i, Bill::computeBusy));
    columns.put("cost.computeStart", i -> bin(i, Bill::computeStart));
    columns.put("cost.computeIdle", i -> bin(i, Bill::computeIdle));
    columns.put("cost.requests", i -> bin(i, Bill::requests));
    if (keepsReady) {
      columns.put("cost.computeProvisioned", i -> bin(i, Bill::computeProvisioned));
    }
    if (database != null) {
      columns.put(
          "cost.database",
          i ->
              Math.min(binNs, outcome.endNs() - i * binNs) / SECOND_NS * database.instanceSecond());
    }
    return columns;
  }

  private double bin(int bin, java.util.function.ToDoubleFunction<Bill> component) {
    double sum = 0;
    for (int s = 0; s < rates.size(); s++) {
      PlatformModel platform = platforms.get(s);
      sum +=
          component.applyAsDouble(
              Bill.of(platform, rates.get(s), outcome.recorder().bins(), bin, s));
    }
    return sum;
  }
}
