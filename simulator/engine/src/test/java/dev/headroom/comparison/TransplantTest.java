package dev.headroom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.platform.Models;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A scenario moved to another platform loses nothing without saying so. */
class TransplantTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: moved }
      workload:
        generate: { shape: constant, rate: 5/s, requests: 50 }
        classes: [ { name: page, service: { cpu: 10ms, wait: 20ms } } ]
      platform:
        use: cloud-run
        instance: { cpu: 2, memory: 1Gi }
        concurrency: { max: 8 }
        scale: { min: 0, max: 40, target: 50% }
        coldStart: { image: 350MB, runtime: node }
        keepAlive: 5min
      """;
  private static final List<String> WRITTEN = List.of(
      "concurrency.max",
      "coldStart.image",
      "coldStart.runtime",
      "instance.cpu",
      "instance.memory",
      "keepAlive",
      "scale.max",
      "scale.min",
      "scale.target");

  static Stream<String> platforms() {
    return Models.PLATFORMS.stream().filter(name -> !name.equals("cloud-run"));
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void everyKeyIsKeptOrNamedWithAReason(String platform) {
    Transplant moved = Transplant.of(ConfigNode.parse("s.yaml", SCENARIO), platform);
    assertEquals(platform, moved.scenario().services().get(0).platform().name());
    TreeSet<String> told = new TreeSet<>();
    moved.kept().forEach(value -> told.add(value.path()));
    moved.dropped().forEach(value -> told.add(value.path()));
    assertEquals(new TreeSet<>(WRITTEN.stream().map(path -> "platform." + path).toList()), told);
    for (Transplant.Value value : moved.dropped()) {
      assertFalse(value.why().isBlank(), value.path());
      assertTrue(value.origin().startsWith("s.yaml:"), value.origin());
    }
    // What is said to be kept is what the run has.
    for (Transplant.Value value : moved.kept()) {
      assertTrue(
          moved.scenario().settings().stream()
              .anyMatch(setting -> setting.path().equals(value.path())
                  && setting.value().equals(value.value())
                  && setting.origin().equals(value.origin())),
          value.path());
    }
    assertTrue(moved.dropped().stream().anyMatch(v -> v.path().equals("platform.keepAlive")));
  }

  @Test
  void onLambdaProcessorsFollowMemoryAndRequestsComeOneByOne() {
    Transplant moved = Transplant.of(ConfigNode.parse("s.yaml", SCENARIO), "aws-lambda");
    assertEquals(1, moved.scenario().services().get(0).platform().concurrency());
    assertEquals(
        1024.0 / 1769, moved.scenario().services().get(0).platform().instance().vcpus(), 1e-9);
    assertEquals("derived from memory on this platform", why(moved, "instance.cpu"));
    assertEquals("its instances take one request at a time", why(moved, "concurrency.max"));
  }

  @Test
  void whatDoesNotScaleToZeroKeepsItsOwnMinimum() {
    Transplant moved = Transplant.of(ConfigNode.parse("s.yaml", SCENARIO), "aws-fargate");
    assertEquals("it does not scale to zero by itself; the model keeps 1", why(moved, "scale.min"));
    assertEquals(1, moved.scenario().services().get(0).scaling().min());
  }

  @Test
  void itsOwnPlatformChangesNothing() {
    Transplant moved = Transplant.of(ConfigNode.parse("s.yaml", SCENARIO), "cloud-run");
    assertEquals(List.of(), moved.dropped());
    assertEquals(8, moved.scenario().services().get(0).platform().concurrency());
  }

  @Test
  void severalServicesAreRefusedInOneLine() {
    String services = SCENARIO.substring(0, SCENARIO.indexOf("workload:")) + "services: []\n";
    UserError e = assertThrows(
        UserError.class, () -> Transplant.of(ConfigNode.parse("s.yaml", services), "aws-lambda"));
    assertTrue(e.getMessage().contains("needs a scenario with one platform"), e.getMessage());
  }

  private static String why(Transplant moved, String path) {
    return moved.dropped().stream()
        .filter(v -> v.path().equals("platform." + path))
        .map(Transplant.Value::why)
        .findFirst()
        .orElse("kept");
  }
}
