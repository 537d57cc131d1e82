package dev.headroom.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import dev.headroom.core.UserError;
import dev.headroom.platform.Models;
import dev.headroom.scaling.AwsOptions.MetricPolicy;
import dev.headroom.scaling.ScalingOptions.Metric;
import dev.headroom.scaling.aws.StepAdjustment;
import dev.headroom.scaling.aws.StepScalingOptions;
import dev.headroom.scaling.aws.TargetTrackingOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario may write about AWS scaling, and what it means. */
class AwsOptionsTest {
  private static final long SECOND = 1_000_000_000L;

  private static AwsOptions read(String scale) {
    Section section = Section.root(ConfigNode.parse("test.yaml", scale));
    return (AwsOptions) ScalingOptions.read(section, Integer.MAX_VALUE).numbers();
  }

  @Test
  void aServiceHasItsDefaults() {
    AwsOptions options = read("{ policy: target-tracking, target: 70% }");
    assertEquals(60 * SECOND, options.periodNs());
    assertEquals(60 * SECOND, options.sampleNs());
    assertEquals(
        List.of(new MetricPolicy(Metric.CPU, TargetTrackingOptions.ofService(0.7), null)),
        options.policies());
  }

  @Test
  void aGroupIsMeasuredEveryFiveMinutesUnlessDetailed() {
    AwsOptions basic = read("{ policy: ec2-asg, target: 50% }");
    assertEquals(300 * SECOND, basic.sampleNs());
    assertEquals(300 * SECOND, basic.warmUpNs());
    assertEquals(TargetTrackingOptions.ofGroup(0.5), basic.policies().get(0).tracking());
    AwsOptions detailed = read("{ policy: ec2-asg, target: 50%, monitoring: detailed }");
    assertEquals(60 * SECOND, detailed.sampleNs());
  }

  @Test
  void aListedPolicyTakesWhatTheSectionSays() {
    AwsOptions options = read("""
            policy: target-tracking
            target: 70%
            cooldownIn: 60s
            policies:
              - { target: 60% }
              - { metric: requests, target: 1000, cooldownIn: 0s }
            """);
    TargetTrackingOptions cpu = options.policies().get(0).tracking();
    assertEquals(0.6, cpu.target());
    assertEquals(60 * SECOND, cpu.cooldownInNs());
    TargetTrackingOptions requests = options.policies().get(1).tracking();
    assertEquals(Metric.REQUESTS, options.policies().get(1).metric());
    assertEquals(1000, requests.target());
    assertEquals(0, requests.cooldownInNs());
  }

  /** Below 30 % remove one, below 20 % a third: AWS counts the bounds downward from the alarm. */
  @Test
  void stepsCountFromTheThresholdInTheAlarmsDirection() {
    StepScalingOptions steps = read("""
                policy: ec2-asg
                target: 50%
                policies:
                  - kind: step
                    below: 30%
                    datapoints: 2
                    periods: 3
                    unit: percent
                    leastChange: 2
                    steps: [ { by: -10 }, { from: 10%, by: -33 } ]
                """).policies().get(0).steps();
    assertEquals(
        List.of(
            new StepAdjustment(Double.NEGATIVE_INFINITY, -0.1, -33),
            new StepAdjustment(-0.1, -0.0, -10)),
        steps.steps());
    assertEquals(2, steps.datapointsToAlarm());
    assertEquals(3, steps.periods());
    assertEquals(2, steps.magnitudeMin());
    assertEquals(0, steps.cooldownNs());
  }

  /** A scenario may put a fixed number where the model scales: what the model says is left. */
  @ParameterizedTest
  @CsvSource({"aws-fargate", "ec2-asg", "azure-container-apps"})
  void aSimplerPolicyLeavesWhatTheModelSays(String platform) {
    ConfigNode model = ((MapNode) Models.read("platforms/" + platform)).get("scale");
    ConfigNode fixed = model.merge(ConfigNode.parse("test.yaml", "{ policy: fixed, max: 20 }"));
    ScalingOptions options = ScalingOptions.read(Section.at(fixed, "scale"), Integer.MAX_VALUE);
    assertEquals(new PolicyNumbers.None(), options.numbers());
    assertEquals(20, options.max());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ policy: target-tracking } | scale.target",
        "{ policy: target-tracking, target: 0% } | above 0",
        "{ policy: target-tracking, target: 70 } | 70%",
        "{ policy: target-tracking, target: 70%, scaleInShare: 0% } | scaleInShare",
        "{ policy: target-tracking, target: 70%, policies: [] } | at least one",
        "{ policy: target-tracking, target: 70%, warmUp: 60s } | unknown key",
        "{ policy: ec2-asg, target: 70%, cooldownOut: 60s } | unknown key",
        "{ policy: ec2-asg, target: 70%, policies: [{ kind: step }] } | above and below",
        "{ policy: ec2-asg, target: 70%, policies: [{ kind: step, above: 80%, steps: [] }] } |"
            + " at least one",
        "{ policy: ec2-asg, target: 70%, policies: [{ kind: step, above: 80%,"
            + " steps: [{ by: 1 }, { by: 2 }] }] } | ascending",
        "{ policy: container-apps, interval: 30s } | interval",
        "{ policy: container-apps, target: 1.5 } | target"
      })
  void mistakesAreNamed(String scale, String named) {
    UserError error = assertThrows(UserError.class, () -> read(scale));
    assertTrue(error.getMessage().contains(named.replace("scale.", "")), error.getMessage());
  }
}
