package dev.headroom.properties;

import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Everything that must hold of every run. */
public final class Promises {
  private Promises() {}

  /** What a scenario breaks, in words; it runs on two threads at once. */
  public static List<String> broken(Scenario scenario) {
    List<String> broken = new ArrayList<>();
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
}
