package dev.headroom.platform;

import dev.headroom.config.Section;
import dev.headroom.core.FailureReason;
import dev.headroom.platform.PlatformModel.Billing;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.platform.PlatformModel.Binding;
import dev.headroom.platform.PlatformModel.Instance;
import dev.headroom.platform.PlatformModel.NodeShare;
import dev.headroom.platform.PlatformModel.Prices;
import dev.headroom.platform.PlatformModel.Queue;
import java.util.List;

/** Reads a platform: its model with the scenario's values laid over it. */
public final class PlatformReader {
  private static final long MILLI = 1_000_000L;
  private static final long HOUR = 3600_000 * MILLI;
  private static final long DAY = 24 * HOUR;

  private PlatformReader() {}

  /** Reads all keys but {@code scale}, which the scaling package reads. */
  public static PlatformModel read(Section platform) {
    String name = platform.text("name");
    platform.text("use", name);
    platform.text("retrieved", "");
    platform.text("account", "");
    platform.has("reservedConcurrency");
    for (String readElsewhere : List.of("invocation", "billingModes")) {
      if (platform.has(readElsewhere)) {
        platform.node(readElsewhere);
      }
    }
    if (platform.has("sources")) {
      platform.node("sources");
    }
    Section size = platform.section("instance");
    Section timeouts = platform.optionalSection("timeouts");
    Limits limits = LimitsReader.read(platform, size, timeouts);
    Instance instance = instance(size);
    Billing billing = billing(platform.section("billing"));
    Section start = platform.section("coldStart");
    return new PlatformModel(
        name,
        platform.text("title"),
        instance,
        concurrency(platform),
        platform.choice("dispatch", DispatchOrder.class),
        platform.choice("binding", Binding.class),
        queue(platform.optionalSection("queue")),
        reason(platform, "refusal", FailureReason.NO_INSTANCE),
        platform.durationOrUnlimitedNs("keepAlive", 0, 365 * DAY, Long.MAX_VALUE),
        requestTimeoutNs(timeouts),
        StartReader.read(start, instance.vcpus(), limits),
        limits,
        billing,
        prices(platform.optionalSection("prices"), platform.text("region", "")),
        ExtrasReader.read(platform, start, instance, billing),
        requests(platform, instance),
        platform.has("assumptions") ? platform.texts("assumptions") : List.of());
  }

  /** What an instance asks of a node: its size, unless the platform says otherwise. */
  private static NodeShare requests(Section platform, Instance instance) {
    if (platform.has("nodes")) {
      platform.node("nodes");
    }
    Section requests = platform.optionalSection("requests");
    return requests == null
        ? new NodeShare(instance.vcpus(), instance.memoryBytes())
        : new NodeShare(
            requests.has("cpu") ? requests.cpu("cpu") : instance.vcpus(),
            requests.bytes("memory", instance.memoryBytes()));
  }

  private static int concurrency(Section platform) {
    Section section = platform.section("concurrency");
    return section.integerOrUnlimited("max", 1, 1_000_000);
  }

  private static long requestTimeoutNs(Section timeouts) {
    return timeouts == null
        ? Long.MAX_VALUE
        : timeouts.durationOrUnlimitedNs("request", MILLI, 7 * DAY, Long.MAX_VALUE);
  }

  private static Instance instance(Section section) {
    long memory = section.bytes("memory");
    double vcpus = section.has("cpuPerMemory")
        ? (double) memory / section.bytes("cpuPerMemory")
        : section.cpu("cpu");
    if (section.has("cpuPerMemory") && section.has("cpu")) {
      throw section.error("cpu", section.text("cpu"), "derived from memory on this platform");
    }
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
    String label = section.choice(key, LimitsReader.REASONS, otherwise.label());
    return FailureReason.of(LimitsReader.REASONS.indexOf(label));
  }

  private static Billing billing(Section section) {
    return new Billing(
        section.choice("kind", BillingKind.class),
        section.durationNs("granularity", 0, HOUR, 0),
        section.durationNs("minimum", 0, DAY, 0),
        section.bool("start", true));
  }

  private static Prices prices(Section section, String region) {
    return section == null ? null : new Prices(section.text("book"), section.text("entry"), region);
  }
}
