package dev.headroom.cli;

import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.platform.Models;
import dev.headroom.whatif.ConnectionPlan;
import dev.headroom.whatif.DatabaseModels;
import dev.headroom.whatif.PoolUser;
import dev.headroom.whatif.PoolerPlan;
import dev.headroom.whatif.ServerBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What {@code headroom db} is told in options instead of a scenario. */
final class DbInput {
  private static final int INSTANCES_MAX = 10_000_000;
  private static final int CONNECTIONS_MAX = 1_000_000;
  private static final int POOL_MAX = 100_000;
  private static final List<String> ENGINES = List.of("postgres", "mysql");
  private static final Pattern SERVICE = Pattern.compile("([^:,]+):(\\d{1,9})[xX](\\d{1,9})");

  @Option(
      names = "--instances",
      paramLabel = "N|A..B",
      description = "Instances at most, or a range of counts, e.g. 40 or 0..5000.")
  private String instances;

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = "Connections that each instance's pool can hold (default: 10, as of"
          + " node-postgres and HikariCP).")
  private String pool;

  @Option(
      names = "--services",
      paramLabel = "LIST",
      description = "Several services on one server instead, each NAME:INSTANCESxPOOL, e.g."
          + " checkout:40x10,worker:5x4.")
  private String services;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "The server's limit (default: that of the class, database or engine).")
  private String maxConnections;

  @Option(
      names = "--reserved",
      paramLabel = "N",
      description = "Slots kept for administrators (default: the engine's; PostgreSQL 3).")
  private String reserved;

  @Option(
      names = "--other",
      paramLabel = "N",
      description = "Connections that something else holds, such as monitoring (default: 0).")
  private String other;

  @Option(names = "--engine", paramLabel = "ENGINE", description = "postgres (default) or mysql.")
  private String engine;

  @Option(
      names = "--database",
      paramLabel = "MODEL",
      description = "A database of 'headroom models', e.g. rds-postgres.")
  private String database;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "The size it runs on, e.g. db.t4g.medium; needs --database.")
  private String instanceClass;

  @Option(
      names = "--pooler",
      paramLabel = "KIND[:N]",
      description = "A pooler between, in transaction mode, with N connections to the server"
          + " (default: its model's), e.g. pgbouncer:60 or rds-proxy.")
  private String pooler;

  @Option(
      names = "--pooler-clients",
      paramLabel = "N",
      description = "Connections of clients it lets in (default: its model's).")
  private String poolerClients;

  /** The first option that a scenario answers instead, or null where none was given. */
  String given() {
    String[][] all = {
      {"--instances", instances}, {"--pool", pool}, {"--services", services},
      {"--max-connections", maxConnections}, {"--reserved", reserved}, {"--other", other},
      {"--engine", engine}, {"--database", database}, {"--class", instanceClass},
      {"--pooler", pooler}, {"--pooler-clients", poolerClients}
    };
    for (String[] option : all) {
      if (option[1] != null) {
        return option[0];
      }
    }
    return null;
  }

  /** The fewest instances asked about, 0 where it is a single count. */
  int from() {
    return range()[0];
  }

  /** The plan with the most instances asked about. */
  ConnectionPlan plan(double surge) {
    ServerBudget server = server();
    return new ConnectionPlan(server, users(), surge, pooler(server));
  }

  private int[] range() {
    if (services != null || !instances.contains("..")) {
      int count = services == null ? number("--instances", instances, 0, INSTANCES_MAX) : 0;
      return new int[] {count, count};
    }
    int dots = instances.indexOf("..");
    int from = number("--instances", instances.substring(0, dots), 0, INSTANCES_MAX);
    int to = number("--instances", instances.substring(dots + 2), 0, INSTANCES_MAX);
    if (from > to) {
      throw UserError.invalid(
          "--instances: " + instances + "; allowed: a range that rises, e.g. 0..5000");
    }
    return new int[] {from, to};
  }

  private List<PoolUser> users() {
    if (services == null && instances == null) {
      throw UserError.invalid("db needs --instances N or A..B, --services LIST, or -f SCENARIO");
    }
    if (services == null) {
      int size = pool == null ? 10 : number("--pool", pool, 1, POOL_MAX);
      return List.of(new PoolUser("service", range()[1], size, null));
    }
    if (instances != null || pool != null) {
      throw UserError.invalid((instances != null ? "--instances" : "--pool")
          + ": not with --services, which says instances and pool of each");
    }
    List<PoolUser> users = new ArrayList<>();
    for (String one : services.split(",", -1)) {
      Matcher service = SERVICE.matcher(one.strip());
      if (!service.matches()) {
        throw UserError.invalid(
            "--services: " + one.strip() + "; reads NAME:INSTANCESxPOOL, e.g. checkout:40x10");
      }
      String name = service.group(1);
      if (users.stream().anyMatch(user -> user.name().equals(name))) {
        throw UserError.invalid("--services: " + name + "; another service has this name");
      }
      users.add(new PoolUser(
          name,
          number("--services: " + name, service.group(2), 0, INSTANCES_MAX),
          number("--services: " + name, service.group(3), 1, POOL_MAX),
          null));
    }
    return users;
  }

  private ServerBudget server() {
    if (database != null && engine != null) {
      throw UserError.invalid("--engine: not with --database, which has its engine");
    }
    if (instanceClass != null && database == null) {
      throw UserError.invalid(
          "--class: " + instanceClass + "; needs --database, e.g." + " --database rds-postgres");
    }
    String model = database != null
        ? database
        : engine == null ? ENGINES.get(0) : Models.known("--engine", engine, ENGINES);
    ServerBudget known = DatabaseModels.server(model, instanceClass);
    return new ServerBudget(
        maxConnections != null && database == null ? known.engine() : known.title(),
        database,
        known.instanceClass(),
        known.engine(),
        maxConnections == null
            ? known.maxConnections()
            : number("--max-connections", maxConnections, 1, CONNECTIONS_MAX),
        reserved == null ? known.reserved() : number("--reserved", reserved, 0, CONNECTIONS_MAX),
        other == null ? 0 : number("--other", other, 0, CONNECTIONS_MAX));
  }

  private PoolerPlan pooler(ServerBudget server) {
    if (pooler == null) {
      if (poolerClients != null) {
        throw UserError.invalid("--pooler-clients: needs --pooler");
      }
      return null;
    }
    int colon = pooler.indexOf(':');
    String kind = colon < 0 ? pooler : pooler.substring(0, colon);
    int size = colon < 0 ? 0 : number("--pooler", pooler.substring(colon + 1), 1, CONNECTIONS_MAX);
    PoolerPlan known = DatabaseModels.pooler(kind, server, size);
    return poolerClients == null
        ? known
        : new PoolerPlan(
            kind,
            known.pooling(),
            known.serverPool(),
            number("--pooler-clients", poolerClients, 1, INSTANCES_MAX),
            known.note());
  }

  private static int number(String option, String text, int min, int max) {
    try {
      long value = Units.integer(text.strip());
      if (value >= min && value <= max) {
        return (int) value;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with what is allowed.
    }
    throw UserError.invalid(
        String.format(Locale.ROOT, "%s: %s; allowed: %,d to %,d", option, text, min, max));
  }
}
