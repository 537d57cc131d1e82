package dev.headroom.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Paths, the values they take, and the settings that follow. */
final class AxisTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: small }
      workload:
        generate: { shape: constant, rate: 5/s, duration: 60s }
        classes: [ { name: page, service: { cpu: 20ms, wait: 30ms } } ]
        clients: { timeout: 30s, retries: { max: 2 } }
      platform:
        use: cloud-run
        instance: { cpu: 1, memory: 512Mi }
        scale: { min: 0, max: 10 }
      database: { engine: postgres, pool: { library: node-postgres, size: 10 } }
      """;

  private static final Paths PATHS = Paths.of(ConfigNode.parse("small.yaml", SCENARIO));

  @Test
  void theLastPartsOfAPathSufficeWhereTheyAreUnique() {
    assertEquals("platform.scale.min", PATHS.resolve("scale.min", "--vary"));
    assertEquals("platform.scale.min", PATHS.resolve("platform.scale.min", "--vary"));
    assertEquals("platform.concurrency.max", PATHS.resolve("concurrency.max", "--vary"));
    assertEquals("database.pool.size", PATHS.resolve("pool.size", "--vary"));
    assertEquals(
        "workload.classes[0].service", PATHS.resolve("workload.classes.0.service", "--vary"));
  }

  @Test
  void aPathThatIsNoneOrSeveralSaysWhatWasMeant() {
    assertEquals(
        "--vary scale.mni: the scenario has no such path; did you mean"
            + " 'platform.scale.min'? allowed: a path such as platform.scale.min, or its last "
            + "parts",
        message("scale.mni=1"));
    assertEquals(
        "--vary poolsize: the scenario has no such path; did you mean 'database.pool.size'?"
            + " allowed: a path such as platform.scale.min, or its last parts",
        message("poolsize=1"));
    String several = message("max=1,2");
    assertTrue(several.startsWith("--vary max: several paths end so; name one: "), several);
    assertTrue(several.contains("platform.scale.max"), several);
    assertTrue(several.contains("workload.clients.retries.max"), several);
  }

  @Test
  void listsRangesStepsAndRatios() {
    assertEquals(List.of("1", "5", "10"), values("concurrency.max=1,5,10"));
    assertEquals(List.of("0", "1", "2", "3"), values("scale.min=0..3"));
    assertEquals(List.of("0", "5", "10"), values("scale.min=0..12:5"));
    assertEquals(List.of("0", "1", "2", "8"), values("scale.min=0..2,8"));
    assertEquals(List.of("1", "2", "4", "8", "16"), values("concurrency.max=1..16:x2"));
    assertEquals(List.of("1", "10", "100", "1000"), values("concurrency.max=1..1000:log4"));
    assertEquals(
        List.of("100ms", "200ms", "300ms"), values("pool.acquireTimeout=100ms..300ms:100ms"));
    assertEquals(List.of("0.5s", "1s", "1.5s", "2s"), values("pool.acquireTimeout=500ms..2s:0.5s"));
    assertEquals(
        List.of("{p50: 1s, p99: 3s}", "2s"),
        values("workload.classes.0.service={p50: 1s, p99: 3s}, 2s"));
    // Whole numbers that coincide once rounded are there once.
    assertEquals(List.of("1", "2", "3"), values("scale.min=1..3:log9"));
  }

  @Test
  void badValuesAreOneLine() {
    assertEquals(
        "--vary platform.scale.min: '5..2' is empty: 2 is below 5", message("scale.min=5..2"));
    assertEquals(
        "--vary platform.scale.min: '0..2000000' has 2,000,001 values; allowed: at most"
            + " 10,000",
        message("scale.min=0..2000000"));
    assertEquals("--vary platform.scale.min: 3 is there twice", message("scale.min=1,3,2..4"));
    assertEquals(
        "--vary platform.scale.min: has no values; e.g. platform.scale.min=1,5,10",
        message("scale.min="));
    assertEquals(
        "--vary: scale.min; reads PATH=VALUES, e.g. platform.scale.min=0..20 or"
            + " concurrency.max=1,5,10",
        message("scale.min"));
    assertEquals(
        "--vary platform.scale.min: '1,,2' holds an empty value", message("scale.min=1,,2"));
    assertEquals(
        "--vary platform.scale.min: '0..4:0' step 0; allowed: above 0",
        message("scale.min=0..4:0"));
    assertEquals(
        "--vary database.pool.acquireTimeout: '1s..2Mi:log3' mixes the units 's' and 'Mi';"
            + " write both in one",
        message("pool.acquireTimeout=1s..2Mi:log3"));
    assertEquals(
        "--vary database.pool.acquireTimeout: needs a step, e.g. 1s..2s:log5 (five in"
            + " equal ratios), or --sample N",
        assertThrows(UserError.class, () -> values("pool.acquireTimeout=1s..2s"))
            .getMessage());
  }

  @Test
  void aGridNumbersAllCombinationsAndSaysWhenTheyAreTooMany() {
    Design grid = Design.grid(List.of(axis("scale.min=0..2"), axis("concurrency.max=1,80")));
    assertEquals(6, grid.size());
    assertEquals(List.of("platform.scale.min=0", "platform.concurrency.max=80"), grid.sets(1));
    assertEquals(List.of("2", "1"), grid.values(4));
    List<Axis> large = List.of(axis("scale.min=0..999"), axis("concurrency.max=1..200"));
    assertEquals(
        "--vary: 1000 \u00d7 200 = 200,000 settings; allowed: at most 100,000;"
            + " --sample N takes N of them",
        assertThrows(UserError.class, () -> Design.grid(large)).getMessage());
  }

  @Test
  void aSampleHoldsOneSettingInEachStratumOfEveryAxis() {
    List<Axis> axes = List.of(axis("scale.min=0..19"), axis("pool.acquireTimeout=1s..11s"));
    Design sample = Design.sample(axes, 20, 7);
    TreeSet<Integer> mins = new TreeSet<>();
    TreeSet<Integer> strata = new TreeSet<>();
    for (int i = 0; i < sample.size(); i++) {
      mins.add(Integer.parseInt(sample.values(i).get(0)));
      double seconds = Double.parseDouble(sample.values(i).get(1).replace("s", ""));
      assertTrue(seconds >= 1 && seconds <= 11, "outside: " + seconds);
      strata.add((int) Math.min(19, (seconds - 1) * 2));
    }
    assertEquals(20, mins.size());
    // Rounding to three digits may move a value over the edge of its stratum.
    assertTrue(strata.size() >= 18, "strata " + strata);
    assertEquals(sample.sets(3), Design.sample(axes, 20, 7).sets(3));
  }

  private static Axis axis(String text) {
    return Axis.parse(text, PATHS, "--vary");
  }

  private static List<String> values(String text) {
    return axis(text).values();
  }

  private static String message(String text) {
    return assertThrows(UserError.class, () -> axis(text)).getMessage();
  }
}
