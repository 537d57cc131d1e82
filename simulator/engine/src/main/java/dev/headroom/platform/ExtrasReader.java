package dev.headroom.platform;

import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.Section;
import dev.headroom.platform.Extras.LoadBalancer;
import dev.headroom.platform.Extras.Nat;
import dev.headroom.platform.PlatformModel.Billing;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.platform.PlatformModel.Instance;
import dev.headroom.platform.PlatformModel.Prices;

/** Reads what a platform is paid for beside its instances' own rates. */
final class ExtrasReader {
  private static final long SECOND = 1_000_000_000L;

  private final Section platform;
  private final Section start;
  private final String region;

  private ExtrasReader(Section platform, Section start) {
    this.platform = platform;
    this.start = start;
    this.region = platform.text("region", "");
  }

  /**
   * Reads them.
   *
   * @param start the platform's section {@code coldStart}, which says what instances have
   */
  static Extras read(Section platform, Section start, Instance instance, Billing billing) {
    return new ExtrasReader(platform, start).extras(instance, billing);
  }

  private Extras extras(Instance instance, Billing billing) {
    Section gpu = platform.optionalSection("gpu");
    Prices gpuPrices = gpu == null ? null : prices(gpu);
    boolean zonal = gpu != null && gpu.bool("zonalRedundancy", false);
    boolean attached = start.bool("gpu", false);
    if (gpu != null) {
      checkSize(gpu, instance, attached);
    }
    if (attached && gpuPrices != null && billing.kind() != BillingKind.INSTANCE_TIME) {
      throw start.error(
          "gpu",
          start.text("gpu"),
          "false; an instance with a GPU is billed for its whole life, set billing: instance");
    }
    long afterNs = start.durationNs("cpuBoostAfter", 0, 3600 * SECOND, 0);
    return new Extras(
        StartReader.bootVcpus(start, instance.vcpus()) - instance.vcpus(),
        afterNs,
        attached ? gpuPrices : null,
        zonal,
        loadBalancer(),
        nat());
  }

  private void checkSize(Section gpu, Instance instance, boolean attached) {
    double least = gpu.cpu("minCpu", 0);
    long memory = gpu.bytes("minMemory", 0);
    if (attached && (instance.vcpus() < least || instance.memoryBytes() < memory)) {
      throw start.error(
          "gpu",
          start.text("gpu"),
          "false, or an instance of at least " + gpu.text("minCpu", "0") + " vCPU and "
              + gpu.text("minMemory", "0") + " of memory");
    }
  }

  /** The balancer; {@code none} takes the model's away. */
  private LoadBalancer loadBalancer() {
    if (!platform.has("loadBalancer")
        || platform.node("loadBalancer") instanceof ScalarNode word
            && word.text().equals("none")) {
      return null;
    }
    Section section = platform.section("loadBalancer");
    Section unit = section.section("unit");
    return new LoadBalancer(
        section.text("name", ""),
        prices(section),
        section.number("requestsPerConnection", 1, 1e9, 1),
        section.bytes("bytesPerRequest", 0),
        unit.number("newConnections", 1e-9, 1e12),
        unit.number("activeConnections", 1e-9, 1e12),
        unit.bytes("bytesPerHour"));
  }

  private Nat nat() {
    Section network = platform.optionalSection("network");
    if (network == null) {
      return null;
    }
    int gateways = network.integer("gateways", 1, 1000, 1);
    long bytes = network.bytes("bytesPerRequest", 0);
    boolean asked = network.bool("nat", false);
    Prices prices = asked || network.has("prices") ? prices(network) : null;
    return asked ? new Nat(prices, gateways, bytes) : null;
  }

  private Prices prices(Section holder) {
    Section prices = holder.section("prices");
    return new Prices(prices.text("book"), prices.text("entry"), region);
  }
}
