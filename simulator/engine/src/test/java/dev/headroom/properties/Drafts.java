package dev.headroom.properties;

import dev.headroom.core.UserError;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;

/** Drafts as scenarios, and failing ones as small files that can be run. */
public final class Drafts {
  private static final int TRIES = 600;

  private Drafts() {}

  /** What a draft says, or null where that is no scenario. */
  public static Scenario scenario(Draft draft) {
    try {
      return Trial.read(draft.yaml());
    } catch (UserError e) {
      return null;
    }
  }

  /**
   * Shrinks a failing draft, keeps it as a file under {@code target/shrunk} and tells about it.
   *
   * @param name of the file
   * @param fails whether a scenario still shows the failure
   * @param why what is wrong with it, in words
   */
  public static String shrunk(
      String name, Draft draft, Predicate<Scenario> fails, Function<Scenario, String> why)
      throws IOException {
    Shrinker shrinker = new Shrinker(
        smaller -> {
          Scenario scenario = scenario(smaller);
          return scenario != null && fails.test(scenario);
        },
        TRIES);
    Draft smallest = shrinker.shrink(draft);
    Path file = Files.createDirectories(Path.of("target/shrunk")).resolve(name + ".yaml");
    Files.writeString(file, smallest.yaml());
    return name + ": " + why.apply(scenario(draft)) + "\nshrunk to " + file.toAbsolutePath() + ": "
        + why.apply(scenario(smallest)) + "\n" + smallest.yaml();
  }
}
