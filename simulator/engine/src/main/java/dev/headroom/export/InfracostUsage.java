package dev.headroom.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.util.Locale;

/**
 * The usage file that Infracost asks people for, computed: requests of a month, time of a request,
 * requests that an instance really serves at once.
 *
 * <p>Keys as in Infracost's resources {@code cloud_run_v2_service}, {@code lambda_function} and
 * {@code autoscaling_group}; it has no usage keys for the other platforms.
 */
public final class InfracostUsage {
  private final JsonNode run;
  private final SeriesTable series;
  private final double perMonth;
  private final StringBuilder out = new StringBuilder(1 << 10);

  private InfracostUsage(SavedResult result, double perMonth) {
    this.run = result.run();
    this.series = result.series();
    this.perMonth = perMonth;
  }

  /**
   * The file.
   *
   * @param perMonth how often this traffic happens in a month, or NaN for what the result says
   * @throws UserError where neither says, or the platform has no usage keys (exit 2)
   */
  public static String of(SavedResult result, double perMonth) {
    JsonNode run = result.run();
    double factor = perMonth;
    if (Double.isNaN(factor)) {
      double month = run.at("/cost/perMonth").asDouble(Double.NaN);
      double total = run.at("/cost/total").asDouble(Double.NaN);
      factor = total > 0 ? month / total : Double.NaN;
    }
    if (!(factor > 0)) {
      throw UserError.invalid("--per-month: needed, since this result does not say what a month is;"
          + " how often does this traffic happen in a month, e.g. 30 for a day's");
    }
    if (run.path("services").size() > 1) {
      throw UserError.invalid("export: infracost-usage; this result has several services, whose"
          + " usage is not told apart; run each alone");
    }
    InfracostUsage usage = new InfracostUsage(result, factor);
    usage.write();
    return usage.out.toString();
  }

  private void write() {
    String platform = setting("platform.use");
    String name =
        run.at("/scenario/name").asText().replaceAll("\\W+", "_").toLowerCase(Locale.ROOT);
    out.append("# Usage for Infracost, simulated by Headroom: seed ")
        .append(run.path("seed").asText())
        .append(", ")
        .append(Decimals.format(perMonth, 3))
        .append(" times this traffic in a month.\n")
        .append("# Rename the resource to its address in your Terraform code.\n")
        .append("version: 0.1\nresource_usage:\n");
    // What was turned away is not billed.
    double invocations = run.at("/meters/invocations").asDouble(0);
    double busy = run.at("/meters/instanceSecondsBusy").asDouble(0);
    double billed = busy + run.at("/meters/instanceSecondsRoundedUp").asDouble(0);
    double inside = insideSeconds();
    switch (platform) {
      case "cloud-run" -> {
        // Infracost bills requests x duration / concurrency: that is the time of busy instances.
        long concurrent = Math.max(1, Math.round(busy > 0 ? inside / busy : 1));
        resource("google_cloud_run_v2_service", name);
        value(
            "monthly_requests",
            Math.round(invocations * perMonth),
            "invocations, retries included");
        value(
            "average_request_duration_ms",
            Math.round(invocations > 0 ? billed * concurrent / invocations * 1000 : 0),
            "such that requests x this / concurrent is the time that instances are billed");
        value("concurrent_requests_per_instance", concurrent, "mean while an instance is busy");
      }
      case "aws-lambda" -> {
        resource("aws_lambda_function", name);
        value(
            "monthly_requests",
            Math.round(invocations * perMonth),
            "invocations, retries included");
        value(
            "request_duration_ms",
            Math.round(invocations > 0 ? billed / invocations * 1000 : 0),
            "mean billed duration");
      }
      case "ec2-asg" -> {
        resource("aws_autoscaling_group", name);
        value(
            "instances",
            Math.round(run.at("/instances/mean").asDouble(0)),
            "mean over the traffic");
      }
      default ->
        throw UserError.invalid("export: infracost-usage; Infracost has no usage keys for" + " '"
            + platform + "'; allowed: results of cloud-run, aws-lambda, ec2-asg");
    }
  }

  /** Request-seconds inside instances. */
  private double insideSeconds() {
    double sum = 0;
    for (int bin = 0; series.has("inService") && bin < series.bins(); bin++) {
      double inside = series.column("inService")[bin];
      sum += Double.isNaN(inside) ? 0 : inside * series.binSeconds();
    }
    return sum;
  }

  private void resource(String type, String name) {
    out.append("  ").append(type).append('.').append(name).append(":\n");
  }

  private void value(String key, long value, String why) {
    out.append("    ")
        .append(key)
        .append(": ")
        .append(value)
        .append(" # ")
        .append(why)
        .append('\n');
  }

  private String setting(String path) {
    for (JsonNode setting : run.path("settings")) {
      if (setting.path("path").asText().equals(path)) {
        return setting.path("value").asText();
      }
    }
    return "";
  }
}
