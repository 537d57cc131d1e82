package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where along each slider the objectives hold, all else as it is: one day for each of a few values,
 * of a small model where a whole day takes too long.
 */
final class Strips {
  private static final int VALUES = 7;
  private static final long DAY_NS = TimeUnit.MILLISECONDS.toNanos(150);

  /** Where there is no small model, days that take no longer are simulated whole. */
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

  /** Amounts of which a small model has less. */
  private static final Pattern AMOUNT = Pattern.compile("\\b(cost|count|max\\(instances)");

  private final Board board;
  private final Question question;
  private final int divisor;
  private final boolean patient;

  /**
   * Prepares them.
   *
   * @param dayNs how long a whole day takes
   */
  Strips(Board board, Question question, long dayNs) {
    this.board = board;
    this.question = question;
    this.patient = dayNs <= PATIENCE_NS;
    this.divisor = dayNs <= DAY_NS ? 1 : (int) Math.min(400, Math.ceil((double) dayNs / DAY_NS));
  }

  /** Tries every slider; tells each strip as soon as it is whole. */
  void run(Consumer<ObjectNode> strip) {
    strip.accept(traffic());
    for (Controls.State state : new Controls(board.set(question), question.service()).states()) {
      if (!state.control().isChoice()) {
        strip.accept(slider(state));
      }
    }
  }

  private ObjectNode traffic() {
    List<Point> points = new ArrayList<>();
    for (double value : List.of(0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)) {
      points.add(new Point(value, "", question.withTraffic(value)));
    }
    return strip("traffic", points);
  }

  private ObjectNode slider(Controls.State state) {
    Control control = state.control();
    double most = Controls.most(state);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      double value = Scale.at(control.min(), most, i / (VALUES - 1.0));
      if (!points.isEmpty() && points.get(points.size() - 1).value() == value) {
        continue;
      }
      String text = Decimals.format(value, 3) + control.unit();
      points.add(new Point(value, text, question.with(state.path(), text)));
    }
    return strip(state.path(), points);
  }

  private record Point(double value, String text, Question question) {}

  private ObjectNode strip(String path, List<Point> points) {
    ObjectNode strip = JsonNodeFactory.instance.objectNode();
    strip.put("path", path).put("rough", divisor > 1).put("times", divisor);
    ArrayNode all = strip.putArray("points");
    for (Point point : points) {
      ObjectNode one = all.addObject();
      one.put("value", point.value()).put("text", point.text());
      try {
        measure(one, board.set(point.question()).scenario());
      } catch (UserError e) {
        one.put("holds", "impossible");
      }
    }
    return strip;
  }

  private void measure(ObjectNode one, Scenario whole) {
    Scenario small = divisor == 1 ? null : Rough.of(whole, divisor);
    if (small == null && !patient) {
      one.put("holds", "unknown");
      return;
    }
    Scenario scenario = small == null ? whole : small;
    int times = small == null ? 1 : divisor;
    Facts facts = new Facts(Simulation.run(scenario, scenario.seed(), nowNs -> {}));
    String holds = scenario.objectives().isEmpty() ? "unknown" : "yes";
    for (Scenario.Objective objective : scenario.objectives()) {
      if (times > 1 && AMOUNT.matcher(objective.expression()).find()) {
        continue;
      }
      holds = objective.warning() || new ObjectiveCheck(objective).holds(facts) ? holds : "no";
    }
    one.put("holds", holds);
    double p99Ms = facts.latencyMs(0.99, false);
    if (!Double.isNaN(p99Ms)) {
      one.put("p99Ms", Math.round(p99Ms * 100) / 100.0);
    }
    one.put("errors", facts.errorRate());
    if (facts.money != null) {
      one.put("cost", facts.money.total() * times);
    }
  }
}
