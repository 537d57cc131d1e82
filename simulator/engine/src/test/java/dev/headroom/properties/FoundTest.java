package dev.headroom.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios that once broke a promise or set the two simulators apart, as small as shrunk. */
public class FoundTest {
  private static final String HEAD =
      "apiVersion: headroom/v1\nkind: Scenario\nmetadata: { name: found }\n";

  private static final List<String> FOUND = List.of(
      // An instance starts at the end of the run, where the last bin of the series ends too.
      """
      workload:
        generate: { shape: ramp, duration: 4s }
        classes: [{ name: page, service: 1ms }]
      platform: { use: aws-lambda, scale: { schedule: [{ at: 4s, min: 1 }] } }
      """,
      // A look at instances that are all busy is no turn: whose turn it is stays.
      """
      workload:
        generate: { shape: spike, peak: 20/s, decay: 2s, duration: 2s }
        classes: [{ name: page, service: 1ms }]
      platform: { use: generic, dispatch: round-robin }
      """,
      // An attempt is cut off that is inside an instance whose application is not ready yet.
      """
      workload:
        generate: { shape: constant, rate: 10/s, requests: 40 }
        classes: [{ name: page, service: { dist: exponential, mean: 400ms } }]
      platform:
        use: generic
        coldStart: { appReady: 600ms }
        timeouts: { request: 500ms, onRequest: kill }
      run: { tail: 0s, seed: 1 }
      """,
      // The one that is ready has been idle for long when another begins to start.
      """
      workload:
        generate: { shape: ramp, duration: 1s }
        classes: [{ name: page, service: 1ms }]
      platform: { use: aws-fargate-spot, keepAlive: 1min, scale: { initial: 2 } }
      """,
      // Instances come in advance while the last machine that there may be boots.
      """
      workload:
        generate: { shape: constant, rate: 1/s, duration: 6s }
        classes: [{ name: page, service: { dist: exponential, mean: 1ms } }]
      platform:
        use: generic
        nodes: { use: karpenter, max: 1 }
        scale: { proactive: 8% }
      """,
      // Instances come in advance and all machines are full.
      """
      workload:
        generate: { shape: constant, rate: 20/s, requests: 40 }
        classes: [{ name: page, service: 500ms }]
      platform:
        use: generic
        nodes: { use: fixed, min: 1, max: 1 }
        scale: { proactive: 50% }
      """,
      // The trigger is the last second of the run: nothing comes after it.
      """
      workload:
        generate: { shape: constant, rate: 1/s, duration: 8s, arrivals: { bursty: 2 } }
        classes:
          - { name: page, share: 60%, service: { cpu: 1ms } }
          - { name: report, share: 40%, service: { wait: 1ms } }
      platform: { use: aws-fargate-spot }
      run: { seed: 6 }
      """,
      // An instance comes to the last node, which has not been needed for longer than its time.
      """
      workload:
        generate: { shape: constant, rate: 2/min, duration: 3min, arrivals: uniform }
        classes: [{ name: page, service: 1ms }]
      platform:
        use: generic
        keepAlive: 1s
        instance: { cpu: 500m, memory: 256Mi }
        nodes: { use: cluster-autoscaler, min: 1, max: 2, scaleDownAfter: 10s }
      """,
      // Where somebody sets the number, the keys of the model's policy stand idle.
      """
      workload:
        generate: { shape: ramp, duration: 1s }
        classes: [{ name: page, service: 1ms }]
      platform: { use: aws-fargate, scale: { manual: 2 } }
      """,
      // A client that the pooler has ended for being unused waits for too long, and ends again.
      """
      workload:
        generate: { shape: constant, rate: 1/s, requests: 186 }
        classes:
          - name: page
            service: { cpu: { p50: 1ms, p99: 24ms } }
            queries: { count: 1, wait: 1ms }
      platform: { use: aws-lambda }
      database:
        pool: { hold: request }
        pooler: { kind: pgbouncer, clientLimit: 1, clientIdleTimeout: 1ms }
      """,
      // An environment kept ready was killed for its memory before none is wanted any more.
      """
      workload:
        generate: { shape: constant, rate: 1/s, requests: 9 }
        classes: [{ name: page, service: 1ms, memory: 1Gi }]
      platform:
        use: aws-lambda
        instance: { memory: 256Mi }
        scale: { provisioned: { count: 2, schedule: [{ at: 5s, count: 0 }] } }
      """,
      // Several metrics stand where the model has one, which then stands idle.
      """
      workload:
        generate: { shape: constant, rate: 9/s, duration: 2min }
        classes: [{ name: page, service: { cpu: 90ms } }]
      platform:
        use: kubernetes-hpa
        scale: { metrics: [{ metric: cpu, target: 50% }, { metric: requests, target: 2 }] }
      """,
      // An instance comes where another was whose quota of processor time is used.
      """
      workload:
        generate: { shape: constant, rate: 20/s, requests: 60 }
        classes: [{ name: page, service: { cpu: 20ms } }]
      platform:
        use: generic
        keepAlive: 0s
        coldStart: { boot: 1ms }
        instance: { cpu: 250m, fractionalCpu: cfs }
      """,
      // A refusal lets a request in that takes the pool's room: who waited before goes on waiting.
      """
      database: { maxConnections: 4, pool: { size: 1, hold: request } }
      workload:
        generate: { shape: spike, peak: 38/s, ramp: 1s, duration: 1min }
        classes:
          - name: page
            service: { cpu: { p50: 1ms, p99: 2ms } }
            queries: { count: 1, each: 54ms }
      platform:
        use: aws-lambda
        concurrency: { max: 2 }
        queue: {}
        scale: { startsPerMinute: 2 }
      """,
      // None is wanted any more when the last start fails, but somebody waits.
      """
      workload:
        generate: { shape: spike, peak: 1/s, decay: 4s, duration: 1min }
        classes: [{ name: page, service: { wait: { p50: 1ms, p99: 2ms } } }]
      platform:
        use: azure-container-apps
        keepAlive: 1s
        scale: { cooldown: 1s }
        coldStart: { startupProbe: { kind: http, period: 1s, failureThreshold: 1 } }
      """,
      // Six hundred statements of a third of a year are together longer than the clock can say.
      """
      workload:
        generate: { shape: constant, rate: 10/s, requests: 20 }
        classes:
          - name: page
            service: { cpu: 1ms }
            queries: { count: 600, each: { p50: 120d, p99: 365d } }
      platform: { use: generic }
      """);

  /** The cases, for both tests that read them. */
  public static List<String> found() {
    return FOUND;
  }

  /** What a case says. */
  public static Scenario scenario(String yaml) {
    return ScenarioReader.read(ConfigNode.parse("found.yaml", HEAD + yaml));
  }

  @ParameterizedTest
  @MethodSource("found")
  void isMended(String yaml) {
    assertEquals(List.of(), Promises.broken(scenario(yaml)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"services: []", """
        workload: { generate: { shape: ramp, duration: 1s }, classes: [{ name: p, service: 1ms }]}
        platform: { use: aws-lambda, account: shared }
        """, """
        workload: { generate: { shape: ramp, duration: 1s }, classes: [{ name: p, service: 1ms }]}
        platform:
          use: aws-lambda
          scale: { max: 1, provisioned: { schedule: [{ at: 1s, count: 2 }] } }
        """, """
        accounts: { shared: { concurrency: 1 } }
        workload: { generate: { shape: ramp, duration: 1s }, classes: [{ name: p, service: 1ms }]}
        platform: { use: aws-lambda, account: shared, scale: { provisioned: { count: 2 } } }
        """})
  void isRefused(String yaml) {
    assertThrows(UserError.class, () -> scenario(yaml));
  }
}
