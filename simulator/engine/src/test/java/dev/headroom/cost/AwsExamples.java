package dev.headroom.cost;

import java.math.BigDecimal;

/** From the inputs of examples about AWS to meters; the prices are the book's. */
final class AwsExamples {
  private static final BigDecimal MONTH_HOURS = BigDecimal.valueOf(730);
  private static final PriceBook BOOK = PriceBook.read("aws");

  private AwsExamples() {}

  static Quote lambda(ExampleInputs in) {
    String arch = in.word("arch", "x86", "x86", "arm", "arm64");
    Tariff tariff =
        BOOK.tariff(arch.equals("x86") ? "aws-lambda" : "aws-lambda-arm64", in.region());
    tariff = in.overridden(tariff, "gb_s_price", Meter.ACTIVE_GIB_SECONDS);
    tariff = in.overridden(tariff, "stream_price", Meter.STREAMED_GB);
    tariff = in.overridden(tariff, "tenant_price_per_gb", Meter.TENANT_GIB);
    BigDecimal requests = in.oneOf("requests", "od_requests");
    Meters used = new Meters();
    used.add(Meter.REQUESTS, requests.add(in.firstOf("pc_requests")));
    used.add(Meter.STREAMED_GB, in.firstOf("streamed_gb_billable"));
    if (in.has("gb_s")) {
      used.add(Meter.ACTIVE_GIB_SECONDS, in.number("gb_s"));
    } else {
      BigDecimal gib = in.gib("memory_gb", "memory_mb");
      BigDecimal seconds = in.billedSeconds(
              in.has("od_duration_ms") ? "od_duration_ms" : "duration_ms",
              tariff.metering(Meter.ACTIVE_GIB_SECONDS))
          .multiply(requests);
      used.add(Meter.ACTIVE_GIB_SECONDS, seconds.multiply(gib));
      used.add(Meter.EPHEMERAL_GIB_SECONDS, seconds.multiply(ephemeral(in, tariff)));
      used.add(Meter.SNAP_START_RESTORE_GIB, in.firstOf("restores").multiply(gib));
      used.add(Meter.TENANT_GIB, in.firstOf("env_created").multiply(gib));
      keptReady(in, tariff, gib, used);
    }
    Quote quote = new Quote();
    Statement statement = quote.add(tariff, used, in.freeTier(), BOOK.rounding());
    quote.name("requests", statement, Meter.REQUESTS);
    quote.name("compute", statement, Meter.ACTIVE_GIB_SECONDS);
    quote.name("duration", statement, Meter.ACTIVE_GIB_SECONDS);
    quote.name("compute_od", statement, Meter.ACTIVE_GIB_SECONDS);
    quote.name("compute_pc", statement, Meter.PROVISIONED_ACTIVE_GIB_SECONDS);
    quote.name("provisioned", statement, Meter.PROVISIONED_GIB_SECONDS);
    quote.name("ephemeral", statement, Meter.EPHEMERAL_GIB_SECONDS);
    quote.name("cache", statement, Meter.SNAP_START_CACHE_GIB_SECONDS);
    quote.name("restore", statement, Meter.SNAP_START_RESTORE_GIB);
    quote.name("tenant", statement, Meter.TENANT_GIB);
    quote.name("streaming", statement, Meter.STREAMED_GB);
    quote.nameTiers(statement, Meter.ACTIVE_GIB_SECONDS);
    return quote;
  }

  private static BigDecimal ephemeral(ExampleInputs in, Tariff tariff) {
    return in.has("ephemeral_mb")
        ? tariff
            .metering(Meter.EPHEMERAL_GIB_SECONDS)
            .billedSize(in.gib("ephemeral_gb", "ephemeral_mb"))
        : BigDecimal.ZERO;
  }

  private static void keptReady(ExampleInputs in, Tariff tariff, BigDecimal gib, Meters used) {
    if (in.has("pc")) {
      BigDecimal seconds = tariff
          .metering(Meter.PROVISIONED_GIB_SECONDS)
          .billedSeconds(in.number("pc_hours").multiply(ExampleInputs.HOUR));
      used.add(Meter.PROVISIONED_GIB_SECONDS, in.number("pc").multiply(seconds).multiply(gib));
    }
    if (in.has("pc_requests")) {
      BigDecimal seconds =
          in.billedSeconds("pc_duration_ms", tariff.metering(Meter.PROVISIONED_ACTIVE_GIB_SECONDS));
      used.add(
          Meter.PROVISIONED_ACTIVE_GIB_SECONDS,
          in.number("pc_requests").multiply(seconds).multiply(gib));
    }
    if (in.has("snapstart_versions")) {
      BigDecimal seconds = tariff
          .metering(Meter.SNAP_START_CACHE_GIB_SECONDS)
          .billedSeconds(in.number("active_hours").multiply(ExampleInputs.HOUR));
      used.add(
          Meter.SNAP_START_CACHE_GIB_SECONDS,
          in.number("snapstart_versions").multiply(seconds).multiply(gib));
    }
  }

  /** Tasks or pods; each day is one stretch, so granularity and minimum apply to a day. */
  static Quote fargate(ExampleInputs in) {
    boolean windows =
        in.word("os", in.has("os_s") ? "windows" : "linux", "linux", "windows").equals("windows");
    boolean arm = !in.word("arch", "x86", "x86", "arm", "arm64").equals("x86");
    Tariff tariff = BOOK.tariff(
        windows ? "aws-fargate-windows" : arm ? "aws-fargate-arm64" : "aws-fargate", in.region());
    tariff = in.overridden(tariff, "vcpu_s", Meter.ACTIVE_VCPU_SECONDS);
    tariff = in.overridden(tariff, "gb_s", Meter.ACTIVE_GIB_SECONDS);
    tariff = in.overridden(tariff, "eph_s", Meter.EPHEMERAL_GIB_SECONDS);
    tariff = in.overridden(tariff, "os_s", Meter.OS_VCPU_SECONDS);
    BigDecimal count = in.oneOf("tasks", "pods");
    BigDecimal stretch = in.has("hours")
        ? in.number("hours").multiply(ExampleInputs.HOUR)
        : in.number("seconds_per_day");
    BigDecimal seconds = tariff
        .metering(Meter.ACTIVE_VCPU_SECONDS)
        .billedSeconds(stretch)
        .multiply(in.number("days", BigDecimal.ONE))
        .multiply(count);
    Meters used = new Meters();
    used.add(Meter.ACTIVE_VCPU_SECONDS, in.number("vcpu").multiply(seconds));
    used.add(Meter.ACTIVE_GIB_SECONDS, in.number("gb").multiply(seconds));
    if (windows) {
      used.add(Meter.OS_VCPU_SECONDS, in.number("vcpu").multiply(seconds));
    }
    used.add(
        Meter.EPHEMERAL_GIB_SECONDS,
        tariff
            .metering(Meter.EPHEMERAL_GIB_SECONDS)
            .billedSize(in.firstOf("ephemeral_gb"))
            .multiply(seconds));
    Quote quote = new Quote();
    Statement statement = quote.add(tariff, used, in.freeTier(), BOOK.rounding());
    quote.name("cpu", statement, Meter.ACTIVE_VCPU_SECONDS);
    quote.name("memory", statement, Meter.ACTIVE_GIB_SECONDS);
    quote.name("ephemeral", statement, Meter.EPHEMERAL_GIB_SECONDS);
    quote.name("os", statement, Meter.OS_VCPU_SECONDS);
    return quote;
  }

  /** What stands around a service: a load balancer, or a NAT gateway, told by their traffic. */
  static Quote common(ExampleInputs in) {
    BigDecimal hours = in.number("hours", MONTH_HOURS);
    Meters used = new Meters().add(Meter.INSTANCE_HOURS, hours);
    Quote quote = new Quote();
    if (in.has("processed_gb")) {
      // A capacity unit is a GB an hour, so their hours are the GB, however they are spread.
      used.add(Meter.LCU_HOURS, in.number("processed_gb"));
      Statement alb =
          quote.add(BOOK.tariff("alb", in.region()), used, in.freeTier(), BOOK.rounding());
      quote.name("alb", alb, Meter.INSTANCE_HOURS);
      quote.name("lcu", alb, Meter.LCU_HOURS);
    } else {
      used.add(Meter.PROCESSED_GB, in.number("gb"));
      Statement nat =
          quote.add(BOOK.tariff("nat-gateway", in.region()), used, in.freeTier(), BOOK.rounding());
      quote.name("hours", nat, Meter.INSTANCE_HOURS);
      quote.name("data", nat, Meter.PROCESSED_GB);
    }
    return quote;
  }

  static Quote dynamodb(ExampleInputs in) {
    Meters used = new Meters()
        .add(Meter.WRITES, in.firstOf("wru"))
        .add(Meter.READS, in.firstOf("rru"))
        .add(Meter.STORAGE_GB_MONTHS, in.firstOf("storage_gb"));
    Quote quote = new Quote();
    Statement statement = quote.add(
        BOOK.tariff("dynamodb-on-demand", in.region()), used, in.freeTier(), BOOK.rounding());
    quote.name("write", statement, Meter.WRITES);
    quote.name("read", statement, Meter.READS);
    quote.name("storage", statement, Meter.STORAGE_GB_MONTHS);
    return quote;
  }

  /** A server on demand; the same server reserved is told in lines of their own. */
  static Quote ec2(ExampleInputs in) {
    String entry = "ec2-" + in.text("type", "").replace('.', '-');
    Meters used = new Meters()
        .add(
            Meter.INSTANCE_HOURS,
            in.number("hours", MONTH_HOURS).multiply(in.number("instances", BigDecimal.ONE)));
    Quote quote = new Quote();
    quote.name(
        "on_demand",
        quote.add(BOOK.tariff(entry, in.region()), used, FreeTier.NONE, BOOK.rounding()),
        Meter.INSTANCE_HOURS);
    reserved(quote, used, "std_1yr_no_upfront", entry + "-reserved-1y", in.region());
    reserved(quote, used, "std_3yr_no_upfront", entry + "-reserved-3y", in.region());
    reserved(quote, used, "conv_1yr_no_upfront", entry + "-convertible-1y", in.region());
    return quote;
  }

  private static void reserved(Quote quote, Meters used, String line, String entry, String region) {
    if (BOOK.entries().contains(entry)) {
      Tariff tariff = BOOK.tariff(entry, region);
      quote.name(
          line, Statement.of(tariff, used, FreeTier.NONE, BOOK.rounding()).total());
    }
  }

  static Quote rds(ExampleInputs in) {
    in.word("engine", "postgres", "postgres", "mysql");
    BigDecimal zones = BigDecimal.valueOf(in.flag("multi_az") ? 2 : 1);
    Meters used =
        new Meters().add(Meter.INSTANCE_HOURS, in.number("hours", MONTH_HOURS).multiply(zones));
    Quote quote = new Quote();
    Statement instance = quote.add(
        BOOK.tariff("rds-" + in.text("cls", ""), in.region()),
        used,
        FreeTier.NONE,
        BOOK.rounding());
    quote.name("instance", instance, Meter.INSTANCE_HOURS);
    Statement storage = quote.add(
        BOOK.tariff("rds-storage", in.region()),
        new Meters().add(Meter.STORAGE_GB_MONTHS, in.firstOf("storage_gb").multiply(zones)),
        FreeTier.NONE,
        BOOK.rounding());
    quote.name("storage", storage, Meter.STORAGE_GB_MONTHS);
    return quote;
  }
}
