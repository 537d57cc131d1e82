package dev.headroom.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.scenario.Scenario.Objective;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Paired;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variants on the same days: common random numbers, the same whatever the threads. */
class ExperimentTest {
  private static final ConfigNode QUEUE = Trials.queue("64/s", 8, 3_000);
  private static final List<Measure> MEASURES =
      Trials.measures("mean(latency)", "p99(latency)", "cost.total", "count(instances.started)");
  private static final int DAYS = 30;

  /** A platform that starts an instance for each request that finds none. */
  private static final String STARTING =
      "platform={use: generic, concurrency: {max: 1}, keepAlive: 500ms, coldStart: {boot: ";

  private static Outcomes run(List<Variant> variants, int from, int to, int threads) {
    return Experiment.of(variants, MEASURES, 7).run(from, to, new Batch(threads), done -> {});
  }

  @Test
  void daysDifferAndVariantsMeetTheSame() {
    List<Variant> twice = List.of(Trials.variant("a", QUEUE), Trials.variant("b", QUEUE));
    Outcomes outcomes = run(twice, 0, 8, 2);
    double[] a = outcomes.values(0, MEASURES.get(0));
    assertArrayEquals(a, outcomes.values(1, MEASURES.get(0)));
    assertEquals(8, IntStream.range(0, 8).mapToObj(day -> a[day]).distinct().count());
    assertEquals(1, outcomes.paired(0, 1, MEASURES.get(0)).correlation(), 1e-12);
    assertEquals(0, outcomes.paired(0, 1, MEASURES.get(0)).better());
    double[] later = run(twice, 3, 8, 1).values(0, MEASURES.get(0));
    assertArrayEquals(Arrays.copyOfRange(a, 3, 8), later, "day 3 is day 3");
    double[] otherSeed = Experiment.of(twice, MEASURES, 8)
        .run(0, 1, new Batch(1), done -> {})
        .values(0, MEASURES.get(0));
    assertNotEquals(a[0], otherSeed[0]);
  }

  /**
   * Within one regime (a queue that is as busy, servers that have room) a difference needs a fifth
   * of the days, or fewer.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workload.classes.0.service.mean=100ms | workload.classes.0.service.mean=98ms",
        "platform.scale={min: 10, max: 10} | platform.scale={min: 11, max: 11}",
        "platform.scale={min: 12, max: 12} | platform={use: generic, concurrency: {max: 1}}"
      })
  void pairingCutsTheVarianceOfADifference(String base, String other) {
    Paired paired = pair(base, other);
    assertTrue(paired.varianceReduction() >= 5, "" + paired.varianceReduction());
    assertTrue(paired.correlation() > 0.8, "" + paired.correlation());
    assertEquals(DAYS, Math.max(paired.better(), paired.worse()), "the same way on every day");
    assertFalse(paired.differences().meanInterval().contains(0));
  }

  /**
   * From a queue to almost none, or where another start-up time changes which instances live, a day
   * of one tells less of the other's; the pair still never misleads.
   */
  @Test
  void pairingHelpsLessFromOneRegimeToAnother() {
    for (Paired paired :
        List.of(pair(fleet(8), fleet(10)), pair(STARTING + "1500ms}}", STARTING + "1800ms}}"))) {
      assertTrue(paired.varianceReduction() > 1, "" + paired.varianceReduction());
      assertTrue(paired.correlation() > 0.5, "" + paired.correlation());
    }
  }

  private static Paired pair(String base, String other) {
    List<Variant> variants =
        List.of(Trials.variant("base", QUEUE, base), Trials.variant("other", QUEUE, other));
    Paired paired = run(variants, 0, DAYS, 2).paired(0, 1, MEASURES.get(0));
    System.out.printf(
        "%s -> %s: correlation %.3f, %.1f times less variance%n",
        base, other, paired.correlation(), paired.varianceReduction());
    return paired;
  }

  private static String fleet(int servers) {
    return "platform.scale={min: " + servers + ", max: " + servers + "}";
  }

  @Test
  void threadsChangeNothing() {
    List<Variant> variants =
        List.of(Trials.variant("8", QUEUE), Trials.variant("9", QUEUE, fleet(9)));
    Outcomes one = run(variants, 0, 9, 1);
    for (int threads : new int[] {2, 4, 32}) {
      Outcomes several = run(variants, 0, 9, threads);
      for (Measure measure : MEASURES) {
        for (int v = 0; v < 2; v++) {
          assertArrayEquals(one.values(v, measure), several.values(v, measure));
        }
      }
    }
  }

  @Test
  void aStoppedExperimentKeepsWholeDays() {
    List<Variant> variants =
        List.of(Trials.variant("8", QUEUE), Trials.variant("9", QUEUE, fleet(9)));
    Batch batch = new Batch(1);
    Outcomes outcomes = Experiment.of(variants, MEASURES, 7).run(0, 9, batch, done -> {
      if (done == 5) {
        batch.stop();
      }
    });
    assertTrue(outcomes.partial());
    assertEquals(2, outcomes.runs());
    assertArrayEquals(
        run(variants, 0, 2, 1).values(1, MEASURES.get(1)), outcomes.values(1, MEASURES.get(1)));
  }

  @Test
  void judgesObjectives() {
    Outcomes outcomes = run(List.of(Trials.variant("8", QUEUE)), 0, 20, 2);
    double middle = outcomes.sample(0, MEASURES.get(1)).middle();
    String expression = "p99(latency) <= " + middle / 1000 + "s";
    ObjectiveCheck check = new ObjectiveCheck(new Objective("half", expression, false, null));
    Judgement judgement = outcomes.judge(0, check, 0.05);
    assertTrue(judgement.violated() >= 9 && judgement.violated() <= 11, judgement.toString());
    assertEquals(Judgement.Verdict.FAIL, judgement.verdict());
    assertThrows(
        IllegalArgumentException.class,
        () -> outcomes.values(0, Trials.measures("max(instances)").get(0)));
  }

  @Test
  void mistakesAreToldAsOnTheCommandLine() {
    UserError wrong =
        assertThrows(UserError.class, () -> Trials.variant("x", QUEUE, "platform.scal.min=3"));
    assertTrue(wrong.getMessage().contains("did you mean 'scale'"), wrong.getMessage());
    assertTrue(wrong.getMessage().startsWith("--set platform.scal"), wrong.getMessage());
    UserError form = assertThrows(UserError.class, () -> Trials.variant("x", QUEUE, "nothing"));
    assertEquals("--set: nothing; reads PATH=VALUE, e.g. platform.scale.min=3", form.getMessage());
    UserError measure =
        assertThrows(UserError.class, () -> Measure.of("p99(latncy)", "--measure: "));
    assertTrue(
        measure
            .getMessage()
            .startsWith(
                "--measure: unknown measure 'p99(latncy)'; did you" + " mean 'p99(latency)'"),
        measure.getMessage());
    assertThrows(UserError.class, () -> Measure.of("good(latency < 5 parsecs)", ""));
  }

  @Test
  void measuresKnowWhatTheyAre() {
    for (String name : Measure.known()) {
      Measure measure = Measure.of(name, "");
      assertEquals(name, measure.name());
      assertEquals(name.startsWith("good"), measure.higherIsBetter());
    }
    assertEquals(
        "max(db.connections) / db.usable",
        Measure.of(" max(db.connections)/db.usable ", "").name());
  }
}
