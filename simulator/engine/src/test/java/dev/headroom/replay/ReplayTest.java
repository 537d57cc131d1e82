package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.Overrides;
import dev.headroom.core.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Planted truth: the metrics are a simulation's whose parameters are known. */
class ReplayTest {
  private static final long INTERVAL_NS = 10_000_000_000L;
  private static final Observed OBSERVED =
      ObservedReader.of("planted.csv", PlantedTruth.metrics(INTERVAL_NS));
  private static final Replay REPLAY = Replay.of(PlantedTruth.request(
      PlantedTruth.believed(), OBSERVED, List.of("database.pool.size=2"), false, 240, 2));
  private static final JsonNode ANSWER = ReplayDocument.of(REPLAY);

  private static JsonNode parameter(String name) {
    for (JsonNode row : ANSWER.at("/fit/parameters")) {
      if (row.get("name").asText().equals(name)) {
        return row;
      }
    }
    throw new AssertionError("no parameter " + name);
  }

  private static void brackets(String name, double truth) {
    JsonNode row = parameter(name);
    assertTrue(
        row.get("low").asDouble() <= truth && truth <= row.get("high").asDouble() + 1e-9,
        name + " is " + truth + ", the sets that fit have " + row);
  }

  @Test
  void whatFitsBracketsTheTruth() {
    brackets("service time", PlantedTruth.SERVICE);
    brackets("query time", PlantedTruth.QUERY);
    brackets("start-up time", 1);
    brackets("effective concurrency", 1);
    brackets("connection set-up", 1);
    assertTrue(parameter("service time").get("settled").asBoolean());
    // As written, the factors 1, it does not fit.
    assertTrue(parameter("service time").get("low").asDouble() > 1);
  }

  @Test
  void theIncidentIsFoundAndPredictedBetterThanWithoutAModel() {
    // Traffic rises from 300 s on.
    assertEquals(300, ANSWER.at("/fit/untilSeconds").asDouble(), 10);
    assertTrue(ANSWER.at("/prediction/beatsNaive").asBoolean());
    assertEquals(
        ANSWER.at("/fit/sets").asInt(), ANSWER.at("/prediction/setsThatBeat").asInt());
    assertTrue(
        ANSWER.at("/prediction/misfit").asDouble() < 0.3,
        ANSWER.at("/prediction").toString());
  }

  @Test
  void failuresObservedLieWithinThoseOfTheSetsThatFit() {
    double observed = 0;
    for (double errors : OBSERVED.values().get(Metric.ERRORS)) {
      observed += errors;
    }
    JsonNode was = ANSWER.at("/whatIf/variants/0/count(errors)");
    assertTrue(observed > 100, "an incident was planted, " + observed + " failures");
    assertTrue(
        was.get("low").asDouble() <= observed && observed <= was.get("high").asDouble(),
        observed + " observed, " + was);
  }

  @Test
  void aWhatIfRunsOverEverySetThatFits() {
    JsonNode smallPool = ANSWER.at("/whatIf/variants/1");
    assertEquals("database.pool.size=2", smallPool.get("label").asText());
    assertEquals(
        ANSWER.at("/fit/sets").asInt(), smallPool.get("setsWithoutFailure").asInt());
    assertEquals(0, smallPool.at("/count(errors)/high").asDouble());
    String sentences = ANSWER.at("/verdict/sentences").toString();
    assertTrue(
        sentences.contains("With database.pool.size=2, in "
            + ANSWER.at("/fit/sets").asInt() + " of " + ANSWER.at("/fit/sets").asInt()
            + " parameter sets that fit, no request fails"),
        sentences);
  }

  @Test
  void theSameWithAnyNumberOfThreads() {
    String one = null;
    for (int threads : new int[] {1, 3}) {
      Replay replay = Replay.of(PlantedTruth.request(
          PlantedTruth.believed(), OBSERVED, List.of("platform.scale.min=4"), true, 32, threads));
      String text = ReplayDocument.of(replay).toString();
      assertEquals(one == null ? text : one, text);
      one = text;
    }
  }

  @Test
  void aWrongModelIsRefusedUnlessForced() {
    ConfigNode wrong = Overrides.apply(
        PlantedTruth.believed(),
        List.of("platform={use: aws-lambda, instance: {memory: 1024Mi}}"),
        "wrong");
    List<String> whatIf = List.of("database.pool.size=2");
    Replay refused = Replay.of(PlantedTruth.request(wrong, OBSERVED, whatIf, false, 20, 2));
    assertTrue(refused.refused());
    JsonNode answer = ReplayDocument.of(refused);
    assertEquals("bad", answer.at("/verdict/state").asText());
    assertTrue(answer.at("/whatIf/variants").isEmpty());
    assertTrue(answer.at("/verdict/sentences").toString().contains("REFUSED: no counterfactual"));
    Replay forced = Replay.of(PlantedTruth.request(wrong, OBSERVED, whatIf, true, 20, 2));
    assertTrue(ReplayDocument.of(forced).at("/whatIf/forced").asBoolean());
    assertNotNull(forced.outcomes);
  }

  @Test
  void metricsOfAnotherTimeAreNamed() {
    Observed later = ObservedReader.of("m.csv", "timestamp,instances\n9000,1\n9010,1\n9020,2");
    UserError error = assertThrows(
        UserError.class,
        () -> Replay.of(
            PlantedTruth.request(PlantedTruth.believed(), later, List.of(), false, 20, 1)));
    assertTrue(
        error.getMessage().contains("needs intervals inside the traffic"), error.getMessage());
    Observed dated =
        ObservedReader.of("m.csv", "timestamp,instances\n2026-05-22T16:30,1\n2026-05-22T16:31,1");
    error = assertThrows(
        UserError.class,
        () -> Replay.of(
            PlantedTruth.request(PlantedTruth.believed(), dated, List.of(), false, 20, 1)));
    assertTrue(error.getMessage().contains("its times are dates"), error.getMessage());
  }
}
