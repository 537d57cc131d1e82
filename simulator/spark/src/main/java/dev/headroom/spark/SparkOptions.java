package dev.headroom.spark;

import dev.headroom.core.UserError;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** Where Spark is and how it is used. */
final class SparkOptions {
  private static final int BATCH_MAX = 100_000;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master: spark://HOST:7077, local[4] or local[*] (default: what"
          + " spark-submit says, else local[*], or local[N] with --threads N).")
  private String master;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Simulations that make one task of Spark's, 1 to 100,000 (default: such that"
          + " each core gets about eight tasks, at most 100).")
  private Integer batch;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, e.g. spark.executor.memory=4g; repeatable.")
  private List<String> settings = new ArrayList<>();

  /**
   * Connects to Spark.
   *
   * @param application what its pages call it
   * @param threads for Spark on this machine
   * @param err told where nothing happens for long
   * @throws UserError where there is no Spark, or an option is wrong
   */
  SparkWorkers connect(String application, OptionalInt threads, PrintWriter err) {
    if (batch != null && (batch < 1 || batch > BATCH_MAX)) {
      throw UserError.invalid("--batch: " + batch + "; allowed: 1 to 100,000");
    }
    SparkConf conf = new SparkConf().setAppName(application);
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw UserError.invalid(
            "--conf: " + setting + "; reads KEY=VALUE, e.g." + " spark.executor.memory=4g");
      }
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    String local = threads.isPresent() ? "local[" + threads.getAsInt() + "]" : "local[*]";
    SparkMaster chosen = new SparkMaster(master != null ? master : conf.get("spark.master", local));
    if (threads.isPresent() && !chosen.url().equals(local)) {
      throw UserError.invalid("--threads: " + threads.getAsInt() + "; not with the master "
          + chosen.url() + ", whose workers have cores; --conf spark.cores.max=N limits them");
    }
    chosen.check();
    return SparkWorkers.connect(chosen, conf, batch == null ? 0 : batch, err);
  }
}
