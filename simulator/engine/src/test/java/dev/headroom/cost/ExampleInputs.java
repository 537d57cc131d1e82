package dev.headroom.cost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cost.Tariff.Metering;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The inputs of a worked example; a key that no rule asked for is a failure that names it. */
final class ExampleInputs {
  static final BigDecimal HOUR = BigDecimal.valueOf(3600);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private final String provider;
  private final JsonNode inputs;
  private final boolean freeTierByDefault;
  private final Set<String> asked = new LinkedHashSet<>();

  ExampleInputs(JsonNode example) {
    provider = example.path("provider").asText();
    inputs = example.path("inputs");
    // Google's own page takes the free amounts off in every example, as does any example that also
    // tells its sum without them; elsewhere an example says so or means list prices.
    freeTierByDefault = example.path("published_lines_usd").has("without_free")
        || provider.equals("google-cloud-run") && example.path("official").asBoolean();
  }

  String provider() {
    return provider;
  }

  boolean has(String key) {
    asked.add(key);
    return inputs.has(key);
  }

  BigDecimal number(String key) {
    if (!has(key) || !inputs.get(key).isNumber()) {
      throw new IllegalArgumentException(
          provider + ": input '" + key + "' is " + inputs.path(key) + "; needs a number");
    }
    return inputs.get(key).decimalValue();
  }

  BigDecimal number(String key, BigDecimal otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  /** The first of the keys that is given, zero where none is. */
  BigDecimal firstOf(String... keys) {
    BigDecimal found = null;
    for (String key : keys) {
      if (has(key) && found == null) {
        found = number(key);
      }
    }
    return found == null ? BigDecimal.ZERO : found;
  }

  /** The first of the keys that is given; one must be. */
  BigDecimal oneOf(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        return firstOf(keys);
      }
    }
    throw new IllegalArgumentException(
        provider + ": needs an input '" + String.join("' or '", keys) + "'");
  }

  String text(String key, String otherwise) {
    return has(key) ? inputs.get(key).asText() : otherwise;
  }

  /** One of the words; another is a failure that names it. */
  String word(String key, String otherwise, String... allowed) {
    String word = text(key, otherwise);
    if (!List.of(allowed).contains(word)) {
      throw new IllegalArgumentException(provider + ": input '" + key + "' is '" + word
          + "'; known: " + String.join(", ", allowed));
    }
    return word;
  }

  boolean flag(String key) {
    return word(key, "false", "true", "false").equals("true");
  }

  /** GiB from whichever unit is given; sellers' worked examples take 1,024 MB for a GB. */
  BigDecimal gib(String gibKey, String mibKey) {
    return has(mibKey) ? number(mibKey).divide(KIBI) : number(gibKey);
  }

  /** {@code true}, {@code false}, or a sentence about what the free amounts were applied to. */
  FreeTier freeTier() {
    String said = text("free_tier", String.valueOf(freeTierByDefault));
    return said.equals("false") || said.equals("none") ? FreeTier.NONE : FreeTier.APPLIED;
  }

  /** The first word of the region: {@code europe-west3} of {@code europe-west3 (Tier 2)}. */
  String region() {
    return text("region", "").split(" ")[0];
  }

  /** A price that the example states itself, in place of the book's. */
  Tariff overridden(Tariff tariff, String key, Meter meter) {
    return has(key) ? tariff.with(meter, number(key)) : tariff;
  }

  /** Milliseconds under a key as billed seconds. */
  BigDecimal billedSeconds(String key, Metering metering) {
    return metering.billedSeconds(number(key).movePointLeft(3));
  }

  /** Fails for every input that nobody asked for. */
  void finish() {
    List<String> unknown = new ArrayList<>();
    inputs.fieldNames().forEachRemaining(key -> {
      if (!asked.contains(key)) {
        unknown.add(key);
      }
    });
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(provider + ": unknown input '"
          + String.join("', '", unknown) + "'; known here: " + String.join(", ", asked));
    }
  }
}
