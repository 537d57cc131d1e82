package dev.headroom.cost;

import java.util.Locale;

/**
 * A quantity that some provider charges for, in the unit that its price is quoted in. A price book
 * names the price of one unit ({@code activeGibSecond}), everything else the plural ({@code
 * activeGibSeconds}).
 */
public enum Meter {
  ACTIVE_VCPU_SECONDS("activeVcpuSecond"),
  ACTIVE_GIB_SECONDS("activeGibSecond"),
  IDLE_VCPU_SECONDS("idleVcpuSecond"),
  IDLE_GIB_SECONDS("idleGibSecond"),
  /** Licence of the operating system. */
  OS_VCPU_SECONDS("osVcpuSecond"),
  /** Environments kept ready, whether used or not. */
  PROVISIONED_GIB_SECONDS("provisionedGibSecond"),
  /** Requests served by environments that were kept ready. */
  PROVISIONED_ACTIVE_GIB_SECONDS("provisionedActiveGibSecond"),
  /** Temporary disk above what comes free. */
  EPHEMERAL_GIB_SECONDS("ephemeralGibSecond"),
  SNAP_START_CACHE_GIB_SECONDS("snapStartCacheGibSecond"),
  SNAP_START_RESTORE_GIB("snapStartRestoreGib"),
  /** Memory of environments made for one tenant only, once for each. */
  TENANT_GIB("tenantGib"),
  STREAMED_GB("streamedGb"),
  REQUESTS("requestsMillion", 1_000_000),
  READS("readsMillion", 1_000_000),
  WRITES("writesMillion", 1_000_000),
  CPU_MILLISECONDS("cpuMillisecondsMillion", 1_000_000),
  GPU_SECONDS("gpuSecond"),
  /** GPUs with a spare in another zone. */
  GPU_ZONAL_SECONDS("gpuZonalSecond"),
  INSTANCE_HOURS("instanceHour"),
  INSTANCE_MONTHS("instanceMonth"),
  /** A flat fee of the account. */
  ACCOUNT_MONTHS("accountMonth"),
  VCPU_HOURS("vcpuHour"),
  GIB_HOURS("gibHour"),
  EPHEMERAL_GIB_HOURS("ephemeralGibHour"),
  /** Load balancer capacity units. */
  LCU_HOURS("lcuHour"),
  /** Aurora capacity units. */
  ACU_HOURS("acuHour"),
  PROCESSED_GB("gb"),
  EGRESS_GB("egressGb"),
  STORAGE_GB_MONTHS("gbMonth"),
  BUILD_MINUTES("buildMinute");

  private final String priceKey;
  private final int unitsPerPrice;

  Meter(String priceKey) {
    this(priceKey, 1);
  }

  Meter(String priceKey, int unitsPerPrice) {
    this.priceKey = priceKey;
    this.unitsPerPrice = unitsPerPrice;
  }

  /** The key of the price in a price book. */
  public String priceKey() {
    return priceKey;
  }

  /** How many units the price in the book buys: a million requests, one second. */
  public int unitsPerPrice() {
    return unitsPerPrice;
  }

  /** The key of an amount: {@code ACTIVE_GIB_SECONDS} as {@code activeGibSeconds}. */
  public String label() {
    String[] words = name().toLowerCase(Locale.ROOT).split("_");
    StringBuilder label = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      label.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return label.toString();
  }
}
