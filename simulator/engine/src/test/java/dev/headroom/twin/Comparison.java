package dev.headroom.twin;

import dev.headroom.properties.Draft;
import dev.headroom.properties.Drafts;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.Outcomes;
import dev.headroom.twin.World.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

/** Runs scenarios in both simulators and says where they first differ. */
final class Comparison {
  private Comparison() {}

  /** Compares drawn scenarios and returns how many drafts were one. */
  static int all(String name, LongFunction<Draft> drawn, int first, int count) throws IOException {
    int compared = 0;
    for (int number = first; number < first + count; number++) {
      Draft draft = drawn.apply(number);
      Scenario scenario = Drafts.scenario(draft);
      if (scenario != null) {
        compared++;
        String difference = difference(scenario);
        if (!difference.isEmpty()) {
          throw new AssertionError(Drafts.shrunk(
              "twin-" + name + "-" + number,
              draft,
              smaller -> !difference(smaller).isEmpty(),
              Comparison::difference));
        }
      }
    }
    return compared;
  }

  /** The first outcome in time that only one of the two has, in words; empty if there is none. */
  static String difference(Scenario scenario) {
    List<Outcome> fast = new ArrayList<>();
    Outcomes.run(scenario, (entity, what, atNs) -> fast.add(new Outcome(entity, what, atNs)));
    List<Outcome> slow = World.run(scenario);
    // Before time zero the fingerprint has not begun.
    fast.removeIf(outcome -> outcome.atNs() < 0);
    slow.removeIf(outcome -> outcome.atNs() < 0);
    Comparator<Outcome> order = Comparator.comparingLong(Outcome::atNs)
        .thenComparingLong(Outcome::entity)
        .thenComparingLong(Outcome::outcome);
    fast.sort(order);
    slow.sort(order);
    for (int i = 0; i < Math.max(fast.size(), slow.size()); i++) {
      String engine = i < fast.size() ? text(fast.get(i)) : "nothing more";
      String twin = i < slow.size() ? text(slow.get(i)) : "nothing more";
      if (!engine.equals(twin)) {
        return "outcome " + i + ": engine " + engine + "; twin " + twin;
      }
    }
    return "";
  }

  private static String text(Outcome outcome) {
    long what = outcome.outcome();
    return outcome.atNs() + " ns: "
        + (what < 128
            ? "instance " + outcome.entity() + " " + what
            : "request " + outcome.entity() + " attempt " + (what >> 8 & 0xFFFFFF) + " of service "
                + (what >> 32) + ": " + (what & 0xFF));
  }
}
