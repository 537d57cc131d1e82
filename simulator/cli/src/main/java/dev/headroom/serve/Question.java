package dev.headroom.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.UserError;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a page asks: a scenario and what was changed in it.
 *
 * @param side {@code a} or {@code b}
 * @param move the page's count of its moves, sent back with every answer
 * @param file what the scenario's file is called, relative to where the server was started
 * @param yaml its text
 * @param sets values by path, set on it
 * @param service which of several services is turned, from 0
 * @param traffic multiple of its traffic, 1 for as it is
 * @param runs days to simulate, at least 1
 * @param fixes whether causes and fixes are looked for
 * @param strips whether the sliders' strips are wanted, and nothing else: its picture is there
 */
record Question(
    String side,
    long move,
    String file,
    String yaml,
    Map<String, String> sets,
    int service,
    double traffic,
    int runs,
    boolean fixes,
    boolean strips) {
  private static final int RUNS_MAX = 1_000;
  private static final int SETS_MAX = 200;

  static Question of(JsonNode node) {
    Map<String, String> sets = new LinkedHashMap<>();
    node.path("sets")
        .properties()
        .forEach(e -> sets.put(e.getKey(), e.getValue().asText()));
    Question question = new Question(
        node.path("side").asText("a"),
        node.path("move").asLong(),
        node.path("file").asText("scenario.yaml"),
        node.path("yaml").asText(""),
        sets,
        Math.max(0, node.path("service").asInt()),
        node.path("traffic").asDouble(1),
        node.path("runs").asInt(1),
        node.path("fixes").asBoolean(),
        node.path("strips").asBoolean());
    require(question.side.equals("a") || question.side.equals("b"), "side: allowed: a, b");
    require(
        question.traffic >= 0.01 && question.traffic <= 100,
        "traffic: " + question.traffic + "; allowed: 0.01 to 100 times");
    require(
        question.runs >= 1 && question.runs <= RUNS_MAX,
        "runs: " + question.runs + "; allowed: 1 to " + RUNS_MAX);
    require(sets.size() <= SETS_MAX, "more than " + SETS_MAX + " changed values");
    require(
        question.file.length() <= 255
            && question
                .file
                .codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT),
        "file: no name for a file");
    return question;
  }

  /** The same with one more value set. */
  Question with(String path, String value) {
    Map<String, String> more = new LinkedHashMap<>(sets);
    more.put(path, value);
    return new Question(side, move, file, yaml, more, service, traffic, runs, fixes, strips);
  }

  /** The same with another multiple of the traffic. */
  Question withTraffic(double multiple) {
    return new Question(side, move, file, yaml, sets, service, multiple, runs, fixes, strips);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw UserError.invalid(what);
    }
  }
}
