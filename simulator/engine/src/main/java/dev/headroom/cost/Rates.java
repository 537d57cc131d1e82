package dev.headroom.cost;

import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import dev.headroom.core.UserError;
import dev.headroom.platform.Models;

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
 */
public record Rates(
    String book,
    String currency,
    double activeVcpuSecond,
    double activeGibSecond,
    double idleVcpuSecond,
    double idleGibSecond,
    double request,
    double instanceSecond) {

  private static final double HOUR = 3600;
  private static final double PRICE_MAX = 1e6;

  /** Reads {@code models/prices/BOOK.yaml}, entry {@code entry}. */
  public static Rates read(String book, String entry) {
    MapNode root = (MapNode) Models.read("prices/" + book);
    if (!(root.get("entries") instanceof MapNode entries && entries.get(entry) != null)) {
      throw UserError.invalid("models/prices/" + book + ".yaml: no entry '" + entry + "'");
    }
    Section all = Section.root(root);
    Section prices = all.section("entries").section(entry);
    String title = book + "@" + all.text("date") + " " + all.text("region") + " " + entry;
    return new Rates(
        title,
        all.text("currency"),
        price(prices, "activeVcpuSecond") + price(prices, "vcpuHour") / HOUR,
        price(prices, "activeGibSecond") + price(prices, "gibHour") / HOUR,
        price(prices, "idleVcpuSecond"),
        price(prices, "idleGibSecond"),
        price(prices, "requestsMillion") / 1e6,
        price(prices, "instanceHour") / HOUR);
  }

  private static double price(Section prices, String key) {
    return prices.number(key, 0, PRICE_MAX, 0);
  }
}
