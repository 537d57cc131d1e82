package dev.headroom.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** From the inputs of examples about Google, Azure and Vercel to meters. */
final class OtherExamples {
  private static final BigDecimal MONTH_HOURS = BigDecimal.valueOf(730);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final PriceBook GCP = PriceBook.read("gcp");
  private static final PriceBook AZURE = PriceBook.read("azure");
  private static final PriceBook VERCEL = PriceBook.read("vercel");

  private OtherExamples() {}

  static Quote cloudRun(ExampleInputs in) {
    String entry = cloudRunEntry(in);
    Tariff tariff = cloudRunTariff(in, entry);
    BigDecimal seconds;
    Meters used = new Meters();
    if (in.has("executions")) {
      seconds = tariff
          .metering(Meter.ACTIVE_VCPU_SECONDS)
          .billedSeconds(in.number("seconds"))
          .multiply(in.number("executions"));
    } else if (in.has("instances")) {
      seconds = tariff
          .metering(Meter.ACTIVE_VCPU_SECONDS)
          .billedSeconds(in.number("hours", MONTH_HOURS).multiply(ExampleInputs.HOUR))
          .multiply(in.number("instances"));
    } else {
      // Requests that share an instance share its billed time; all places are taken to be in use.
      seconds = in.billedSeconds("latency_ms", tariff.metering(Meter.ACTIVE_VCPU_SECONDS))
          .multiply(in.number("requests"))
          .divide(in.number("concurrency", BigDecimal.ONE), MathContext.DECIMAL128);
      used.add(Meter.REQUESTS, in.number("requests"));
    }
    used.add(Meter.ACTIVE_VCPU_SECONDS, in.number("vcpu").multiply(seconds));
    used.add(Meter.ACTIVE_GIB_SECONDS, in.gib("gib", "mib").multiply(seconds));
    Quote quote = new Quote();
    Statement statement = quote.add(tariff, used, in.freeTier(), GCP.rounding());
    quote.name("cpu", statement, Meter.ACTIVE_VCPU_SECONDS);
    quote.name("memory", statement, Meter.ACTIVE_GIB_SECONDS);
    quote.name("requests", statement, Meter.REQUESTS);
    // The page takes the free requests off either way; "free" there means the two credits.
    quote.name("without_free", quote.beforeCredits());
    return quote;
  }

  private static String cloudRunEntry(ExampleInputs in) {
    if (in.text("kind", "").equals("worker pool")) {
      return "cloud-run-worker-pool";
    }
    in.word("kind", "service", "service", "job", "worker pool");
    boolean instance = in.word(
            "billing",
            in.has("instances") || in.has("executions") ? "instance" : "request",
            "instance",
            "request")
        .equals("instance");
    return instance ? "cloud-run-instance" : "cloud-run";
  }

  /** By region; one that the book does not list may say its tier itself. */
  private static Tariff cloudRunTariff(ExampleInputs in, String entry) {
    String said = in.text("region", "");
    if (said.isEmpty() || GCP.regionsOf(entry).contains(in.region())) {
      return GCP.tariff(entry, in.region());
    }
    if (said.endsWith("(Tier 1)")) {
      return GCP.tariff(entry);
    }
    return said.endsWith("(Tier 2)")
        ? GCP.tariff(entry + "-tier2")
        : GCP.tariff(entry, in.region());
  }

  static Quote autopilot(ExampleInputs in) {
    BigDecimal hours = in.number("hours", MONTH_HOURS);
    Meters pods = new Meters()
        .add(Meter.VCPU_HOURS, in.number("vcpu").multiply(hours))
        .add(Meter.GIB_HOURS, in.number("gib").multiply(hours))
        .add(Meter.EPHEMERAL_GIB_HOURS, in.firstOf("ephemeral_gib").multiply(hours));
    Quote quote = new Quote();
    Statement cluster = quote.add(
        GCP.tariff("gke-control-plane", in.region()),
        new Meters()
            .add(Meter.INSTANCE_HOURS, in.number("clusters", BigDecimal.ONE).multiply(hours)),
        in.freeTier(),
        GCP.rounding());
    Statement statement =
        quote.add(GCP.tariff("gke-autopilot", in.region()), pods, in.freeTier(), GCP.rounding());
    quote.name("cluster", cluster, Meter.INSTANCE_HOURS);
    quote.name("vcpu", statement, Meter.VCPU_HOURS);
    quote.name("memory", statement, Meter.GIB_HOURS);
    quote.name("ephemeral", statement, Meter.EPHEMERAL_GIB_HOURS);
    return quote;
  }

  /** A tier such as {@code db-custom-2-7680 POSTGRES_15 ZONAL us-central1}. */
  static Quote cloudSql(ExampleInputs in) {
    String[] words = in.text("tier", "").split(" ");
    if (words.length != 4 || !List.of("ZONAL", "REGIONAL").contains(words[2])) {
      throw new IllegalArgumentException(in.provider() + ": input 'tier' is '"
          + String.join(" ", words) + "'; needs machine, engine, ZONAL or REGIONAL, region");
    }
    BigDecimal copies = BigDecimal.valueOf(words[2].equals("REGIONAL") ? 2 : 1);
    BigDecimal hours = in.number("hours", MONTH_HOURS).multiply(copies);
    Quote quote = new Quote();
    String[] size = words[0].split("-");
    if (words[0].startsWith("db-custom-") && size.length == 4) {
      Statement machine = quote.add(
          GCP.tariff("cloud-sql-postgres", words[3]),
          new Meters()
              .add(Meter.VCPU_HOURS, new BigDecimal(size[2]).multiply(hours))
              .add(Meter.GIB_HOURS, new BigDecimal(size[3]).divide(KIBI).multiply(hours)),
          in.freeTier(),
          GCP.rounding());
      quote.name("vcpu", machine, Meter.VCPU_HOURS);
      quote.name("memory", machine, Meter.GIB_HOURS);
    } else {
      Statement machine = quote.add(
          GCP.tariff("cloud-sql-" + words[0], words[3]),
          new Meters().add(Meter.INSTANCE_HOURS, hours),
          in.freeTier(),
          GCP.rounding());
      quote.name("instance", machine, Meter.INSTANCE_HOURS);
    }
    Statement disk = quote.add(
        GCP.tariff("cloud-sql-postgres", words[3]),
        new Meters().add(Meter.STORAGE_GB_MONTHS, in.firstOf("ssd_gb").multiply(copies)),
        in.freeTier(),
        GCP.rounding());
    quote.name("ssd", disk, Meter.STORAGE_GB_MONTHS);
    return quote;
  }

  static Quote containerApps(ExampleInputs in) {
    Tariff tariff = AZURE.tariff("container-apps", in.region());
    String[] rate = in.text("rate", "active").split(" ");
    boolean idleOnly = rate[0].equals("idle");
    if (!idleOnly && !rate[0].equals("active") || rate.length > 2) {
      throw new IllegalArgumentException(in.provider() + ": input 'rate' is '"
          + String.join(" ", rate) + "'; needs 'active' or 'idle' and a price");
    }
    if (rate.length == 2) {
      tariff = tariff.with(
          idleOnly ? Meter.IDLE_VCPU_SECONDS : Meter.ACTIVE_VCPU_SECONDS, new BigDecimal(rate[1]));
    }
    tariff = in.overridden(tariff, "active_vcpu", Meter.ACTIVE_VCPU_SECONDS);
    tariff = in.overridden(tariff, "idle_vcpu", Meter.IDLE_VCPU_SECONDS);
    tariff = in.overridden(tariff, "mem", Meter.ACTIVE_GIB_SECONDS);
    tariff = in.overridden(tariff, "mem", Meter.IDLE_GIB_SECONDS);
    BigDecimal seconds = in.oneOf("seconds", "seconds_per_month").multiply(in.number("replicas"));
    BigDecimal active =
        seconds.multiply(in.number("active_fraction", idleOnly ? BigDecimal.ZERO : BigDecimal.ONE));
    BigDecimal idle = seconds.subtract(active);
    BigDecimal vcpu = in.number("vcpu");
    BigDecimal gib = in.firstOf("gib");
    Meters used = new Meters()
        .add(Meter.ACTIVE_VCPU_SECONDS, vcpu.multiply(active))
        .add(Meter.IDLE_VCPU_SECONDS, vcpu.multiply(idle))
        .add(Meter.ACTIVE_GIB_SECONDS, gib.multiply(active))
        .add(Meter.IDLE_GIB_SECONDS, gib.multiply(idle))
        .add(Meter.REQUESTS, in.firstOf("requests"));
    Quote quote = new Quote();
    Statement statement = quote.add(tariff, used, in.freeTier(), AZURE.rounding());
    quote.name("vcpu", statement, Meter.ACTIVE_VCPU_SECONDS, Meter.IDLE_VCPU_SECONDS);
    quote.name("memory", statement, Meter.ACTIVE_GIB_SECONDS, Meter.IDLE_GIB_SECONDS);
    quote.name("requests", statement, Meter.REQUESTS);
    return quote;
  }

  static Quote vercel(ExampleInputs in) {
    Meters used = new Meters()
        .add(Meter.VCPU_HOURS, in.number("cpu_hours"))
        .add(Meter.GIB_HOURS, in.firstOf("gb").multiply(in.firstOf("hours")))
        .add(Meter.REQUESTS, in.firstOf("requests", "invocations"));
    Quote quote = new Quote();
    String entry =
        in.freeTier() == FreeTier.APPLIED ? "vercel-functions-hobby" : "vercel-functions";
    Statement statement =
        quote.add(VERCEL.tariff(entry, in.region()), used, in.freeTier(), VERCEL.rounding());
    quote.name("cpu", statement, Meter.VCPU_HOURS);
    quote.name("memory", statement, Meter.GIB_HOURS);
    quote.name("requests", statement, Meter.REQUESTS);
    quote.name("invocations", statement, Meter.REQUESTS);
    return quote;
  }
}
