package dev.headroom.platform;

import dev.headroom.platform.PlatformModel.Prices;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a service pays for beside its instances' own rates.
 *
 * @param boostVcpus processors that an instance has more while it starts, 0 for none
 * @param boostAfterNs how long it keeps them once it is ready
 * @param gpu where the price of a GPU in every instance stands, or null where it has none
 * @param gpuZonal whether that GPU has a spare in another zone
 * @param loadBalancer in front of the instances, or null
 * @param nat through which the instances reach the internet, or null
 */
public record Extras(
    double boostVcpus,
    long boostAfterNs,
    Prices gpu,
    boolean gpuZonal,
    LoadBalancer loadBalancer,
    Nat nat) {

  /** Where the prices of all of these stand. */
  public List<Prices> prices() {
    return Stream.of(
            gpu,
            loadBalancer == null ? null : loadBalancer.prices(),
            nat == null ? null : nat.prices())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * A load balancer that is paid by the hour and by capacity units: of what its traffic takes of a
   * unit in each dimension, the largest counts.
   *
   * @param name services that give the same share one balancer; empty for one of its own
   * @param prices of an hour and of a unit
   * @param requestsPerConnection how many attempts come over one connection of a client
   * @param bytesPerRequest of an attempt and its reply, 0 where nobody said
   * @param newPerSecond new connections that a unit has room for
   * @param active open connections that a unit has room for
   * @param bytesPerHour that a unit has room for
   */
  public record LoadBalancer(
      String name,
      Prices prices,
      double requestsPerConnection,
      double bytesPerRequest,
      double newPerSecond,
      double active,
      double bytesPerHour) {}

  /**
   * A NAT gateway; services that ask for one share it, as those of one network do.
   *
   * @param prices of an hour and of a gigabyte
   * @param gateways one in each zone
   * @param bytesPerRequest that an attempt sends and receives through it, 0 where nobody said
   */
  public record Nat(Prices prices, int gateways, double bytesPerRequest) {}
}
