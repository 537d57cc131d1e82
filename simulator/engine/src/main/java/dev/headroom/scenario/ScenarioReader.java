package dev.headroom.scenario;

import dev.headroom.config.Citation;
import dev.headroom.config.Citations;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.Section;
import dev.headroom.database.PoolOptions;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.ServerOptions;
import dev.headroom.scaling.ProvisionedOptions;
import dev.headroom.scenario.Scenario.Assumption;
import dev.headroom.scenario.Scenario.Objective;
import dev.headroom.scenario.Scenario.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a scenario's tree into checked records; every mistake is one line with its place. */
public final class ScenarioReader {
  private static final long SECOND = 1_000_000_000L;

  /** What AWS leaves for functions without a reservation; an account may say otherwise. */
  private static final int UNRESERVED_MINIMUM = 100;

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
    boolean steady =
        run == null || run.choice("initial", List.of("steady", "empty"), "steady").equals("steady");
    Section database = root.optionalSection("database");
    ServerOptions server = database == null ? null : ServerOptions.read(database);
    PoolOptions pool = database == null ? null : pool(database);
    NodeReader nodes = new NodeReader(root);
    List<ServiceSpec> services = services(root, pool, steady, nodes);
    Scenario scenario =
        new Scenario(
            metadata.text("name"),
            metadata.text("description", ""),
            services,
            accounts(root, services),
            nodes.pools(),
            server,
            database == null ? null : pooler(database),
            database == null ? null : databasePrices(database),
            objectives(root),
            month(root),
            run == null ? 1 : run.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1),
            run == null ? 1200 * SECOND : run.durationNs("tail", 0, 86_400 * SECOND, 1200 * SECOND),
            assumptions(tree, services),
            settings(tree),
            warnings(Section.root(tree)),
            merged);
    root.finish();
    return scenario;
  }

  private static List<ServiceSpec> services(
      Section root, PoolOptions pool, boolean steady, NodeReader nodes) {
    List<Section> events = root.has("events") ? root.sections("events") : List.of();
    if (!root.has("services")) {
      return List.of(service(root, "service", pool, steady, events, nodes));
    }
    List<Section> sections = root.sections("services");
    if (sections.isEmpty()) {
      throw root.problem("services", "none; at least one is needed");
    }
    List<String> names = sections.stream().map(section -> section.text("name")).toList();
    for (Section event : events) {
      event.choice("service", names);
    }
    List<ServiceSpec> services = new ArrayList<>();
    for (Section section : sections) {
      String name = section.text("name");
      List<Section> own = events.stream().filter(e -> e.text("service").equals(name)).toList();
      services.add(service(section, name, pool, steady, own, nodes));
    }
    return services;
  }

  private static ServiceSpec service(
      Section section,
      String name,
      PoolOptions pool,
      boolean steady,
      List<Section> events,
      NodeReader nodes) {
    Section workload = section.section("workload");
    List<WorkloadClass> classes = WorkloadReader.classes(workload);
    Section platform = Section.at(section.node("platform"), "platform");
    String account = platform.text("account", "");
    int reserved = platform.integer("reservedConcurrency", 0, 10_000_000, -1);
    boolean queries = classes.stream().anyMatch(c -> c.queries() > 0);
    RevisionReader revisions = new RevisionReader(section, queries ? pool : null);
    List<RevisionSpec> all = revisions.withDeployments(events);
    int nodePool = nodes.poolOf(section, name);
    nodes.check(section, nodePool, all);
    for (RevisionSpec revision : all) {
      ProvisionedOptions kept = revision.scaling().warm().provisioned();
      int most = reserved < 0 ? revision.scaling().max() : reserved;
      if (kept != null && kept.most() > most) {
        throw platform.problem("scale", "provisioned keeps up to " + kept.most()
            + "; allowed: at most the function's concurrency of " + most);
      }
    }
    return new ServiceSpec(
        name,
        WorkloadReader.traffic(workload, classes, steady),
        classes,
        WorkloadReader.clients(workload, platform, classes),
        all,
        revisions.deployments(),
        account.isEmpty() ? null : account,
        reserved,
        nodePool);
  }

  private static Map<String, Integer> accounts(Section root, List<ServiceSpec> services) {
    Map<String, Integer> limits = new LinkedHashMap<>();
    Section accounts = root.optionalSection("accounts");
    if (accounts != null) {
      for (String name : accounts.keys()) {
        Section account = accounts.section(name);
        limits.put(name, account.integer("concurrency", 1, 10_000_000));
        int rest = account.integer("unreservedMinimum", 0, 10_000_000, UNRESERVED_MINIMUM);
        long reserved = 0;
        long kept = 0;
        for (ServiceSpec service : services) {
          boolean shares = name.equals(service.account());
          reserved += shares ? Math.max(0, service.reservedConcurrency()) : 0;
          kept += shares && service.reservedConcurrency() < 0 ? kept(service) : 0;
        }
        if (reserved > 0 && reserved > limits.get(name) - rest) {
          throw account.problem("concurrency", "services reserve " + reserved + " of "
              + limits.get(name) + "; at least " + rest + " must stay unreserved");
        }
        if (reserved + kept > limits.get(name)) {
          throw account.problem("concurrency", "services reserve " + reserved + " and keep up to "
              + kept + " environments ready; allowed together: " + limits.get(name));
        }
      }
    }
    for (ServiceSpec service : services) {
      if (service.account() != null && !limits.containsKey(service.account())) {
        throw root.problem("accounts", "has no " + service.account() + ", which the platform of "
            + service.name() + " names; known: " + String.join(", ", limits.keySet()));
      }
    }
    return limits;
  }

  /** Environments that a service keeps ready at most. */
  private static int kept(ServiceSpec service) {
    int most = 0;
    for (RevisionSpec revision : service.revisions()) {
      ProvisionedOptions kept = revision.scaling().warm().provisioned();
      most = Math.max(most, kept == null ? 0 : kept.most());
    }
    return most;
  }

  private static PoolOptions pool(Section database) {
    database.text("use", "");
    database.text("instance", "");
    return PoolOptions.read(database.section("pool"));
  }

  private static PoolerOptions pooler(Section database) {
    Section pooler = database.optionalSection("pooler");
    return pooler == null || pooler.text("kind").equals("none")
        ? null
        : PoolerOptions.read(pooler);
  }

  private static String[] databasePrices(Section database) {
    Section price = database.optionalSection("price");
    return price == null ? null : new String[] {price.text("book"), price.text("entry")};
  }

  private static List<Objective> objectives(Section root) {
    List<Objective> objectives = new ArrayList<>();
    if (root.has("slo")) {
      for (Section slo : root.sections("slo")) {
        String severity = slo.choice("severity", List.of("fail", "warn"), "fail");
        objectives.add(
            new Objective(
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

  private static List<String> warnings(Section root) {
    List<Section> holders = root.has("services") ? root.sections("services") : List.of(root);
    List<String> warnings = new ArrayList<>();
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
    if (path.contains(".invocation.")) {
      return services.stream().anyMatch(service -> {
        MessageRules messages = service.clients().messages();
        return messages != null
            && path.contains("." + messages.kind().name().toLowerCase(Locale.ROOT) + ".");
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
