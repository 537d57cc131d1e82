package dev.headroom.whatif;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.whatif.ConnectionPlan.Start;
import dev.headroom.whatif.DatabaseFixes.Fix;
import dev.headroom.whatif.DatabaseTrial.Observed;
import dev.headroom.whatif.DatabaseTrial.Tried;
import java.util.List;
import java.util.TreeSet;

/**
 * The answer of {@code headroom db} as one document, schema {@code headroom/db/v1}. Numbers that
 * have no limit, and those that nobody knows, are null.
 */
public final class DatabaseDocument {
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ConnectionPlan plan;

  private DatabaseDocument(ConnectionPlan plan) {
    this.plan = plan;
  }

  /**
   * The answer of the arithmetic.
   *
   * @param plan with the most instances asked about
   * @param from fewest instances asked about
   */
  public static ObjectNode of(ConnectionPlan plan, int from) {
    DatabaseDocument document = new DatabaseDocument(plan);
    boolean range = plan.services().size() == 1 && from < plan.services().get(0).instances();
    document.head();
    document.counts(range ? from : -1);
    ArrayNode fixes = document.root.putArray("fixes");
    DatabaseFixes.of(plan).forEach(fix -> describe(fixes.addObject(), fix));
    document.verdict(plan.fitsInDeploy(), DatabaseSentences.of(plan, range));
    return document.root;
  }

  /**
   * The answer of a run, beside the arithmetic of what the platforms may start.
   *
   * @param plan the scenario's
   * @param seen what happened
   * @param tried changes, simulated too
   */
  public static ObjectNode of(ConnectionPlan plan, Observed seen, List<Tried> tried) {
    DatabaseDocument document = new DatabaseDocument(plan);
    document.head();
    document.counts(-1);
    describe(document.root.putObject("simulated"), seen);
    ArrayNode fixes = document.root.putArray("fixes");
    for (Tried one : tried) {
      ObjectNode fix = fixes.addObject();
      describe(fix, one.fix());
      fix.put("verified", one.verified());
      describe(fix.putObject("simulated"), one.after());
    }
    List<String> sentences = DatabaseSentences.of(plan, plan.services().size() == 1);
    sentences.set(0, "At the most the platforms may start: " + sentences.get(0));
    sentences.add(0, DatabaseSentences.simulated(seen, plan.server()));
    document.verdict(seen.fits(), sentences);
    return document.root;
  }

  private void head() {
    root.put("schema", "headroom/db/v1");
    ServerBudget budget = plan.server();
    ObjectNode server = root.putObject("server");
    server
        .put("name", budget.title())
        .put("class", budget.instanceClass())
        .put("engine", budget.engine());
    limit(server, "maxConnections", budget.maxConnections());
    server.put("reserved", budget.reserved()).put("other", budget.other());
    limit(server, "usable", budget.usable());
    PoolerPlan through = plan.pooler();
    if (through == null) {
      root.putNull("pooler");
    } else {
      ObjectNode pooler = root.putObject("pooler");
      pooler.put("kind", through.kind()).put("pooling", through.pooling());
      limit(pooler, "serverPool", through.serverPool());
      limit(pooler, "clientLimit", through.clientLimit());
      pooler.put("clientLimitBinds", plan.askedInDeploy() > through.clientLimit());
      pooler.put("serverConnections", plan.onServer(plan.asked()));
      pooler.put("serverConnectionsInDeploy", plan.onServer(plan.askedInDeploy()));
    }
    root.put("deploySurge", plan.surge());
  }

  private void counts(int from) {
    ArrayNode services = root.putArray("services");
    for (int s = 0; s < plan.services().size(); s++) {
      PoolUser user = plan.services().get(s);
      ObjectNode service = services.addObject();
      service.put("name", user.name());
      limit(service, "instances", user.instances());
      service.put("pool", user.pool()).put("poolWhy", user.why());
      limit(service, "connections", user.connections());
      limit(service, "ceiling", plan.ceiling(s));
      limit(service, "ceilingInDeploy", plan.ceilingInDeploy(s));
      limit(service, "safePool", plan.safePool(s));
      limit(service, "safePoolInDeploy", plan.safePoolInDeploy(s));
    }
    ObjectNode connections = root.putObject("connections");
    limit(connections, "asked", plan.asked());
    limit(connections, "askedInDeploy", plan.askedInDeploy());
    limit(connections, "askedInDeployOfAll", plan.askedInDeployOfAll());
    limit(connections, "most", plan.most());
    connections.put("fits", plan.fits()).put("fitsInDeploy", plan.fitsInDeploy());
    Start start = plan.failingStart();
    if (start == null) {
      root.putNull("failingStart");
    } else {
      root.putObject("failingStart")
          .put("full", start.full())
          .put("partial", start.partial())
          .put("partialHas", start.partialHas())
          .put("none", start.none())
          .put("atLeastOne", start.atLeastOne());
    }
    ArrayNode table = root.putArray("table");
    if (from >= 0) {
      for (int instances : steps(from)) {
        ConnectionPlan at = plan.withInstances(instances);
        ObjectNode row = table.addObject();
        row.put("instances", instances)
            .put("connections", at.asked())
            .put("fits", at.fits())
            .put("inDeploy", at.askedInDeploy())
            .put("fitsInDeploy", at.fitsInDeploy());
      }
    }
  }

  /** The ends, the last counts that fit and the first that do not, and 1, 5, 10, 50, ... */
  private TreeSet<Integer> steps(int from) {
    int to = plan.services().get(0).instances();
    TreeSet<Integer> steps = new TreeSet<>(List.of(from, to));
    for (long decade = 1; decade <= to; decade *= 10) {
      steps.add((int) decade);
      steps.add((int) Math.min(to, 5 * decade));
    }
    if (!plan.unlimited()) {
      for (int ceiling : List.of(plan.ceiling(0), plan.ceilingInDeploy(0))) {
        steps.add(ceiling);
        steps.add(ceiling + 1);
      }
    }
    return new TreeSet<>(steps.subSet(from, true, to, true));
  }

  private static void describe(ObjectNode node, Fix fix) {
    ConnectionPlan after = fix.after();
    node.put("change", fix.change());
    limit(node, "asked", after.asked());
    limit(node, "onServer", after.onServer(after.asked()));
    limit(node, "onServerInDeploy", after.onServer(after.askedInDeploy()));
    limit(node, "usable", after.server().usable());
    limit(node, "ceiling", after.ceiling(0));
    limit(node, "ceilingInDeploy", after.ceilingInDeploy(0));
    node.put("fits", after.fits()).put("fitsInDeploy", after.fitsInDeploy());
    node.put("perMonth", fix.perMonth()).put("cost", fix.cost()).put("note", fix.note());
  }

  private static void describe(ObjectNode node, Observed seen) {
    node.put("offered", seen.offered())
        .put("failed", seen.failed())
        .put("failedByDatabase", seen.failedByDatabase())
        .put("refused", seen.refused())
        .put("exhaustedSeconds", seen.exhaustedNs() / 1e9);
    ArrayNode exhausted = node.putArray("exhausted");
    seen.exhausted().forEach(interval -> exhausted
        .addObject()
        .put("from", interval.fromNs() / 1e9)
        .put("to", interval.toNs() / 1e9)
        .put("failed", interval.failed()));
    node.put("peakConnections", seen.peakConnections());
    if (seen.p99Ns() < 0) {
      node.putNull("p99Ms");
    } else {
      node.put("p99Ms", seen.p99Ns() / 1e6);
    }
    node.put("acquireP99Ms", seen.acquireP99Ns() / 1e6);
    ArrayNode peaks = node.putArray("peakInstances");
    seen.peakInstances().forEach(peaks::add);
  }

  private void verdict(boolean pass, List<String> sentences) {
    ObjectNode verdict = root.putObject("verdict");
    verdict.put("state", pass ? "pass" : "fail");
    ArrayNode texts = verdict.putArray("sentences");
    sentences.forEach(texts::add);
  }

  private static void limit(ObjectNode node, String key, long value) {
    if (value >= Integer.MAX_VALUE) {
      node.putNull(key);
    } else {
      node.put(key, value);
    }
  }
}
