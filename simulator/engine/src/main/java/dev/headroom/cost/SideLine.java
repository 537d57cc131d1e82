package dev.headroom.cost;

import dev.headroom.platform.Extras.LoadBalancer;
import dev.headroom.platform.Extras.Nat;
import dev.headroom.platform.PlatformModel;
import dev.headroom.platform.PlatformModel.Prices;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A line of the bill for what stands beside the instances of one or more services: a GPU in each, a
 * load balancer before them, a NAT gateway behind them.
 *
 * <p>Hours are charged for the time that passed, though sellers round a last hour up: a run is a
 * part of a month.
 */
public final class SideLine {
  private static final double SECOND_NS = 1e9;
  private static final double HOUR_NS = 3600 * SECOND_NS;
  private static final double GB = 1e9;

  private final String component;
  private final PriceBook book;
  private final Tariff tariff;
  private final Function<Recorded, Meters> use;

  private SideLine(String component, Prices prices, Function<Recorded, Meters> use) {
    this.component = component;
    this.book = PriceBook.read(prices.book());
    this.tariff = book.tariff(prices.entry(), prices.region());
    this.use = use;
  }

  /** The GPUs of a revision's instances, for as long as those are billed. */
  public static SideLine gpu(PlatformModel platform, int row) {
    Meter meter = platform.extras().gpuZonal() ? Meter.GPU_ZONAL_SECONDS : Meter.GPU_SECONDS;
    return new SideLine("gpu", platform.extras().gpu(), stretch -> new Meters()
        .add(meter, Bill.activeSeconds(platform, stretch, row)));
  }

  /**
   * A load balancer: its hours, and its capacity units in the dimension that takes most of them
   * over the whole run. A seller decides hour by hour; the two differ only where different
   * dimensions lead at different times.
   *
   * @param rows of the revisions behind it
   * @param run the whole of it
   */
  public static SideLine loadBalancer(LoadBalancer balancer, List<Integer> rows, Recorded run) {
    List<Function<Recorded, Double>> dimensions = List.of(
        stretch -> attempts(stretch, rows)
            / balancer.requestsPerConnection()
            / (balancer.newPerSecond() * 3600),
        stretch -> inside(stretch, rows) / HOUR_NS / balancer.active(),
        stretch -> attempts(stretch, rows) * balancer.bytesPerRequest() / balancer.bytesPerHour());
    Function<Recorded, Double> leading = dimensions.get(0);
    for (Function<Recorded, Double> dimension : dimensions) {
      leading = dimension.apply(run) > leading.apply(run) ? dimension : leading;
    }
    Function<Recorded, Double> units = leading;
    return new SideLine("loadBalancer", balancer.prices(), stretch -> new Meters()
        .add(Meter.INSTANCE_HOURS, stretch.lengthNs() / HOUR_NS)
        .add(Meter.LCU_HOURS, units.apply(stretch)));
  }

  /**
   * The NAT gateways of a network.
   *
   * @param rows of the revisions that use them
   * @param asked what each of them asks for
   */
  public static SideLine nat(List<Integer> rows, List<Nat> asked) {
    int gateways = asked.stream().mapToInt(Nat::gateways).max().orElseThrow();
    return new SideLine("nat", asked.get(0).prices(), stretch -> {
      double bytes = 0;
      for (int i = 0; i < rows.size(); i++) {
        bytes += stretch.count(rows.get(i), Count.ATTEMPTS) * asked.get(i).bytesPerRequest();
      }
      return new Meters()
          .add(Meter.INSTANCE_HOURS, gateways * stretch.lengthNs() / HOUR_NS)
          .add(Meter.PROCESSED_GB, bytes / GB);
    });
  }

  private static double attempts(Recorded stretch, List<Integer> rows) {
    return rows.stream().mapToDouble(row -> stretch.count(row, Count.ATTEMPTS)).sum();
  }

  /** Attempts that run or wait, which is the least number of connections that are open. */
  private static double inside(Recorded stretch, List<Integer> rows) {
    return rows.stream()
        .mapToDouble(row -> stretch.gauge(row, Gauge.IN_SERVICE) + stretch.gauge(row, Gauge.QUEUED))
        .sum();
  }

  /** Its name in a bill. */
  public String component() {
    return component;
  }

  /** What it costs at list prices, from the first unit. */
  public double cost(Recorded stretch) {
    double sum = 0;
    for (Map.Entry<Meter, BigDecimal> used : use.apply(stretch).amounts().entrySet()) {
      Meter meter = used.getKey();
      sum += used.getValue().doubleValue()
          * tariff.bandsOf(meter).get(0).price().doubleValue()
          / meter.unitsPerPrice();
    }
    return sum;
  }

  /**
   * Adds a month to an account, whose tiers and free amounts then hold.
   *
   * @param meters what {@link #use} says of its stretches, times how often the month has them
   */
  public void addTo(Account account, Meters meters) {
    account.add(tariff, meters, book.rounding());
  }

  /** What was used in a stretch. */
  public Meters use(Recorded stretch) {
    return use.apply(stretch);
  }
}
