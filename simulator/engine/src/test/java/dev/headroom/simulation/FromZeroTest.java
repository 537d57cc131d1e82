package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** KEDA and Container Apps from nothing and back, on timelines computed by hand. */
class FromZeroTest {
  private static final String KEDA = """
      use: kubernetes-hpa
      timeouts: { request: unlimited }
      coldStart: { boot: 2s }
      """;

  @TempDir
  private Path folder;

  private RunOutcome run(LoadSteps load, String platform) throws IOException {
    return Simulation.run(load.on(folder, platform));
  }

  /**
   * Ten requests at 5 s. KEDA polls at 30 s and finds all ten waiting: one pod, ready at 32 s,
   * takes them. The autoscaler sees 10 against 10 per pod and adds none. The poll of 30 s was the
   * last active one, so the first one later than 330 s removes the pod: at 360 s.
   */
  @Test
  void kedaActivatesAtItsPollAndRemovesAfterTheCooldown() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(5, 0).until(6, 10).until(700, 0),
        KEDA + "scale: { activation: keda, min: 0, metric: concurrency, target: 10 }\n");
    assertEquals(
        List.of(
            "30 scale 0 -> 1 instances: observed 10 against 0 over 30 s, raw 1, activation",
            "32 ready first of 1 new instances ready 2 s after the decision: started after 0 s,"
                + " booted in 2 s",
            "360 scale 1 -> 0 instances: observed 0 against 0 over 30 s, raw 0, cooldown over"),
        LoadSteps.told(run, 700));
    // Each waited from 5 s to 32 s and ran a second.
    assertEquals(280e9, run.recorder().totals().latencySumNs(0));
  }

  /**
   * A trigger that pushes, as the interceptor of the HTTP add-on does, waits for no poll. The last
   * request came at 64 s, which the poll at 90 s sees: the first one later than 390 s is at 420 s.
   */
  @Test
  void aPushedTriggerActivatesAtOnce() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(5, 0).until(65, 10).until(700, 0),
        KEDA + "scale: { activation: keda, activationPush: true, min: 0, metric: requests,"
            + " target: 100 }\n");
    assertEquals(List.of("5: 0 -> 1", "420: 1 -> 0"), LoadSteps.scaled(run, 700));
  }

  /**
   * Between one pod and many the autoscaler decides by the external value: 30 requests a second
   * against 10 per pod, measured over its 15 s, ask for 3, in the sync that follows the poll.
   */
  @Test
  void aboveOneTheAutoscalerDecides() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(200, 30),
        KEDA + "scale: { activation: keda, min: 0, metric: requests, target: 10 }\n");
    assertEquals(List.of("30: 0 -> 1", "30: 1 -> 3"), LoadSteps.scaled(run, 200));
  }

  @Test
  void aProcessorThatNobodyUsesCannotActivate() {
    UserError error = assertThrows(
        UserError.class,
        () -> run(new LoadSteps().until(5, 1), KEDA + "scale: { activation: keda, min: 0 }\n"));
    assertTrue(error.getMessage().contains("scale.activation"), error.getMessage());
  }

  /**
   * 200 requests a second from 5 s to 100 s, 10 per replica: the first request starts one, then
   * every 15 s min(20, max(4, 2 x current)). At 105 s those of 91 to 99 s have come since, 120 a
   * second, which ask for 12; the wish for 20 of 90 s still counts 300 s later, at 390 s, and that
   * for 12 at 405 s. At 420 s nothing has come for more than 300 s: down to the one that only the
   * cooldown keeps, which is over as well, so that it goes at the next evaluation.
   */
  @Test
  void containerAppsGrowInStepsAndHold() throws IOException {
    RunOutcome run = run(new LoadSteps().until(5, 0).until(100, 200).until(600, 0), """
            use: azure-container-apps
            coldStart: { boot: 2s }
            scale: { max: 30 }
            """);
    assertEquals(
        List.of(
            "5: 0 -> 1",
            "15: 1 -> 4",
            "30: 4 -> 8",
            "45: 8 -> 16",
            "60: 16 -> 20",
            "405: 20 -> 12",
            "420: 12 -> 1",
            "435: 1 -> 0"),
        LoadSteps.scaled(run, 600));
  }
}
