package dev.headroom.whatif;

import dev.headroom.whatif.DatabaseModels.Price;
import dev.headroom.whatif.DatabaseModels.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Changes after which every connection fits, also during a deployment. Each is applied to the plan,
 * so that what is told of it follows from the same arithmetic.
 */
public final class DatabaseFixes {
  private final ConnectionPlan plan;
  private final ConnectionPlan configured;
  private final List<Fix> fixes = new ArrayList<>();

  /**
   * A change.
   *
   * @param change in words
   * @param after the plan with it
   * @param perMonth what it adds to a month's bill in US dollars, or null where that is not known
   * @param cost the same in words
   * @param note what one must know, or an empty text
   * @param settings what it changes in a scenario, by path
   */
  public record Fix(
      String change,
      ConnectionPlan after,
      Double perMonth,
      String cost,
      String note,
      List<Setting> settings) {}

  /** One value of a scenario. */
  public record Setting(String path, String yaml) {}

  private DatabaseFixes(ConnectionPlan plan, ConnectionPlan configured) {
    this.plan = plan;
    this.configured = configured;
  }

  /** Changes for a plan that does not fit; none for one that does. */
  public static List<Fix> of(ConnectionPlan plan) {
    return of(plan, plan);
  }

  /** The same for as many instances as {@code plan} has, where {@code configured} allows more. */
  static List<Fix> of(ConnectionPlan plan, ConnectionPlan configured) {
    DatabaseFixes search = new DatabaseFixes(plan, configured);
    if (!plan.fitsInDeploy()) {
      search.smallerPool();
      search.pooler();
      search.largerServer();
      search.fewerInstances();
    }
    return search.fixes;
  }

  private void smallerPool() {
    List<PoolUser> smaller = new ArrayList<>();
    for (PoolUser user : plan.services()) {
      long pool = Math.max(1, (long) user.pool() * plan.most() / plan.askedInDeploy());
      smaller.add(user.withPool((int) Math.min(pool, user.pool())));
    }
    if (smaller.stream().mapToLong(PoolUser::connections).sum() == plan.asked()) {
      return;
    }
    List<String> changes = new ArrayList<>();
    for (int s = 0; s < smaller.size(); s++) {
      String name = smaller.size() == 1 ? "" : smaller.get(s).name() + " ";
      changes.add(name + plan.services().get(s).pool() + " -> " + smaller.get(s).pool());
    }
    int least = smaller.stream().mapToInt(PoolUser::pool).min().orElseThrow();
    fixes.add(new Fix(
        "pool " + String.join(", ", changes),
        plan.withServices(smaller),
        0.0,
        "$0",
        "a request may wait for the pool",
        List.of(new Setting("database.pool.size", Integer.toString(least)))));
  }

  private void pooler() {
    PoolerPlan present = plan.pooler();
    if (present != null && present.pooling()) {
      mendPooler(present);
      return;
    }
    String book = priceBook();
    for (String kind : DatabaseModels.poolers()) {
      Price price = DatabaseModels.poolerPrice(kind);
      boolean anywhere = price == null && kind.equals("pgbouncer");
      if (!anywhere && (price == null || !price.book().equals(book))) {
        continue;
      }
      // Half leaves room for the pooler that replaces this one.
      int half = Math.max(1, plan.server().usable() / 2);
      PoolerPlan pooler = enough(DatabaseModels.pooler(kind, plan.server(), half), half);
      Double perMonth = price == null ? null : price.perMonth(cores());
      fixes.add(fix(
          pooler,
          kind + ", transaction mode, " + words(half) + " server connections",
          perMonth,
          perMonth == null ? "no price known" : dollars(perMonth, price.assumed())));
    }
  }

  private void mendPooler(PoolerPlan present) {
    int serverPool = present.serverPool();
    String change = present.kind();
    if (serverPool > plan.server().usable()) {
      serverPool = Math.max(1, plan.server().usable() / 2);
      change += " server pool " + words(present.serverPool()) + " -> " + words(serverPool);
    }
    PoolerPlan mended = enough(present, serverPool);
    if (mended.clientLimit() != present.clientLimit()) {
      change +=
          " client limit " + words(present.clientLimit()) + " -> " + words(mended.clientLimit());
    }
    fixes.add(fix(mended, change, 0.0, "$0"));
  }

  private PoolerPlan enough(PoolerPlan pooler, int serverPool) {
    long clients = Math.min(Integer.MAX_VALUE, plan.askedInDeploy());
    int limit = Math.max(pooler.clientLimit(), (int) clients);
    return new PoolerPlan(pooler.kind(), true, serverPool, limit, pooler.note());
  }

  private Fix fix(PoolerPlan pooler, String change, Double perMonth, String cost) {
    String limit = pooler.clientLimit() == Integer.MAX_VALUE
        ? ""
        : "its client limit must be " + words(pooler.clientLimit()) + "; ";
    String yaml =
        "{kind: " + pooler.kind() + ", mode: transaction, serverPool: " + pooler.serverPool()
            + ", clientLimit: "
            + (pooler.clientLimit() == Integer.MAX_VALUE ? "unlimited" : pooler.clientLimit())
            + "}";
    return new Fix(
        change,
        plan.behind(pooler),
        perMonth,
        cost,
        limit + "clients queue if connections are in use for more than "
            + DatabaseSentences.share(plan.behind(pooler)) + " of the time",
        List.of(new Setting("database.pooler", yaml)));
  }

  private void largerServer() {
    if (plan.pooler() != null && plan.pooler().pooling()) {
      return;
    }
    ServerBudget server = plan.server();
    List<Size> sizes = server.model() == null ? List.of() : DatabaseModels.sizes(server.model());
    if (sizes.isEmpty()) {
      raisedLimit();
      return;
    }
    for (Size size : sizes) {
      if (size.maxConnections() > server.maxConnections()) {
        ConnectionPlan after = plan.on(server.on(size));
        if (after.fitsInDeploy()) {
          fixes.add(larger(size, after));
          return;
        }
      }
    }
  }

  private void raisedLimit() {
    ServerBudget server = plan.server();
    long needed = plan.askedInDeploy() + server.reserved() + server.other();
    if (needed >= Integer.MAX_VALUE) {
      return;
    }
    fixes.add(new Fix(
        "max_connections " + words(server.maxConnections()) + " -> " + words((int) needed),
        plan.on(server.withMaxConnections((int) needed)),
        null,
        "no price known",
        "takes memory on the server for each connection, and a restart",
        List.of(new Setting("database.maxConnections", Long.toString(needed)))));
  }

  private Fix larger(Size size, ConnectionPlan after) {
    String from = plan.server().instanceClass();
    Size now = from == null ? null : DatabaseModels.size(plan.server().model(), from);
    Double more = null;
    String cost = "no price known";
    if (size.price() != null && now != null && now.price() != null) {
      more = size.price().perMonth() - now.price().perMonth();
      cost = dollars(more, size.price().assumed() || now.price().assumed());
    } else if (size.price() != null && now == null) {
      cost = dollars(size.price().perMonth(), size.price().assumed()).substring(1) + " in all";
    }
    return new Fix(
        "class " + (from == null ? "" : from + " ") + "-> " + size.name(),
        after,
        more,
        cost,
        words(size.maxConnections()) + " connections",
        List.of(new Setting("database.instance", size.name())));
  }

  private void fewerInstances() {
    int largest = 0;
    for (int s = 1; s < plan.services().size(); s++) {
      if (plan.services().get(s).connections() > plan.services().get(largest).connections()) {
        largest = s;
      }
    }
    PoolUser user = plan.services().get(largest);
    int ceiling = plan.ceilingInDeploy(largest);
    if (ceiling < 1 || ceiling >= user.instances()) {
      return;
    }
    String name = plan.services().size() == 1 ? "" : user.name() + " ";
    fixes.add(new Fix(
        name + "max instances " + words(configured.services().get(largest).instances()) + " -> "
            + words(ceiling),
        plan.with(largest, user.withInstances(ceiling)),
        null,
        "not more",
        "moves the queue to the front, does not mend it",
        List.of(new Setting("platform.scale.max", Integer.toString(ceiling)))));
  }

  /** Processors of the database, for what is paid by them. */
  private double cores() {
    ServerBudget server = plan.server();
    return server.instanceClass() == null
        ? DatabaseModels.cores(server.model())
        : DatabaseModels.size(server.model(), server.instanceClass()).cores();
  }

  /** The book that the database's sizes are priced in, or null. */
  private String priceBook() {
    String model = plan.server().model();
    return model == null
        ? null
        : DatabaseModels.sizes(model).stream()
            .map(Size::price)
            .filter(price -> price != null)
            .map(Price::book)
            .findFirst()
            .orElse(null);
  }

  private static String dollars(double perMonth, boolean assumed) {
    return String.format(
        Locale.ROOT,
        "%s$%,.0f%s",
        perMonth < 0 ? "-" : "+",
        Math.abs(perMonth),
        assumed ? " (assumed)" : "");
  }

  private static String words(int count) {
    return count == Integer.MAX_VALUE ? "unlimited" : String.format(Locale.ROOT, "%,d", count);
  }
}
