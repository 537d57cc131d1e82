package dev.headroom.whatif;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Money;
import dev.headroom.measure.Say;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of {@code headroom plan}: what follows from a scenario's settings by arithmetic alone,
 * each number with its formula; schema {@code headroom/plan/v1}. The trace is not read.
 */
public final class PlanDocument {
  private static final MathContext DIGITS = new MathContext(9);

  /** Of old instances that a deployment starts new ones beside, where the scenario has none. */
  private static final double SURGE = 1;

  private final Scenario scenario;
  private final List<String> sentences = new ArrayList<>();

  private PlanDocument(Scenario scenario) {
    this.scenario = scenario;
  }

  /** The document. */
  public static ObjectNode of(Scenario scenario) {
    Money.check(scenario);
    return new PlanDocument(scenario).build();
  }

  private ObjectNode build() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "headroom/plan/v1");
    root.put("name", scenario.name());
    ArrayNode services = root.putArray("services");
    double floor = 0;
    double ceiling = 0;
    for (ServiceSpec service : scenario.services()) {
      ObjectNode one = services.addObject();
      one.put("name", service.name());
      one.put("platform", service.platform().name());
      ArrayNode lines = one.putArray("lines");
      TargetPlan.of(service).forEach(line -> write(lines, line));
      List<PlanLine> ceilings = CeilingPlan.of(scenario, service);
      ceilings.forEach(line -> write(lines, line));
      PlanLine first = ceilings.get(0);
      sentences.add(sentence(service, first));
      List<PlanLine> costs = CostPlan.of(service, first.value());
      costs.forEach(line -> write(lines, line));
      floor += costs.isEmpty() ? Double.NaN : costs.get(0).value();
      ceiling += costs.isEmpty() ? Double.NaN : costs.get(1).value();
    }
    ArrayNode lines = root.putArray("database");
    PlanLine database = database(lines);
    double fixed = database == null ? 0 : database.value();
    ObjectNode month = root.putObject("month");
    put(month, "floor", floor + fixed);
    put(month, "ceiling", ceiling + fixed);
    month.put("currency", "USD");
    sentences.add(
        Double.isNaN(floor)
            ? "A month's cost is not known: a service has no price of its own."
            : floor == ceiling
                ? "A month costs $" + Say.digits(floor + fixed) + ", whatever comes."
                : "A month costs at least $" + Say.digits(floor + fixed)
                    + (Double.isInfinite(ceiling)
                        ? "; no maximum of instances limits what it may cost."
                        : " and at most $" + Say.digits(ceiling + fixed) + "."));
    ArrayNode all = root.putObject("verdict").put("state", "none").putArray("sentences");
    sentences.forEach(all::add);
    return root;
  }

  private String sentence(ServiceSpec service, PlanLine first) {
    String who = scenario.services().size() == 1 ? "" : service.name() + ": ";
    return who
        + (Double.isInfinite(first.value())
            ? "Nothing here limits a steady rate."
            : "At most " + Say.digits(first.value()) + " requests/s in steady state, "
                + first.what().replace("ceiling ", "") + ": " + first.formula()
                + ". Spikes and waiting lower it; headroom limits says by how much.");
  }

  /** Connections, as {@code headroom db} counts them; the price of the server. */
  private PlanLine database(ArrayNode lines) {
    boolean asked = scenario.server() != null
        && scenario.services().stream().anyMatch(service -> service.pool() != null);
    if (asked) {
      ConnectionPlan plan = DatabaseTrial.plan(scenario, SURGE);
      sentences.add(DatabaseSentences.of(plan, false).get(0));
      write(
          lines,
          new PlanLine(
              "usable",
              "usable connections",
              plan.server().unlimited()
                  ? Double.POSITIVE_INFINITY
                  : plan.server().usable(),
              "connections",
              "max - reserved - others"));
      for (int s = 0; s < plan.services().size(); s++) {
        PoolUser user = plan.services().get(s);
        write(
            lines,
            new PlanLine(
                "asked",
                user.name() + " may ask for",
                user.connections(),
                "connections",
                Say.count(user.instances()) + " instances x " + user.pool()));
        write(
            lines,
            new PlanLine(
                "ceilingInstances",
                user.name() + " fits with at most",
                limit(plan.ceiling(s)),
                "instances",
                "during a deploy " + count(plan.ceilingInDeploy(s))));
        write(
            lines,
            new PlanLine(
                "safePool",
                user.name() + " fits with a pool of",
                limit(plan.safePool(s)),
                "connections",
                "during a deploy " + count(plan.safePoolInDeploy(s))));
      }
    }
    PlanLine cost = CostPlan.database(scenario);
    if (cost != null) {
      write(lines, cost);
    }
    return cost;
  }

  private static double limit(int value) {
    return value == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : value;
  }

  private static String count(int value) {
    return value == Integer.MAX_VALUE ? "any number" : Say.count(value);
  }

  private static void write(ArrayNode lines, PlanLine line) {
    ObjectNode one = lines.addObject();
    one.put("key", line.key());
    one.put("what", line.what());
    put(one, "value", line.value());
    one.put("unit", line.unit());
    one.put("formula", line.formula());
  }

  /** Null where there is no limit. */
  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, new BigDecimal(value).round(DIGITS).stripTrailingZeros());
    } else {
      node.putNull(key);
    }
  }
}
