package dev.headroom.platform;

import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import dev.headroom.platform.Start.OnFailure;
import dev.headroom.platform.Start.Probe;
import dev.headroom.platform.Start.Pull;
import dev.headroom.platform.Start.WarmUp;
import java.util.List;

/** Reads how instances start: the section {@code coldStart} of a platform. */
final class StartReader {
  private static final long MILLI = 1_000_000L;
  private static final long HOUR = 3600_000 * MILLI;
  private static final Distribution ZERO = Distribution.constant(0);
  private static final String SNAPSHOT = "-snapstart";

  private final Section section;
  private final Section runtimes;
  private final double vcpus;
  private final Limits limits;

  private StartReader(Section section, double vcpus, Limits limits) {
    this.limits = limits;
    this.section = section;
    this.runtimes = section.optionalSection("runtimes");
    this.vcpus = vcpus;
  }

  /**
   * Reads a start.
   *
   * @param vcpus of an instance, at which what computes while it boots computes
   * @param limits whose health checks must pass before traffic comes
   */
  static Start read(Section section, double vcpus, Limits limits) {
    return new StartReader(section, vcpus, limits).start();
  }

  private Start start() {
    boolean gpu = section.bool("gpu", false);
    // A boot time alone is the whole start-up, as measured from outside.
    boolean whole = section.has("boot") && !section.has("image") && !section.has("runtime") && !gpu;
    double bootVcpus = bootVcpus(section, vcpus);
    String runtime = runtime();
    Distribution booting = section.distribution("booting", ZERO);
    if (section.has("boot")) {
      booting = section.distribution("boot");
    } else if (runtime != null) {
      booting = profile(runtime, bootVcpus);
    }
    Distribution placing = section.distribution("placing", ZERO);
    Distribution attaching = gpuAttach(gpu);
    Pull pull = pull();
    Distribution probing = LimitsReader.withChecks(section.distribution("probing", ZERO), limits);
    return new Start(
        section.has("boot") ? null : runtime,
        whole ? ZERO : placing,
        whole ? ZERO : attaching,
        whole ? new Pull(ZERO, 0, 0) : pull,
        booting,
        section.durationOrUnlimitedNs("initLimit", MILLI, HOUR, Long.MAX_VALUE),
        section.distribution("appReady", ZERO),
        probe("startupProbe"),
        probe("readinessProbe"),
        whole ? ZERO : probing,
        warmUp());
  }

  /** The name of the profile that applies, or null. */
  private String runtime() {
    List<String> known = runtimes == null ? List.of() : runtimes.keys();
    if (runtimes != null) {
      known.forEach(runtimes::node);
    }
    String usual = section.choice("defaultRuntime", known, null);
    // A time that is written for booting means that one, not that of the usual runtime.
    String named = section.choice("runtime", known, section.has("booting") ? null : usual);
    if (!section.bool("snapStart", false) || section.has("boot")) {
      return named;
    }
    if (!known.contains(named + SNAPSHOT)) {
      throw section.problem(
          "snapStart",
          "no restore time is known for "
              + (named == null ? "an unnamed runtime" : named) + "; known: "
              + String.join(
                  ", ",
                  known.stream()
                      .filter(name -> name.endsWith(SNAPSHOT))
                      .map(name -> name.substring(0, name.length() - SNAPSHOT.length()))
                      .toList())
              + "; or give the restore time as boot");
    }
    return named + SNAPSHOT;
  }

  /**
   * A runtime's time to listen on {@code bootVcpus}. What it computes is faster on more
   * processors, as far as it can use them; what it waits for is not.
   */
  private Distribution profile(String name, double bootVcpus) {
    if (!(runtimes.node(name) instanceof MapNode map) || map.get("time") == null) {
      return runtimes.distribution(name);
    }
    Section profile = runtimes.section(name);
    double measured = profile.cpu("measuredOn");
    double share = profile.share("cpuShare");
    double parallelism = profile.number("parallelism", 0.01, 4096, Double.MAX_VALUE);
    double slower = Math.min(measured, parallelism) / Math.min(bootVcpus, parallelism);
    return Distribution.scaled(profile.distribution("time"), 1 - share + share * slower);
  }

  /** Processors while the instance boots. */
  static double bootVcpus(Section section, double vcpus) {
    double factor = section.number("cpuBoostFactor", 1, 100, 1);
    double least = section.cpu("cpuBoostMin", 0);
    double most = section.cpu("cpuBoostMax", Double.MAX_VALUE);
    if (!section.bool("cpuBoost", false)) {
      return vcpus;
    }
    if (!section.has("cpuBoostFactor")) {
      throw section.problem("cpuBoost", "this platform has none; give a cpuBoostFactor");
    }
    return Math.max(vcpus, Math.min(Math.max(vcpus * factor, least), most));
  }

  private Distribution gpuAttach(boolean gpu) {
    Distribution attaching = section.distribution("gpuAttach", ZERO);
    if (gpu && !section.has("gpuAttach")) {
      throw section.problem("gpu", "this platform has none; give the time of a gpuAttach");
    }
    return gpu ? attaching : ZERO;
  }

  private Pull pull() {
    double rate = section.bandwidth("pullRate", 0);
    long image = section.bytes("image", 0);
    double needed = section.share("imageNeeded", 1);
    return new Pull(
        section.distribution("pulling", ZERO),
        rate > 0 ? (long) (image * needed / rate * 1e9) : 0,
        section.share("cachedShare", 0));
  }

  private Probe probe(String key) {
    Section probe = section.optionalSection(key);
    if (probe == null) {
      return null;
    }
    boolean needsApp = probe.choice("kind", List.of("tcp", "http")).equals("http");
    long delayNs = probe.durationNs("initialDelay", 0, HOUR, 0);
    long periodNs = probe.durationNs("period", 0, HOUR, 0);
    int successes = probe.integer("successThreshold", 1, 1000, 1);
    boolean kills = key.equals("startupProbe");
    long windowNs = Long.MAX_VALUE;
    OnFailure onFailure = OnFailure.REPLACE;
    if (kills) {
      int failures = probe.integer("failureThreshold", 1, 1_000_000, 0);
      if (failures > 0 && periodNs == 0) {
        throw probe.problem("failureThreshold", "needs a period above 0s");
      }
      windowNs = probe.durationOrUnlimitedNs("window", MILLI, 24 * HOUR, Long.MAX_VALUE);
      if (failures > 0) { // a scenario's own threshold stands above the platform's window
        windowNs = delayNs + failures * periodNs;
      }
      onFailure = probe.choice("onFailure", OnFailure.REPLACE);
    }
    return new Probe(needsApp, delayNs, periodNs, windowNs, successes, onFailure);
  }

  private WarmUp warmUp() {
    Section warmUp = section.optionalSection("warmUp");
    return warmUp == null
        ? null
        : new WarmUp(warmUp.number("factor", 1, 1000), warmUp.durationNs("for", 0, HOUR));
  }
}
