package dev.headroom.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a small model keeps of the large one. */
class RoughTest {
  private static final Path EMAIL = Path.of("../../reports/marketing-email/scenario.yaml");

  private final Scenario whole = ScenarioReader.read(ConfigNode.read(EMAIL));

  @Test
  void limitsAreDividedWithTheTraffic() {
    Scenario small = Rough.of(whole, 10);
    assertEquals(500, small.services().get(0).scaling().max());
    assertEquals(50, small.server().maxConnections());
    assertEquals(whole.server().cores() / 10, small.server().cores(), 1e-9);
    assertEquals(
        whole.services().get(0).scaling().min(),
        small.services().get(0).scaling().min());
  }

  /** One in ten of 50,000 is 5,000 with a standard deviation of 67: four of them, times 10. */
  @Test
  void countsComeBackMultiplied() {
    ObjectNode picture = Picture.of(Answers.small(Rough.of(whole, 10)), 10);
    assertTrue(picture.get("rough").asBoolean());
    assertEquals(10, picture.get("times").asInt());
    assertEquals(50_000, picture.at("/numbers/offered").asDouble(), 2_700);
    assertTrue(picture.at("/numbers/peakConnections").asDouble() > 300);
    assertTrue(picture.at("/numbers/peakConnections").asDouble() <= 500);
  }

  /** Of 500 connections one stays at 1:500, and one reserved: nothing is left. */
  @Test
  void whatCannotBeDividedHasNoSmallModel() {
    assertNull(Rough.of(whole, 500));
  }

  /** Half of three instances is neither one nor two: what three cannot carry, two might. */
  @Test
  void aLimitThatIsNoMultipleHasNoSmallModel() {
    assertNull(Rough.of(withMax(3), 2));
    assertNull(Rough.of(withMax(1), 2));
    assertEquals(2, Rough.of(withMax(4), 2).services().get(0).scaling().max());
    assertEquals(21, Rough.of(withMax(41), 2).services().get(0).scaling().max());
  }

  private Scenario withMax(int instances) {
    return ScenarioReader.read(
        whole.tree().with("platform.scale.max", Integer.toString(instances), "test"));
  }
}
