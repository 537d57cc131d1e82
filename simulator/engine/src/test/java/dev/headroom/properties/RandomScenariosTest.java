package dev.headroom.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must hold of every scenario, on scenarios that nobody thought of. */
class RandomScenariosTest {
  private static final int SHARE = 300;
  private static final int MANY = 5_000;
  private static final int TRIES = 600;

  @Test
  void everyRunKeepsItsPromises() throws IOException {
    check(0, SHARE);
  }

  @Test
  @Tag("long")
  void everyOneOfThousands() throws IOException {
    check(SHARE, MANY);
  }

  private static void check(int first, int count) throws IOException {
    Grammar grammar = Grammar.oneService();
    int ran = 0;
    for (int number = first; number < first + count; number++) {
      Draft draft = grammar.draw(number);
      Scenario scenario = scenario(draft);
      if (scenario != null) {
        ran++;
        List<String> broken = broken(scenario);
        if (!broken.isEmpty()) {
          throw new AssertionError(report(number, draft, broken));
        }
      }
    }
    assertTrue(ran > 0.6 * count, "only " + ran + " of " + count + " drafts are scenarios");
  }

  /** What a draft says, or null where that is no scenario. */
  static Scenario scenario(Draft draft) {
    try {
      return Trial.read(draft.yaml());
    } catch (UserError e) {
      return null;
    }
  }

  /** What a scenario breaks, in words; it runs on two threads at once. */
  static List<String> broken(Scenario scenario) {
    List<String> broken = new ArrayList<>();
    if (scenario == null) {
      return broken;
    }
    try {
      CompletableFuture<SavedResult> elsewhere =
          CompletableFuture.supplyAsync(() -> Trial.save(scenario));
      Trial trial = Trial.of(scenario);
      Ledger.check(trial, broken);
      Ceilings.check(trial, broken);
      Lives.check(trial, broken);
      Prices.check(trial, broken);
      if (!Trial.same(trial.saved(), elsewhere.join())) {
        broken.add("results differ between two threads");
      }
    } catch (UserError e) {
      return broken;
    } catch (RuntimeException e) {
      broken.add(e.toString());
    }
    return broken;
  }

  /** The failure with the smallest scenario that still shows it, kept as a file. */
  private static String report(int number, Draft draft, List<String> broken) throws IOException {
    String kind = kind(broken.get(0));
    Shrinker shrinker = new Shrinker(
        smaller -> broken(scenario(smaller)).stream().anyMatch(text -> kind(text).equals(kind)),
        TRIES);
    Draft smallest = shrinker.shrink(draft);
    Path file =
        Files.createDirectories(Path.of("target/shrunk")).resolve("scenario-" + number + ".yaml");
    Files.writeString(file, smallest.yaml());
    return "scenario " + number + ": " + broken + "\nshrunk to " + file.toAbsolutePath() + ": "
        + broken(scenario(smallest)) + "\n" + smallest.yaml();
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
    Shrinker shrinker = new Shrinker(smaller -> {
      Scenario scenario = scenario(smaller);
      return scenario != null
          && scenario.services().get(0).scaling().max() >= 7
          && scenario.services().get(0).scaling().max() < 1000
          && scenario.services().get(0).clients().timeoutNs() < 1_000_000_000L;
    }, 5_000);
    assertEquals(
        List.of("{ max: 7 }", "{ timeout: 1ms }"),
        List.of(text(shrinker.shrink(draft), "platform.scale"),
            text(shrinker.shrink(draft), "workload.clients")));
  }

  private static String text(Draft draft, String path) {
    Draft one = Draft.map();
    one.put("a.b.c", draft.get(path));
    return one.yaml().lines().reduce((first, last) -> last).orElseThrow().strip().substring(3);
  }
}
