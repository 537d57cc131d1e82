package dev.headroom.comparison;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.platform.Models;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.traffic.TrafficSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One of the scenarios that are compared. */
public final class Contender {
  /** What the traffic can be multiplied by at most. */
  private static final int RATE_MAX = 100;

  private final String name;
  private final String file;
  private final Scenario scenario;
  /** What it took to bring it to its platform; null where it was written for it. */
  private final Transplant transplant;

  private Contender(String name, String file, Scenario scenario, Transplant transplant) {
    this.name = name;
    this.file = file;
    this.scenario = scenario;
    this.transplant = transplant;
  }

  /**
   * A scenario as written.
   *
   * @param name what results call it
   * @param file where it was written, for people
   */
  public static Contender written(String name, String file, ConfigNode tree) {
    return new Contender(name, file, ScenarioReader.read(tree), null);
  }

  /**
   * A scenario on several platforms, in their order.
   *
   * @throws UserError where a platform is unknown or named twice, or the scenario cannot run on it
   */
  public static List<Contender> onPlatforms(String file, ConfigNode tree, List<String> platforms) {
    List<Contender> contenders = new ArrayList<>();
    for (String platform : platforms) {
      Models.known("--platforms", platform, Models.PLATFORMS);
      Transplant transplant = Transplant.of(tree, platform);
      contenders.add(new Contender(platform, file, transplant.scenario(), transplant));
    }
    return List.copyOf(contenders);
  }

  /**
   * Refuses what cannot be told apart or does not meet the same traffic.
   *
   * @throws UserError with what is wrong (exit 2)
   */
  public static void check(List<Contender> contenders, boolean sameTraffic) {
    if (contenders.size() < 2) {
      throw UserError.invalid("compare: " + contenders.size() + " scenario"
          + (contenders.size() == 1 ? "" : "s") + "; needs at least two, as files or with"
          + " --platforms");
    }
    for (int i = 0; i < contenders.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (contenders.get(i).name.equals(contenders.get(j).name)) {
          throw UserError.invalid("compare: " + contenders.get(i).name
              + " is named twice; each must have a name of its own");
        }
      }
    }
    for (Contender other : contenders) {
      Contender first = contenders.get(0);
      String difference = first.trafficDifference(other);
      if (sameTraffic && difference != null) {
        throw UserError.invalid(other.file + ": its traffic differs from that of " + first.file
            + " (" + difference + "); compare needs the same traffic, diff takes any");
      }
    }
  }

  /** The same at a multiple of its traffic. */
  Contender scaled(double multiple) {
    for (ServiceSpec service : scenario.services()) {
      double scale = service.traffic().rateScale();
      if (scale * multiple > RATE_MAX) {
        throw UserError.invalid("--scale-rate: " + Decimals.format(multiple, 3) + " times the "
            + "scale.rate of " + Decimals.format(scale, 3) + " in " + file + " is above "
            + RATE_MAX + "; allowed: together at most " + RATE_MAX);
      }
    }
    return multiple == 1
        ? this
        : new Contender(name, file, scenario.withTraffic(multiple), transplant);
  }

  /** In what another's traffic differs, in a few words; null where it is the same. */
  public String trafficDifference(Contender other) {
    List<ServiceSpec> mine = scenario.services();
    List<ServiceSpec> others = other.scenario.services();
    if (mine.size() != others.size()) {
      return mine.size() + " and " + others.size() + " services";
    }
    for (int s = 0; s < mine.size(); s++) {
      String difference = difference(mine.get(s).traffic(), others.get(s).traffic());
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static String difference(TrafficSpec one, TrafficSpec other) {
    if (one.rateScale() != other.rateScale() || one.timeScale() != other.timeScale()) {
      return "another scale";
    }
    boolean sameShape = one.arrivals() == other.arrivals()
        && one.dispersion() == other.dispersion()
        && one.format() == other.format()
        && Objects.equals(one.generate(), other.generate())
        && Objects.equals(one.window(), other.window())
        && one.preRollNs() == other.preRollNs();
    if (!sameShape) {
      return "another window, placing or generator";
    }
    return one.file() == null || sameBytes(one, other)
        ? null
        : "trace " + one.name() + " and " + other.name();
  }

  private static boolean sameBytes(TrafficSpec one, TrafficSpec other) {
    try {
      return one.file().equals(other.file()) || Files.mismatch(one.file(), other.file()) < 0;
    } catch (IOException e) {
      // The run that reads it says better what is the matter with it.
      return one.name().equals(other.name());
    }
  }

  /** What results call it. */
  public String name() {
    return name;
  }

  /** Where it was written. */
  public String file() {
    return file;
  }

  /** Ready to run. */
  public Scenario scenario() {
    return scenario;
  }

  Transplant transplant() {
    return transplant;
  }

  /** Processors of an instance of its first service. */
  double vcpus() {
    return scenario.services().get(0).platform().instance().vcpus();
  }

  /** Names of the models it runs on, each once. */
  String platforms() {
    return String.join(
        ", ",
        scenario.services().stream().map(s -> s.platform().name()).distinct().toList());
  }
}
