package dev.headroom.cost;

/**
 * Prices of one entry of a price book, in its currency.
 *
 * @param book name, region and date, for people
 * @param currency of all prices
 * @param activeVcpuSecond while billed as active
 * @param activeGibSecond while billed as active
 * @param idleVcpuSecond at the idle rate
 * @param idleGibSecond at the idle rate
 * @param request per request
 * @param instanceSecond per instance, whatever its size
 * @param cpuSecond per second of processor time, where that is what is sold
 * @param provisionedGibSecond of environments kept ready, used or not
 * @param provisionedActiveGibSecond of requests on them
 */
public record Rates(
    String book,
    String currency,
    double activeVcpuSecond,
    double activeGibSecond,
    double idleVcpuSecond,
    double idleGibSecond,
    double request,
    double instanceSecond,
    double cpuSecond,
    double provisionedGibSecond,
    double provisionedActiveGibSecond) {

  /** What costs nothing by itself, such as instances on machines that are paid for. */
  public static final Rates FREE = new Rates("", "USD", 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether nothing is charged here. */
  public boolean isFree() {
    return equals(FREE);
  }

  private static final double HOUR = 3600;
  private static final double MILLIS_PER_SECOND = 1000;
  /** Hours that a month is taken to have, as providers' calculators do. */
  static final double MONTH_HOURS = 730;

  /** Reads {@code models/prices/BOOK.yaml}, entry {@code entry}, prices of its home region. */
  public static Rates read(String book, String entry) {
    return read(book, entry, "");
  }

  /** The same in a region; empty for the book's home region. */
  public static Rates read(String book, String entry, String region) {
    PriceBook prices = PriceBook.read(book);
    return of(prices.tariff(entry, region), prices.currency());
  }

  /** List prices per second and request: a run is priced before tiers and credits. */
  static Rates of(Tariff tariff, String currency) {
    return new Rates(
        tariff.title(),
        currency,
        price(tariff, Meter.ACTIVE_VCPU_SECONDS) + price(tariff, Meter.VCPU_HOURS) / HOUR,
        price(tariff, Meter.ACTIVE_GIB_SECONDS) + price(tariff, Meter.GIB_HOURS) / HOUR,
        price(tariff, Meter.IDLE_VCPU_SECONDS),
        price(tariff, Meter.IDLE_GIB_SECONDS),
        price(tariff, Meter.REQUESTS) / Meter.REQUESTS.unitsPerPrice(),
        price(tariff, Meter.INSTANCE_HOURS) / HOUR
            + price(tariff, Meter.INSTANCE_MONTHS) / MONTH_HOURS / HOUR,
        price(tariff, Meter.CPU_MILLISECONDS)
            / Meter.CPU_MILLISECONDS.unitsPerPrice()
            * MILLIS_PER_SECOND,
        price(tariff, Meter.PROVISIONED_GIB_SECONDS),
        price(tariff, Meter.PROVISIONED_ACTIVE_GIB_SECONDS));
  }

  private static double price(Tariff tariff, Meter meter) {
    return tariff.price(meter).doubleValue();
  }
}
