package dev.headroom.cost;

import dev.headroom.config.KeyLog;
import dev.headroom.config.Section;
import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import dev.headroom.cost.Tariff.Band;
import dev.headroom.cost.Tariff.Metering;
import dev.headroom.platform.Models;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The dated list prices of one seller, from {@code models/prices/NAME.yaml}. Its entries are the
 * prices of its home region; another region lists the entries that are known there and which of the
 * book's prices each of them has.
 */
public final class PriceBook {
  private static final double PRICE_MAX = 1e6;
  private static final double AMOUNT_MAX = 1e15;
  private static final long DAY_NS = 24L * 3600 * 1_000_000_000;

  /** Books read so far; they never change, and a search prices hundreds of runs. */
  private static final Map<String, PriceBook> READ = new ConcurrentHashMap<>();

  private final String name;
  private final String date;
  private final String currency;
  private final String home;
  private final Rounding rounding;
  private final Map<String, Tariff> entries = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> regions = new LinkedHashMap<>();

  private PriceBook(Section book) {
    name = book.text("name");
    book.text("title");
    book.text("retrieved");
    date = book.text("date");
    currency = book.text("currency");
    home = book.text("region");
    rounding = book.choice("rounding", Rounding.class);
    Section all = book.section("entries");
    all.keys().forEach(entry -> entries.put(entry, tariff(all.section(entry), title(entry, home))));
    regions(book.optionalSection("regions"));
    sources(book.section("sources"));
    if (book.has("assumptions")) {
      book.texts("assumptions");
    }
    book.finish();
  }

  /** A whole book, every entry checked. */
  public static PriceBook read(String book) {
    return KeyLog.isRecording() ? load(book) : READ.computeIfAbsent(book, PriceBook::load);
  }

  private static PriceBook load(String book) {
    PriceBook read = new PriceBook(Section.root(Models.read("prices/" + book)));
    if (!read.name.equals(book)) {
      throw UserError.invalid(path(book) + ": name: " + read.name + "; needs " + book);
    }
    return read;
  }

  private static String path(String book) {
    return "models/prices/" + book + ".yaml";
  }

  /** Of all its prices. */
  public String currency() {
    return currency;
  }

  /** Where the seller rounds to cents. */
  public Rounding rounding() {
    return rounding;
  }

  /** The entries of the home region, in the order written. */
  public List<String> entries() {
    return List.copyOf(entries.keySet());
  }

  /** The prices of an entry in the home region. */
  public Tariff tariff(String entry) {
    return tariff(entry, home);
  }

  /**
   * The prices of an entry in a region; one that the book does not know is refused rather than
   * priced like home.
   */
  public Tariff tariff(String entry, String region) {
    if (!entries.containsKey(entry)) {
      throw UserError.invalid(path(name) + ": no entry '" + entry + "'; "
          + Suggestions.hint(entry, entries.keySet()) + "allowed: "
          + String.join(", ", entries.keySet()));
    }
    if (region.isEmpty() || region.equals(home)) {
      return entries.get(entry);
    }
    String there = regions.getOrDefault(region, Map.of()).get(entry);
    if (there == null) {
      throw UserError.invalid(path(name) + ": no price of " + entry + " in region " + region
          + "; allowed: " + String.join(", ", regionsOf(entry)));
    }
    return entries.get(there).called(title(entry, region));
  }

  /** The regions where an entry has a price, home first. */
  public List<String> regionsOf(String entry) {
    List<String> known = new ArrayList<>(List.of(home));
    regions.forEach((region, there) -> {
      if (there.containsKey(entry)) {
        known.add(region);
      }
    });
    return known;
  }

  /** How results call a price: {@code aws@2026-11 us-east-1 aws-lambda}. */
  private String title(String entry, String region) {
    return name + "@" + date + " " + region + " " + entry;
  }

  private void regions(Section all) {
    if (all == null) {
      return;
    }
    for (String region : all.keys()) {
      Section there = all.section(region);
      Map<String, String> names = new LinkedHashMap<>();
      for (String entry : there.keys()) {
        if (!entries.containsKey(entry)) {
          throw there.error(entry, entry, String.join(", ", entries.keySet()));
        }
        names.put(entry, there.choice(entry, entries()));
      }
      regions.put(region, names);
    }
  }

  private static void sources(Section all) {
    for (String key : all.keys()) {
      Section source = all.section(key);
      source.text("title");
      source.text("url");
      source.text("retrieved");
      source.text("published", "");
      source.choice("confidence", List.of("A", "B", "C", "D"));
    }
  }

  private static Tariff tariff(Section entry, String title) {
    Map<Meter, List<Band>> bands = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      if (entry.has(meter.priceKey())) {
        List<Band> ofMeter = new ArrayList<>();
        ofMeter.add(new Band(BigDecimal.ZERO, amount(entry, meter.priceKey(), PRICE_MAX)));
        bands.put(meter, ofMeter);
      }
    }
    Section tiers = entry.optionalSection("tiers");
    for (Meter meter : Meter.values()) {
      if (tiers != null && tiers.has(meter.label())) {
        if (!bands.containsKey(meter)) {
          throw tiers.problem(meter.label(), "has no first price " + meter.priceKey());
        }
        tiers.sections(meter.label()).forEach(tier -> addTier(bands.get(meter), tier));
      }
    }
    return new Tariff(
        title,
        bands,
        byMeter(entry.optionalSection("free"), (s, key) -> amount(s, key, AMOUNT_MAX)),
        byMeter(entry.optionalSection("credits"), (s, key) -> amount(s, key, PRICE_MAX)),
        byMeter(entry.optionalSection("metering"), PriceBook::metering));
  }

  private static void addTier(List<Band> bands, Section tier) {
    BigDecimal from = amount(tier, "from", AMOUNT_MAX);
    if (from.compareTo(bands.get(bands.size() - 1).from()) <= 0) {
      throw tier.error("from", from, "more than where the tier before begins");
    }
    bands.add(new Band(from, amount(tier, "price", PRICE_MAX)));
  }

  private static <V> Map<Meter, V> byMeter(Section section, BiFunction<Section, String, V> reader) {
    Map<Meter, V> values = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      if (section != null && section.has(meter.label())) {
        values.put(meter, reader.apply(section, meter.label()));
      }
    }
    return values;
  }

  private static Metering metering(Section all, String meter) {
    Section rule = all.section(meter);
    return new Metering(
        seconds(rule.durationNs("granularity", 0, DAY_NS, 0)),
        seconds(rule.durationNs("minimum", 0, DAY_NS, 0)),
        BigDecimal.valueOf(rule.number("freeSize", 0, PRICE_MAX, 0)));
  }

  private static BigDecimal seconds(long ns) {
    return BigDecimal.valueOf(ns, 9).stripTrailingZeros();
  }

  private static BigDecimal amount(Section section, String key, double max) {
    return BigDecimal.valueOf(section.number(key, 0, max));
  }
}
