package dev.headroom.measure;

import dev.headroom.cost.Account;
import dev.headroom.cost.Bill;
import dev.headroom.cost.FreeTier;
import dev.headroom.cost.Meter;
import dev.headroom.cost.Meters;
import dev.headroom.cost.PriceBook;
import dev.headroom.cost.Rates;
import dev.headroom.cost.Recorded;
import dev.headroom.cost.SideLine;
import dev.headroom.cost.Tariff;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.TableOptions;
import dev.headroom.measure.Facts.Rows;
import dev.headroom.platform.NodePool;
import dev.headroom.platform.PlatformModel;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import dev.headroom.results.Totals;
import dev.headroom.scenario.MessageRules;
import dev.headroom.scenario.MonthProfile;
import dev.headroom.scenario.RevisionSpec;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.RunOutcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/** What a run cost: components, trace and tail, per million requests, per bin. */
public final class Money {
  private static final double SECOND_NS = 1e9;

  private final RunOutcome outcome;
  /** Per row of the recorder. */
  private final List<PlatformModel> platforms = new ArrayList<>();

  private final List<Rates> rates = new ArrayList<>();

  /** Per pool of machines; null where they are not priced. */
  private final List<Rates> nodes = new ArrayList<>();

  private final Rates database;
  /** Of the pooler for a second, 0 where it is not priced. */
  private final double poolerSecond;
  /** What is paid by the piece. */
  private final List<Fee> fees = new ArrayList<>();

  private final boolean keepsReady;
  /** What is paid beside instances, requests and machines. */
  private final List<SideLine> sideLines;

  private Money(RunOutcome outcome) {
    this.outcome = outcome;
    Scenario scenario = outcome.scenario();
    for (NodePool pool : scenario.nodePools()) {
      nodes.add(pool.prices() == null ? null : rates(pool.prices()));
    }
    for (ServiceSpec service : scenario.services()) {
      int pool = service.nodePool();
      for (RevisionSpec revision : service.revisions()) {
        platforms.add(revision.platform());
        // Instances on priced machines cost what the machines cost.
        boolean onPriced = pool >= 0 && nodes.get(pool) != null;
        rates.add(onPriced ? Rates.FREE : rates(revision.platform().prices()));
      }
    }
    keepsReady = scenario.services().stream()
        .flatMap(service -> service.revisions().stream())
        .anyMatch(revision -> revision.scaling().warm().provisioned() != null);
    String[] prices = scenario.databasePrices();
    poolerSecond = poolerSecond(scenario.pooler());
    sideLines = SideLines.of(scenario, Recorded.of(outcome.recorder().totals(), outcome.endNs()));
    addQueues(scenario);
    boolean byUnits = scenario.table() != null;
    database = prices == null || byUnits ? null : Rates.read(prices[0], prices[1]);
    if (prices != null && byUnits) {
      Rows all = new Rows(0, platforms.size());
      TableOptions table = scenario.table();
      fees.add(
          Fee.of("databaseReads", prices, Meter.READS, Count.DB_READS, table.readUnits(), all));
      fees.add(
          Fee.of("databaseWrites", prices, Meter.WRITES, Count.DB_WRITES, table.writeUnits(), all));
    }
  }

  private void addQueues(Scenario scenario) {
    for (int s = 0; s < scenario.services().size(); s++) {
      MessageRules messages = scenario.services().get(s).clients().messages();
      if (messages != null && messages.prices() != null) {
        Rows rows = new Rows(scenario.firstRow(s), scenario.firstRow(s + 1));
        fees.add(
            Fee.of("queue", messages.prices(), Meter.REQUESTS, Count.QUEUE_OPERATIONS, 1, rows));
      }
    }
  }

  /** What the queue before a service cost; NaN where it has no price. */
  public double queue(Rows rows) {
    for (Fee fee : fees) {
      if (fee.count() == Count.QUEUE_OPERATIONS && fee.rows().equals(rows)) {
        return fee.cost(counted(outcome.recorder().totals(), fee));
      }
    }
    return Double.NaN;
  }

  private static Rates rates(PlatformModel.Prices prices) {
    return prices == null ? null : Rates.read(prices.book(), prices.entry(), prices.region());
  }

  private static double poolerSecond(PoolerOptions pooler) {
    if (pooler == null || pooler.price() == null) {
      return 0;
    }
    Rates rates = Rates.read(pooler.price().book(), pooler.price().entry());
    return rates.activeVcpuSecond() * pooler.price().cores();
  }

  /** Refuses prices that the books do not have, such as of another region, before time is spent. */
  public static void check(Scenario scenario) {
    for (ServiceSpec service : scenario.services()) {
      for (RevisionSpec revision : service.revisions()) {
        rates(revision.platform().prices());
        revision.platform().extras().prices().forEach(Money::rates);
      }
    }
  }

  /** The bill, or null where a platform has no prices. */
  public static Money of(RunOutcome outcome) {
    Money money = new Money(outcome);
    return money.rates.contains(null) ? null : money;
  }

  /** Where the prices stand: those of the first service, or of the machines it runs on. */
  public String book() {
    for (Rates rate : rates) {
      if (!rate.isFree()) {
        return rate.book();
      }
    }
    return nodes.stream().filter(Objects::nonNull).map(Rates::book).findFirst().orElse("");
  }

  /** Currency of all amounts. */
  public String currency() {
    return rates.get(0).currency();
  }

  /** Components of the whole run, in US dollars. */
  public Map<String, Double> components() {
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
    for (SideLine line : sideLines) {
      sum.merge(line.component(), line.cost(Recorded.of(totals, untilNs)), Double::sum);
    }
    if (!nodes.isEmpty()) {
      sum.put("nodes", nodeCost(totals));
    }
    if (database != null) {
      sum.put("database", untilNs / SECOND_NS * database.instanceSecond());
    }
    if (poolerSecond > 0) {
      sum.put("pooler", untilNs / SECOND_NS * poolerSecond);
    }
    for (Fee fee : fees) {
      sum.merge(fee.component(), fee.cost(counted(totals, fee)), Double::sum);
    }
    return sum;
  }

  private static IntToDoubleFunction counted(Totals totals, Fee fee) {
    return row -> totals.count(row, fee.count());
  }

  private double nodeCost(Totals totals) {
    double cost = 0;
    for (int p = 0; p < nodes.size(); p++) {
      int row = platforms.size() + p;
      cost += nodeCost(
          p, totals.integral(row, Gauge.NODES) + totals.integral(row, Gauge.NODES_BOOTING));
    }
    return cost;
  }

  /** Machines are paid from their launch on. */
  private double nodeCost(int pool, double nodeNs) {
    Rates rate = nodes.get(pool);
    return rate == null ? 0 : nodeNs / SECOND_NS * rate.instanceSecond();
  }

  /** What everything costs, tail included. */
  public double total() {
    return sum(components());
  }

  /** What the time after the trace costs. */
  public double tail() {
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
  public double medianPerSecond() {
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

  /**
   * A month's bill with the account's tiers and free amounts, from the meters of all services.
   *
   * @param days length of the trace
   */
  public double monthWithFreeTier(MonthProfile month, double days) {
    Totals whole = outcome.recorder().totals();
    Totals trace = outcome.recorder().atTraceEnd();
    boolean repeats = month.base() == MonthProfile.Base.REPEAT;
    BigDecimal ordinary = BigDecimal.valueOf(month.days() / days - (repeats ? 0 : month.events()));
    BigDecimal events = BigDecimal.valueOf(repeats ? 0 : month.events());
    Account account = new Account();
    for (int row = 0; row < platforms.size(); row++) {
      if (rates.get(row).isFree()) {
        continue;
      }
      PlatformModel.Prices prices = platforms.get(row).prices();
      PriceBook book = PriceBook.read(prices.book());
      Tariff tariff = book.tariff(prices.entry(), prices.region());
      Meters ordinaryUse = Bill.meters(platforms.get(row), tariff, repeats ? whole : trace, row);
      Meters eventUse = Bill.meters(platforms.get(row), tariff, whole, row);
      account.add(
          tariff, ordinaryUse.times(ordinary).addAll(eventUse.times(events)), book.rounding());
    }
    Recorded runStretch = Recorded.of(whole, outcome.endNs());
    Recorded traceStretch = repeats ? runStretch : Recorded.of(trace, outcome.traceEndNs());
    for (SideLine line : sideLines) {
      line.addTo(
          account,
          line.use(traceStretch).times(ordinary).addAll(line.use(runStretch).times(events)));
    }
    for (Fee fee : fees) {
      Meters ordinaryUse = fee.meters(counted(repeats ? whole : trace, fee)).times(ordinary);
      Meters eventUse = fee.meters(counted(whole, fee)).times(events);
      account.add(fee.tariff(), ordinaryUse.addAll(eventUse), fee.rounding());
    }
    double databaseSeconds = month.days() * 86_400;
    double machines = ordinary.doubleValue() * nodeCost(repeats ? whole : trace)
        + events.doubleValue() * nodeCost(whole);
    return account.total(FreeTier.APPLIED).doubleValue()
        + machines
        + databaseSeconds * poolerSecond
        + (database == null ? 0 : databaseSeconds * database.instanceSecond());
  }

  /** The columns of the series, US dollars per bin. */
  public Map<String, IntToDoubleFunction> columns() {
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
    for (SideLine line : sideLines) {
      columns.merge(
          "cost." + line.component(),
          i -> line.cost(stretch(i)),
          (one, other) -> i -> one.applyAsDouble(i) + other.applyAsDouble(i));
    }
    if (!nodes.isEmpty()) {
      columns.put("cost.nodes", this::nodesInBin);
    }
    if (database != null) {
      columns.put(
          "cost.database",
          i ->
              Math.min(binNs, outcome.endNs() - i * binNs) / SECOND_NS * database.instanceSecond());
    }
    if (poolerSecond > 0) {
      columns.put(
          "cost.pooler",
          i -> Math.min(binNs, outcome.endNs() - i * binNs) / SECOND_NS * poolerSecond);
    }
    for (Fee fee : fees) {
      columns.merge(
          "cost." + fee.component(),
          i -> inBin(i, fee),
          (a, b) -> i -> a.applyAsDouble(i) + b.applyAsDouble(i));
    }
    return columns;
  }

  private Recorded stretch(int bin) {
    double binNs = outcome.recorder().binNs();
    return Recorded.of(
        outcome.recorder().bins(), bin, Math.min(binNs, outcome.endNs() - bin * binNs));
  }

  private double inBin(int bin, Fee fee) {
    return fee.cost(row -> outcome.recorder().bins().count(bin, row, fee.count()));
  }

  private double nodesInBin(int bin) {
    double cost = 0;
    for (int p = 0; p < nodes.size(); p++) {
      int row = platforms.size() + p;
      cost += nodeCost(
          p,
          outcome.recorder().bins().integral(bin, row, Gauge.NODES)
              + outcome.recorder().bins().integral(bin, row, Gauge.NODES_BOOTING));
    }
    return cost;
  }

  private double bin(int bin, java.util.function.ToDoubleFunction<Bill> component) {
    double sum = 0;
    for (int s = 0; s < rates.size(); s++) {
      PlatformModel platform = platforms.get(s);
      sum += component.applyAsDouble(Bill.of(platform, rates.get(s), stretch(bin), s));
    }
    return sum;
  }
}
