package dev.headroom.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must hold of every scenario, on scenarios that nobody thought of. */
class RandomScenariosTest {
  private static final int SHARE = 70;
  private static final int MANY = 5_000;

  @Test
  void everyRunKeepsItsPromises() throws IOException {
    check(Grammar::any, 0, SHARE);
    check(Grammar::tuned, 0, SHARE / 4);
  }

  @Test
  @Tag("long")
  void everyOneOfThousands() throws IOException {
    check(Grammar::any, SHARE, MANY);
    check(Grammar::tuned, SHARE / 4, MANY / 4);
  }

  private static void check(LongFunction<Draft> grammar, int first, int count) throws IOException {
    int ran = 0;
    for (int number = first; number < first + count; number++) {
      Draft draft = grammar.apply(number);
      Scenario scenario = Drafts.scenario(draft);
      if (scenario != null) {
        ran++;
        List<String> broken = Promises.broken(scenario);
        if (!broken.isEmpty()) {
          throw new AssertionError(report(number, draft, broken));
        }
      }
    }
    assertTrue(ran > 0.5 * count, "only " + ran + " of " + count + " drafts are scenarios");
  }

  /** The failure with the smallest scenario that still shows it, kept as a file. */
  private static String report(int number, Draft draft, List<String> broken) throws IOException {
    String kind = kind(broken.get(0));
    return Drafts.shrunk(
        "scenario-" + number,
        draft,
        scenario ->
            Promises.broken(scenario).stream().anyMatch(text -> kind(text).equals(kind)),
        scenario -> Promises.broken(scenario).toString());
  }

  /** The same failure may have other numbers. */
  private static String kind(String text) {
    return text.replaceAll("[0-9.E-]+", "#");
  }

  /** A scenario that "fails" where two keys meet shrinks to those two and what must be there. */
  @Test
  void shrinksToWhatMatters() {
    Draft draft = Grammar.oneService().draw(2);
    draft.put("platform.use", Draft.text("generic"));
    draft.put("platform.scale", Draft.parse("{ max: 40, min: 3, drain: 9s }"));
    draft.put("workload.clients", Draft.parse("{ timeout: 750ms, retries: { max: 3 } }"));
    Shrinker shrinker = new Shrinker(
        smaller -> {
          Scenario scenario = Drafts.scenario(smaller);
          return scenario != null
              && scenario.services().get(0).scaling().max() >= 7
              && scenario.services().get(0).scaling().max() < 1000
              && scenario.services().get(0).clients().timeoutNs() < 1_000_000_000L;
        },
        5_000);
    assertEquals(
        List.of("{ max: 7 }", "{ timeout: 1ms }"),
        List.of(
            text(shrinker.shrink(draft), "platform.scale"),
            text(shrinker.shrink(draft), "workload.clients")));
  }

  private static String text(Draft draft, String path) {
    Draft one = Draft.map();
    one.put("a.b.c", draft.get(path));
    return one.yaml()
        .lines()
        .reduce((first, last) -> last)
        .orElseThrow()
        .strip()
        .substring(3);
  }
}
