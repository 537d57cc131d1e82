package dev.headroom.whatif;

import dev.headroom.config.Citation;
import dev.headroom.config.Section;
import dev.headroom.core.UserError;
import dev.headroom.cost.Meter;
import dev.headroom.cost.PriceBook;
import dev.headroom.cost.Tariff;
import dev.headroom.platform.Models;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Databases, their sizes and poolers as {@code models/databases} knows them, and their prices. */
public final class DatabaseModels {
  /** Hours that a month is taken to have, as providers' calculators do. */
  private static final double MONTH_HOURS = 730;

  private static final int LIMIT_MAX = 10_000_000;

  private DatabaseModels() {}

  /**
   * A size of a database.
   *
   * @param name as the provider calls it
   * @param maxConnections its default limit
   * @param cores its processors
   * @param price where its price stands, or null
   */
  public record Size(String name, int maxConnections, double cores, Price price) {}

  /**
   * Where a price stands.
   *
   * @param book a file of {@code models/prices}
   * @param entry of the book
   */
  public record Price(String book, String entry) {
    /** US dollars or other currency of the book, for a month of one instance. */
    public double perMonth() {
      return MONTH_HOURS * tariff().price(Meter.INSTANCE_HOURS).doubleValue();
    }

    /** The same of what is paid for each processor of the database. */
    public double perMonth(double cores) {
      return MONTH_HOURS * cores * tariff().price(Meter.VCPU_HOURS).doubleValue();
    }

    /** Whether nobody published it. */
    public boolean assumed() {
      Section prices = Section.root(Models.read("prices/" + book)).section("entries");
      Section one = prices.section(entry);
      Citation hour = one.citation("instanceHour");
      Citation vcpu = one.citation("vcpuHour");
      return hour != null && hour.isAssumption() || vcpu != null && vcpu.isAssumption();
    }

    private Tariff tariff() {
      return PriceBook.read(book).tariff(entry);
    }
  }

  /** The server of a model with its defaults, or those of one of its sizes. */
  public static ServerBudget server(String database, String size) {
    Section model = model(database);
    ServerBudget defaults = new ServerBudget(
        model.text("title"),
        database,
        null,
        model.text("engine"),
        model.integer("maxConnections", 1, LIMIT_MAX),
        model.integer("reserved", 0, LIMIT_MAX),
        0);
    return size == null ? defaults : defaults.on(size(database, size));
  }

  /** Processors that a model gives its database where no size is named. */
  static double cores(String database) {
    return model(database).number("cores", 0.1, 1024);
  }

  /** A size by its name. */
  public static Size size(String database, String name) {
    List<Size> all = sizes(database);
    List<String> names = all.stream().map(Size::name).toList();
    if (names.isEmpty()) {
      throw UserError.invalid(
          "--class: " + name + "; " + database + " has no classes; allowed: " + withSizes());
    }
    return all.get(names.indexOf(Models.known("--class", name, names)));
  }

  private static String withSizes() {
    return String.join(
        ", ", Models.DATABASES.stream().filter(name -> !sizes(name).isEmpty()).toList());
  }

  /** All sizes of a database, the smallest limit first, of equal ones the cheapest. */
  public static List<Size> sizes(String database) {
    Section sizes = model(database).optionalSection("instances");
    List<Size> all = new ArrayList<>();
    if (sizes != null) {
      for (String name : sizes.keys()) {
        Section size = sizes.section(name);
        all.add(new Size(
            name,
            size.integer("maxConnections", 1, LIMIT_MAX),
            size.number("cores", 0.1, 1024),
            price(size)));
      }
    }
    all.sort(Comparator.comparingInt(Size::maxConnections)
        .thenComparingDouble(
            size -> size.price() == null ? Double.MAX_VALUE : size.price().perMonth()));
    return all;
  }

  /** The poolers that are known. */
  public static List<String> poolers() {
    return poolerModels().keys();
  }

  /**
   * A pooler with the defaults of its model.
   *
   * @param server whose connections it shares out
   * @param serverPool most connections to the server, or 0 for the model's default
   */
  public static PoolerPlan pooler(String kind, ServerBudget server, int serverPool) {
    Section model = poolerModels().section(Models.known("--pooler", kind, poolers()));
    boolean pooling = !model.text("mode").equals("none");
    int most = serverPool;
    if (most == 0 && model.has("share")) {
      // Of all slots, but those that are kept from the application are kept from it too.
      most = (int) Math.min(model.share("share") * server.maxConnections(), server.usable());
    } else if (most == 0) {
      most = pooling ? model.integer("serverPool", 1, LIMIT_MAX) : Integer.MAX_VALUE;
    }
    String note = model.text("mode").equals("session")
        ? kind + "'s default mode is session; counted here is transaction, which must be set"
        : null;
    return new PoolerPlan(
        kind, pooling, most, model.integerOrUnlimited("clientLimit", 1, LIMIT_MAX), note);
  }

  /** Where a pooler's price stands, or null. */
  public static Price poolerPrice(String kind) {
    return price(poolerModels().section(kind));
  }

  private static Section poolerModels() {
    return Section.root(Models.read("databases/poolers")).section("poolers");
  }

  private static Section model(String database) {
    return Section.root(
        Models.read("databases/" + Models.known("--database", database, Models.DATABASES)));
  }

  private static Price price(Section holder) {
    Section price = holder.optionalSection("price");
    return price == null ? null : new Price(price.text("book"), price.text("entry"));
  }
}
