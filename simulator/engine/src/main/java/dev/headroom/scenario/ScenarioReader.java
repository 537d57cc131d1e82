package dev.headroom.scenario;

import dev.headroom.config.Citation;
import dev.headroom.config.Citations;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.Section;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.ServerOptions;
import dev.headroom.database.TableOptions;
import dev.headroom.scenario.Scenario.Assumption;
import dev.headroom.scenario.Scenario.Objective;
import dev.headroom.scenario.Scenario.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a scenario's tree into checked records; every mistake is one line with its place. */
public final class ScenarioReader {
  private static final long SECOND = 1_000_000_000L;

  private static final List<String> NO_SETTINGS =
      List.of("sources", "assumptions", "runtimes", "billingModes", "metadata", "slo");

  private ScenarioReader() {}

  /** A scenario's tree with every model that it names laid under it. */
  public static ConfigNode withModels(ConfigNode merged) {
    return ModelLayers.underlay(merged);
  }

  /** Reads a scenario whose files are merged already; models are laid under it here. */
  public static Scenario read(ConfigNode merged) {
    ConfigNode tree = ModelLayers.underlay(merged);
    Section root = Section.root(tree);
    root.choice("apiVersion", List.of("headroom/v1"));
    root.choice("kind", List.of("Scenario"));
    Section metadata = root.section("metadata");
    Section run = root.optionalSection("run");
    boolean steady = run == null
        || run.choice("initial", List.of("steady", "empty"), "steady").equals("steady");
    Section database = root.optionalSection("database");
    boolean ofUnits = database != null && TableOptions.describes(database);
    Section connected = ofUnits ? null : database;
    ServerOptions server = connected == null ? null : ServerOptions.read(connected);
    PoolRules pool = connected == null ? null : PoolRules.read(connected);
    TableOptions table = ofUnits ? table(database) : null;
    NodeReader nodes = new NodeReader(root);
    List<Section> events = root.has("events") ? root.sections("events") : List.of();
    List<DatabaseEvent> databaseEvents = DatabaseEvent.read(events, server != null);
    List<Section> ofServices =
        events.stream().filter(event -> EventKind.of(event).database == null).toList();
    List<ServiceSpec> services = services(root, pool, steady, ofServices, nodes);
    Scenario scenario = new Scenario(
        metadata.text("name"),
        metadata.text("description", ""),
        services,
        AccountReader.read(root, services),
        nodes.pools(),
        server,
        table,
        connected == null ? null : pooler(connected, server),
        databaseEvents,
        database == null ? null : databasePrices(database),
        objectives(root),
        month(root),
        run == null ? 1 : run.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1),
        run == null ? 1200 * SECOND : run.durationNs("tail", 0, 86_400 * SECOND, 1200 * SECOND),
        assumptions(tree, services),
        settings(tree),
        warnings(Section.root(tree), server, services),
        merged);
    root.finish();
    return scenario;
  }

  private static List<ServiceSpec> services(
      Section root, PoolRules pool, boolean steady, List<Section> events, NodeReader nodes) {
    if (!root.has("services")) {
      return List.of(service(root, "service", pool, steady, events, nodes, List.of()));
    }
    List<Section> sections = root.sections("services");
    if (sections.isEmpty()) {
      throw root.problem("services", "none; at least one is needed");
    }
    List<String> names = sections.stream().map(section -> section.text("name")).toList();
    sections = usersFirst(sections);
    for (Section event : events) {
      event.choice("service", names);
    }
    List<ServiceSpec> services = new ArrayList<>();
    for (Section section : sections) {
      String name = section.text("name");
      List<Section> own =
          events.stream().filter(e -> e.text("service").equals(name)).toList();
      services.add(service(section, name, pool, steady, own, nodes, services));
    }
    return services;
  }

  /** Services that work on the messages of others stand behind those that users call. */
  private static List<Section> usersFirst(List<Section> sections) {
    List<Section> users = new ArrayList<>();
    List<Section> fed = new ArrayList<>();
    for (Section section : sections) {
      boolean isFed =
          section.node("workload") instanceof MapNode workload && workload.get("from") != null;
      (isFed ? fed : users).add(section);
    }
    users.addAll(fed);
    return users;
  }

  private static ServiceSpec service(
      Section section,
      String name,
      PoolRules pool,
      boolean steady,
      List<Section> events,
      NodeReader nodes,
      List<ServiceSpec> before) {
    Section workload = section.section("workload");
    List<WorkloadClass> classes = WorkloadReader.classes(workload);
    int fedBy = WorkloadReader.sender(workload, before);
    Section platform = Section.at(section.node("platform"), "platform");
    String account = platform.text("account", "");
    int reserved = platform.integer("reservedConcurrency", 0, 10_000_000, -1);
    boolean queries = classes.stream().anyMatch(c -> c.queries() > 0);
    RevisionReader revisions = new RevisionReader(section, queries ? pool : null);
    List<RevisionSpec> all = revisions.withEvents(events);
    int nodePool = nodes.poolOf(section, name);
    nodes.check(section, nodePool, all);
    ServiceSpec service = new ServiceSpec(
        name,
        fedBy < 0
            ? WorkloadReader.traffic(workload, classes, steady)
            : before.get(fedBy).traffic(),
        fedBy,
        classes,
        WorkloadReader.clients(workload, platform, classes),
        all,
        revisions.deployments(),
        revisions.interruptions(),
        account.isEmpty() ? null : account,
        reserved,
        nodePool);
    AccountReader.checkKept(platform, service);
    return service;
  }

  private static TableOptions table(Section database) {
    database.text("use", "");
    for (String key : List.of("pool", "pooler", "maxConnections", "instance")) {
      if (database.has(key)) {
        throw database.problem(
            key, "a database of request units has no connections;" + " leave it out");
      }
    }
    return TableOptions.read(database);
  }

  private static PoolerOptions pooler(Section database, ServerOptions server) {
    Section pooler = database.optionalSection("pooler");
    return pooler == null || pooler.text("kind").equals("none")
        ? null
        : PoolerOptions.read(pooler, server);
  }

  private static String[] databasePrices(Section database) {
    Section price = database.optionalSection("price");
    return price == null ? null : new String[] {price.text("book"), price.text("entry")};
  }

  private static List<Objective> objectives(Section root) {
    List<Objective> objectives = new ArrayList<>();
    if (root.has("slo")) {
      for (Section slo : root.sections("slo", "expr")) {
        String severity = slo.choice("severity", List.of("fail", "warn"), "fail");
        objectives.add(new Objective(
            slo.text("name", slo.text("expr")),
            slo.text("expr"),
            severity.equals("warn"),
            slo.position("expr")));
      }
    }
    return objectives;
  }

  private static MonthProfile month(Section root) {
    Section cost = root.optionalSection("cost");
    return cost == null ? null : MonthProfile.read(cost);
  }

  private static List<String> warnings(
      Section root, ServerOptions server, List<ServiceSpec> services) {
    List<Section> holders = root.has("services") ? root.sections("services") : List.of(root);
    List<String> warnings = new ArrayList<>();
    if (server != null
        && server.contention() != null
        && services.stream().flatMap(s -> s.classes().stream()).allMatch(c -> !c.computes())) {
      warnings.add(
          root.section("database").position("contention") + ": no class says queries.cpu, the time"
              + " on the database's processors that contention lengthens; it slows only set-ups");
    }
    for (Section holder : holders) {
      Section workload = holder.section("workload");
      Section trace = workload.optionalSection("trace");
      Section clients = workload.optionalSection("clients");
      boolean retries = clients != null && clients.has("retries");
      if (retries && trace != null && trace.text("counts", "users").equals("attempts")) {
        warnings.add(
            trace.position("counts") + ": the trace counts attempts, so it holds the retries that"
                + " happened already; clients.retries adds more on top");
      }
    }
    return warnings;
  }

  /** Each once, however many services lean on it. */
  private static List<Assumption> assumptions(ConfigNode tree, List<ServiceSpec> services) {
    Map<String, Assumption> found = new LinkedHashMap<>();
    for (Citations.Leaf leaf : Citations.of(tree)) {
      Citation citation = leaf.citation();
      if (citation != null && citation.isAssumption() && applies(leaf.path(), services)) {
        String shared = leaf.path().replaceFirst("^services\\[\\d+\\]\\.", "");
        found.putIfAbsent(
            shared + ": " + citation.note(), new Assumption(leaf.path(), citation.note()));
      }
    }
    for (ServiceSpec service : services) {
      for (String text : service.platform().assumptions()) {
        found.putIfAbsent(text, new Assumption(service.platform().name(), text));
      }
    }
    return List.copyOf(found.values());
  }

  /** Of the runtimes that a platform knows only one starts. */
  private static boolean isUsed(String path, List<ServiceSpec> services) {
    return !path.contains(".runtimes.")
        || services.stream()
            .map(service -> service.platform().start().runtime())
            .anyMatch(name -> (path + ".").contains(".runtimes." + name + "."));
  }

  /** Whether anything of the scenario uses a value of its models. */
  private static boolean applies(String path, List<ServiceSpec> services) {
    if (path.contains(".billingModes.") || !isUsed(path, services)) {
      return false;
    }
    if (path.contains("platform.gpu.")) {
      return services.stream().anyMatch(one -> one.platform().extras().gpu() != null);
    }
    if (path.contains("platform.network.") && !path.endsWith(".nat")) {
      return services.stream().anyMatch(one -> one.platform().extras().nat() != null);
    }
    if (path.contains(".invocation.")) {
      return services.stream().anyMatch(service -> {
        MessageRules messages = service.clients().messages();
        return messages != null && path.contains("." + Section.label(messages.kind()) + ".");
      });
    }
    return !path.contains(".provisioned.")
        || services.stream().anyMatch(s -> s.scaling().warm().provisioned() != null);
  }

  private static List<Setting> settings(ConfigNode tree) {
    List<Setting> settings = new ArrayList<>();
    collect("", tree, settings);
    return settings;
  }

  private static void collect(String path, ConfigNode node, List<Setting> into) {
    if (node instanceof ScalarNode scalar) {
      into.add(new Setting(path, scalar.text(), scalar.position().toString()));
    } else if (node instanceof ListNode list) {
      for (int i = 0; i < list.items().size(); i++) {
        collect(path + "[" + i + "]", list.items().get(i), into);
      }
    } else if (node instanceof MapNode map) {
      if (map.get("value") != null && map.get("source") != null) {
        collect(path, map.get("value"), into);
        return;
      }
      map.entries().forEach((key, entry) -> {
        if (!NO_SETTINGS.contains(key)) {
          collect(path.isEmpty() ? key : path + "." + key, entry.value(), into);
        }
      });
    }
  }
}
