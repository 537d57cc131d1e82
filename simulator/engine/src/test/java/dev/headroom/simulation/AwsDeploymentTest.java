package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Target tracking of AWS while a deployment replaces the tasks, computed by hand. */
class AwsDeploymentTest {
  @TempDir
  private Path folder;

  /**
   * Two tasks with 95 % become four at 270 s. A deployment at 365 s brings up four new ones in 10
   * s; the new revision keeps them, as 1.9 of 4 vCPUs are within the target.
   */
  @Test
  void aDeploymentKeepsTheNumberOfTasks() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(60, 4)
        .until(900, 19)
        .on(
            folder,
            "use: aws-fargate\n"
                + "instance: { cpu: 1 }\n"
                + "coldStart: { boot: 10s }\n"
                + "scale: { min: 1, initial: 2, max: 20, target: 50% }\n",
            "events: [ { at: 365s, do: deploy } ]"));
    assertEquals(List.of("270: 2 -> 4"), LoadSteps.scaled(run, 890));
    assertEquals(4, Batches.ready(run, 0, 360));
    assertEquals(0, Batches.ready(run, 0, 380));
    assertEquals(4, Batches.ready(run, 1, 380));
    assertEquals(4, Batches.ready(run, 1, 890));
  }

  /**
   * Two tasks become four at 270 s, and from 600 s on have 20 %. The low alarm fires at 1,530 s in
   * the middle of a deployment, which began at 1,500 s and takes 37 s: nothing is removed, and the
   * new revision has four.
   */
  @Test
  void nothingIsRemovedDuringADeployment() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(60, 4)
        .until(600, 19)
        .until(1700, 8)
        .on(
            folder,
            "use: aws-fargate\ninstance: { cpu: 1 }\ncoldStart: { boot: 37s }\n"
                + "scale: { min: 1, initial: 2, max: 10, target: 50% }\n",
            "events: [ { at: 1500s, do: deploy } ]"));
    assertTrue(LoadSteps.told(run, 1600)
        .contains("1530 scale stays at 4 instances: deployment, alarm asks for 2"));
    assertEquals(4, Batches.ready(run, 0, 1535));
    assertEquals(4, Batches.ready(run, 1, 1540));
  }

  /**
   * Of four tasks at the beginning one is left at 930 s, as 2 requests a second ask for no more. A
   * deployment at 1,000 s brings up one: the four were the beginning's alone.
   */
  @Test
  void aDeploymentForgetsTheInitialNumber() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(1500, 2)
        .on(
            folder,
            "use: aws-fargate\n"
                + "instance: { cpu: 1 }\n"
                + "coldStart: { boot: 10s }\n"
                + "scale: { min: 1, initial: 4, max: 20, target: 50% }\n",
            "events: [ { at: 1000s, do: deploy } ]"));
    assertEquals(List.of("930: 4 -> 1"), LoadSteps.scaled(run, 1500));
    assertEquals(1, Batches.ready(run, 1, 1400));
  }

  /**
   * Servers that a deployment brings up at once, at 365 s, warm up like any: until 665 s. So the
   * minute from 720 s on is the first that is measured, at 55 %, and the third ends at 900 s.
   */
  @Test
  void theServersOfADeploymentWarmUp() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(365, 36)
        .until(1000, 44)
        .on(
            folder,
            "use: ec2-asg\ncoldStart: { boot: 0s }\n"
                + "scale: { min: 4, max: 20, monitoring: detailed }\n",
            "events: [ { at: 365s, do: deploy } ]"));
    assertEquals(List.of("930: 4 -> 5"), LoadSteps.scaled(run, 1000));
  }

  /**
   * From 540 s on four tasks have 24 requests a second. A deployment brings up one of four at a
   * time, which takes 190 s: at 555 s the first has a quarter of the load, 60 %, and its third
   * minute is published at 750 s. As the third is starting since 745 s there are three to multiply:
   * ceil(3 x 0.6 / 0.5) = 4. The old revision is told at its next datapoint how many it keeps.
   */
  @Test
  void whatADeploymentHasBroughtUpIsTheCapacity() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(540, 19)
        .until(1200, 24)
        .on(
            folder,
            "use: aws-fargate\n"
                + "instance: { cpu: 1 }\n"
                + "coldStart: { boot: 190s }\n"
                + "scale: { min: 1, initial: 4, max: 20, target: 50% }\n",
            "events: [ { at: 365s, do: deploy, surge: 25% } ]"));
    assertEquals(List.of("570: 4 -> 3", "750: 3 -> 2", "750: 3 -> 4"), LoadSteps.scaled(run, 940));
  }
}
