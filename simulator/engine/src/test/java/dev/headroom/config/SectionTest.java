package dev.headroom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.Distribution;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Typed reading: units, ranges, citations, and the words of every refusal. */
final class SectionTest {
  private static final long HOUR_NS = 3_600_000_000_000L;

  @TempDir
  Path folder;

  private enum Dispatch {
    LEAST_LOADED,
    ROUND_ROBIN
  }

  private static Section parse(String text) {
    return Section.root(ConfigNode.parse("s.yaml", text));
  }

  private static Section value(String text) {
    return parse("k: " + text + "\n");
  }

  private static String refused(String text, Function<Section, Object> getter) {
    Section section = value(text);
    UserError error = assertThrows(UserError.class, () -> getter.apply(section));
    assertEquals(UserError.Kind.INVALID, error.kind());
    assertFalse(error.getMessage().contains("\n"));
    return error.getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "1ns,1",
    "2us,2000",
    "2µs,2000",
    "250ms,250000000",
    "1.5s,1500000000",
    "2 min,120000000000",
    "2m,120000000000",
    "1h,3600000000000",
    "1d,86400000000000",
    "0s,0",
    ".5s,500000000",
    "1_000ms,1000000000",
    "0.4ns,0"
  })
  void durations(String text, long ns) {
    assertEquals(ns, value(text).durationNs("k", 0, Long.MAX_VALUE));
  }

  @Test
  void durationsAreRefusedWithoutUnitNegativeOrOutOfRange() {
    Function<Section, Object> getter = s -> s.durationNs("k", 1_000_000_000L, HOUR_NS);
    assertEquals(
        "s.yaml:1:4: k: 30; needs a unit: ns, us, ms, s, min, h, d, e.g. 30s",
        refused("30", getter));
    assertEquals("s.yaml:1:4: k: 2h; allowed: 1s to 1h", refused("2h", getter));
    assertEquals("s.yaml:1:4: k: -5s; must not be negative", refused("-5s", getter));
    assertEquals(
        "s.yaml:1:4: k: 300000y; needs a number with a unit: ns, us, ms, s, min, h, d",
        refused("300000y", getter));
    assertEquals("s.yaml:1:4: k: 9999999999999d; is too large", refused("9999999999999d", getter));
    assertEquals("s.yaml:1:4: k: a list; needs a time such as 30s", refused("[1s]", getter));
    assertEquals("s.yaml:1:3: k: empty; needs a time such as 30s", refused("", getter));
    assertTrue(refused("1e999999999s", getter)
        .endsWith("needs a number with a unit:" + " ns, us, ms, s, min, h, d"));
  }

  @ParameterizedTest
  @CsvSource({
    "12B,12",
    "350MB,350000000",
    "1KB,1000",
    "1kB,1000",
    "512Mi,536870912",
    "2GiB,2147483648",
    "1.5Ki,1536",
    "1TB,1000000000000"
  })
  void sizes(String text, long bytes) {
    assertEquals(bytes, value(text).bytes("k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", ".nan", ".inf", "Infinity", "0x10", "1e400", "twelve", "1,5"})
  void oddNumbersAreRefused(String text) {
    assertTrue(refused(text, s -> s.number("k", -1e300, 1e300)).startsWith("s.yaml:1:4: k: "));
    assertTrue(refused(text, s -> s.share("k")).startsWith("s.yaml:1:4: k: "));
    assertTrue(refused(text, s -> s.cpu("k")).startsWith("s.yaml:1:4: k: "));
    assertTrue(refused(text, s -> s.integer("k", 0, 9)).startsWith("s.yaml:1:4: k: "));
  }

  @Test
  void otherUnits() {
    assertEquals(0.6, value("60%").share("k"));
    assertEquals(0.6, value("0.6").share("k"));
    assertEquals(
        "s.yaml:1:4: k: 60; did you mean '60%'? allowed: 0% to 100%, or 0 to 1",
        refused("60", s -> s.share("k")));
    assertEquals(0.9, value("0.9/s").rate("k"), 1e-15);
    assertEquals(50 / 60.0, value("50/min").rate("k"), 1e-15);
    assertEquals(100 / 3600.0, value("100/h").rate("k"), 1e-15);
    assertEquals(
        "s.yaml:1:4: k: 100; needs a rate such as 0.9/s, 50/min or 100/h",
        refused("100", s -> s.rate("k")));
    assertEquals(0.25, value("250m").cpu("k"));
    assertEquals(2, value("2").cpu("k"));
    assertEquals("s.yaml:1:4: k: 0; allowed: above 0", refused("0", s -> s.cpu("k")));
    assertEquals(60e6, value("60MB/s").bandwidth("k"));
    assertEquals(125e6, value("1Gbit/s").bandwidth("k"));
    assertEquals(1e-6, value("1e-6").number("k", 0, 1));
    assertEquals("s.yaml:1:4: k: 2; allowed: 0 to 1.5", refused("2", s -> s.number("k", 0, 1.5)));
    assertTrue(value("true").bool("k"));
    assertTrue(refused("yes", s -> s.bool("k")).endsWith("k: yes; allowed: true, false"));
  }

  @Test
  void wholeNumbersAndUnlimited() {
    assertEquals(1_000_000, value("1_000_000").integer("k", 0, 2_000_000));
    assertEquals("s.yaml:1:4: k: 5; allowed: 0 to 3", refused("5", s -> s.integer("k", 0, 3)));
    assertEquals(
        "s.yaml:1:4: k: 1.5; needs a whole number", refused("1.5", s -> s.integer("k", 0, 3)));
    assertEquals(
        "s.yaml:1:4: k: 99999999999999999999; is too large",
        refused("99999999999999999999", s -> s.longInteger("k", 0, Long.MAX_VALUE)));
    assertEquals(Integer.MAX_VALUE, value("unlimited").integerOrUnlimited("k", 0, 9));
    assertEquals(3, value("3").integerOrUnlimited("k", 0, 9));
    assertEquals(Long.MAX_VALUE, value("unlimited").durationOrUnlimitedNs("k", 0, HOUR_NS));
    assertEquals(
        "s.yaml:1:4: k: 12; allowed: 0 to 9, or unlimited",
        refused("12", s -> s.integerOrUnlimited("k", 0, 9)));
    assertEquals(
        "s.yaml:1:4: k: unlimited; needs a whole number",
        refused("unlimited", s -> s.integer("k", 0, 9)));
  }

  @Test
  void choicesSuggest() {
    assertEquals(Dispatch.ROUND_ROBIN, value("round-robin").choice("k", Dispatch.class));
    assertEquals(Dispatch.ROUND_ROBIN, value("round-robin").choice("k", Dispatch.LEAST_LOADED));
    assertEquals(Dispatch.LEAST_LOADED, parse("a: 1").choice("k", Dispatch.LEAST_LOADED));
    assertEquals(
        "s.yaml:1:4: k: leest-loaded; did you mean 'least-loaded'?"
            + " allowed: least-loaded, round-robin",
        refused("leest-loaded", s -> s.choice("k", Dispatch.class)));
  }

  @Test
  void unknownKeysAreNamedWithASuggestionAndMissingOnesWithWhatTheyNeed() {
    Section root = parse("platform:\n  concurrency: 1\n  scal: {min: 2}\n");
    Section platform = root.section("platform");
    platform.integer("concurrency", 1, 9);
    platform.optionalSection("scale");
    platform.text("dispatch", "random");
    assertEquals(
        "s.yaml:3:3: platform.scal: unknown key; did you mean 'scale'?"
            + " allowed: concurrency, dispatch, scale",
        assertThrows(UserError.class, root::finish).getMessage());
    assertEquals(
        "s.yaml:2:3: platform.use: missing; needs a text",
        assertThrows(UserError.class, () -> platform.text("use")).getMessage());
    assertEquals(
        "s.yaml:2:3: platform.scall: missing; needs a map; did you mean it by 'scal'?",
        assertThrows(UserError.class, () -> platform.section("scall")).getMessage());
    assertEquals(
        "s.yaml:2:16: platform.concurrency: 1; allowed: 2 or more",
        platform.error("concurrency", 1, "2 or more").getMessage());
  }

  @Test
  void whatWasAskedForIsNotUnknown() {
    Section root = parse("a: 1\nb: {c: [{d: x}]}\n");
    assertEquals(1, root.integer("a", 0, 9));
    assertEquals("x", root.section("b").sections("c").get(0).text("d"));
    root.finish();
    assertEquals(List.of("a", "b"), root.keys());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "180ms | 180000000",
        "{dist: constant, value: 180ms} | 180000000",
        "{dist: exponential, mean: 100ms} | 100000000",
        "{dist: uniform, min: 1s, max: 3s} | 2000000000",
        "{values: [1s, 3s, 2s]} | 2000000000",
        "{value: {dist: uniform, min: 1s, max: 3s}, source: doc} | 2000000000",
      })
  void distributionsByTheirMeans(String text, double meanNs) {
    assertEquals(meanNs, value(text).distribution("k").meanNs(), 1e-3);
  }

  @Test
  void distributionsByQuantilesRangeAndFile() throws IOException {
    double lognormal = Distribution.lognormal(180e6, 900e6).meanNs();
    assertEquals(lognormal, value("{p50: 180ms, p99: 900ms}").distribution("k").meanNs());
    assertEquals(
        lognormal,
        value("{dist: lognormal, p50: 180ms, p99: 900ms}").distribution("k").meanNs());
    assertEquals(
        Distribution.range90(25e6, 40e6).meanNs(),
        value("25ms to 40ms").distribution("k").meanNs());
    Files.writeString(folder.resolve("times.csv"), "# measured\n1s\n\n3s\n");
    Path scenario = Files.writeString(folder.resolve("s.yaml"), "k: {file: times.csv}\n");
    assertEquals(2e9, Section.root(ConfigNode.read(scenario)).distribution("k").meanNs());
    Files.writeString(folder.resolve("times.csv"), "1s\n3\n");
    UserError error = assertThrows(
        UserError.class, () -> Section.root(ConfigNode.read(scenario)).distribution("k"));
    assertEquals(
        folder.resolve("times.csv") + ":2: 3; needs a unit: ns, us, ms, s, min, h, d, e.g. 3s",
        error.getMessage());
    assertEquals(UserError.Kind.INPUT, error.kind());
  }

  @Test
  void wrongDistributionsSayWhy() {
    Function<Section, Object> getter = s -> s.distribution("k");
    assertEquals(
        "s.yaml:1:4: k: 30; needs a unit: ns, us, ms, s, min, h, d, e.g. 30s",
        refused("30", getter));
    assertEquals(
        "s.yaml:1:4: k: a map; p99 must be above p50", refused("{p50: 2s, p99: 1s}", getter));
    assertEquals(
        "s.yaml:1:4: k.p99: missing; needs a time such as 30s; did you mean it by 'p9'?",
        refused("{p50: 2s, p9: 3s}", getter));
    assertEquals(
        "s.yaml:1:24: k.extra: unknown key; allowed: dist, file, p50, p99, values",
        refused("{p50: 1s, p99: 2s,  extra: 3}", getter));
    assertEquals(
        "s.yaml:1:11: k.dist: lognormel; did you mean 'lognormal'?"
            + " allowed: constant, exponential, lognormal, uniform",
        refused("{dist: lognormel, mean: 1s}", getter));
    assertEquals(
        "s.yaml:1:18: k.values[1]: 2; needs a unit: ns, us, ms, s, min, h, d, e.g. 2s",
        refused("{values: [1s, 2]}", getter));
    assertEquals("s.yaml:1:4: k: a map; " + Distributions.FORMS, refused("{}", getter));
  }

  @Test
  void citedValuesReadAsPlainOnes() {
    Section root = parse("a: {value: 15min, source: doc}\n"
        + "b: {value: 3, source: assumption, note: Nobody publishes it.}\nc: 4\n");
    assertEquals(HOUR_NS / 4, root.durationNs("a", 0, HOUR_NS));
    assertEquals(3, root.integer("b", 0, 9));
    assertEquals(new Citation("doc", null, new Position("s.yaml", 1, 4)), root.citation("a"));
    assertTrue(root.citation("b").isAssumption());
    assertNull(root.citation("c"));
    assertNull(root.citation("absent"));
    assertEquals(
        "s.yaml:1:4: k: an assumption needs a 'note' that says why",
        refused("{value: 3, source: assumption}", s -> s.integer("k", 0, 9)));
    assertEquals(
        "s.yaml:1:28: k.notes: unknown key; did you mean 'note'?" + " allowed: note, source, value",
        refused("{value: 3, source: doc, notes: x}", s -> s.integer("k", 0, 9)));
  }

  @Test
  void theWalkerListsEveryLeafButTheSources() {
    ConfigNode model = ConfigNode.parse(
        "m.yaml",
        "i: {n: {value: 1, source: d}, p: 2}\n"
            + "t: [{r: {value: {p50: 1s, p99: 2s}, source: e}}]\nsources: {d: {url: x}}\n");
    List<Citations.Leaf> leaves = Citations.of(model);
    assertEquals(
        List.of("i.n", "i.p", "t[0].r"),
        leaves.stream().map(Citations.Leaf::path).toList());
    assertEquals("d", leaves.get(0).citation().source());
    assertNull(leaves.get(1).citation());
    assertEquals("m.yaml:1:34", leaves.get(1).position().toString());
  }
}
