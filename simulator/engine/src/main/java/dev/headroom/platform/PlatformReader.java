package dev.headroom.platform;

import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import dev.headroom.core.FailureReason;
import dev.headroom.platform.PlatformModel.Billing;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.platform.PlatformModel.Binding;
import dev.headroom.platform.PlatformModel.Instance;
import dev.headroom.platform.PlatformModel.Prices;
import dev.headroom.platform.PlatformModel.Queue;
import dev.headroom.platform.PlatformModel.Start;
import java.util.Arrays;
import java.util.List;

/** Reads a platform: its model with the scenario's values laid over it. */
public final class PlatformReader {
  private static final long MILLI = 1_000_000L;
  private static final long HOUR = 3600_000 * MILLI;
  private static final long DAY = 24 * HOUR;
  private static final List<String> REASONS =
      Arrays.stream(FailureReason.values()).map(FailureReason::label).toList();

  private PlatformReader() {}

  /** Reads all keys but {@code scale}, which the scaling package reads. */
  public static PlatformModel read(Section platform) {
    String name = platform.text("name");
    platform.text("use", name);
    platform.text("retrieved", "");
    platform.text("account", "");
    platform.has("reservedConcurrency");
    platform.has("invocation");
    platform.has("billingModes");
    if (platform.has("sources")) {
      platform.node("sources");
    }
    return new PlatformModel(
        name,
        platform.text("title"),
        instance(platform.section("instance")),
        concurrency(platform),
        platform.choice("dispatch", DispatchOrder.class),
        platform.choice("binding", Binding.class),
        queue(platform.optionalSection("queue")),
        reason(platform, "refusal", FailureReason.NO_INSTANCE),
        platform.durationOrUnlimitedNs("keepAlive", 0, 365 * DAY, Long.MAX_VALUE),
        requestTimeoutNs(platform),
        start(platform.section("coldStart")),
        billing(platform.section("billing")),
        prices(platform.optionalSection("prices"), platform.text("region", "")),
        platform.has("assumptions") ? platform.texts("assumptions") : List.of());
  }

  private static int concurrency(Section platform) {
    Section section = platform.section("concurrency");
    return section.integerOrUnlimited("max", 1, 1_000_000);
  }

  private static long requestTimeoutNs(Section platform) {
    Section timeouts = platform.optionalSection("timeouts");
    return timeouts == null
        ? Long.MAX_VALUE
        : timeouts.durationOrUnlimitedNs("request", MILLI, 7 * DAY, Long.MAX_VALUE);
  }

  private static Instance instance(Section section) {
    long memory = section.bytes("memory");
    double vcpus =
        section.has("cpuPerMemory")
            ? (double) memory / section.bytes("cpuPerMemory")
            : section.cpu("cpu");
    if (section.has("cpuPerMemory") && section.has("cpu")) {
      throw section.error("cpu", section.text("cpu"), "derived from memory on this platform");
    }
    section.choice("fractionalCpu", List.of("fluid"), "fluid");
    double parallelism = section.number("runtimeParallelism", 0.01, 4096, Double.MAX_VALUE);
    return new Instance(vcpus, memory, parallelism);
  }

  private static Queue queue(Section section) {
    if (section == null) {
      return null;
    }
    return new Queue(
        section.integerOrUnlimited("limit", 1, 100_000_000, Integer.MAX_VALUE),
        section.durationOrUnlimitedNs("timeout", MILLI, DAY, Long.MAX_VALUE),
        section.number("startFactor", 0, 1000, 0),
        reason(section, "expired", FailureReason.QUEUE_TIMEOUT),
        reason(section, "overflow", FailureReason.THROTTLED));
  }

  private static FailureReason reason(Section section, String key, FailureReason otherwise) {
    String label = section.choice(key, REASONS, otherwise.label());
    return FailureReason.of(REASONS.indexOf(label));
  }

  private static Start start(Section section) {
    Distribution zero = Distribution.constant(0);
    Distribution booting = section.distribution("booting", zero);
    Section runtimes = section.optionalSection("runtimes");
    if (section.has("runtime")) {
      String runtime = section.choice("runtime", runtimes == null ? List.of() : runtimes.keys());
      booting = runtimes.distribution(runtime);
    }
    if (runtimes != null) {
      runtimes.keys().forEach(runtimes::node);
    }
    if (section.has("boot")) {
      booting = section.distribution("boot");
    }
    Distribution pulling = section.distribution("pulling", zero);
    double rate = section.bandwidth("pullRate", 0);
    long image = section.bytes("image", 0);
    if (rate > 0 && image > 0) {
      pulling = Distribution.shifted(pulling, (long) (image / rate * 1e9));
    }
    Start start =
        new Start(
            section.distribution("placing", zero),
            pulling,
            booting,
            section.distribution("probing", zero));
    return section.has("boot") && !section.has("image") && !section.has("runtime")
        ? wholeBoot(start)
        : start;
  }

  /** {@code boot} alone is the whole start-up, as measured from outside. */
  private static Start wholeBoot(Start start) {
    Distribution zero = Distribution.constant(0);
    return new Start(zero, zero, start.booting(), zero);
  }

  private static Billing billing(Section section) {
    return new Billing(
        section.choice("kind", BillingKind.class),
        section.durationNs("granularity", 0, HOUR, 0),
        section.durationNs("minimum", 0, DAY, 0),
        section.bool("start", true));
  }

  private static Prices prices(Section section, String region) {
    return section == null
        ? null
        : new Prices(section.text("book"), section.text("entry"), region);
  }
}
