package dev.headroom.spark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cli.FunctionsCommand;
import dev.headroom.functions.FunctionsResult;
import dev.headroom.replication.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The functions command on Spark. */
@Command(
    name = "functions",
    description = {
      "Runs many scenarios, such as all functions of an account, on Apache Spark: the same answer,"
          + " byte for byte, as headroom functions. Scenarios, traces and other files that they"
          + " name are sent to the workers. After Ctrl-C the scenarios that were finished are"
          + " written.",
      "Exit code 0: all keep their objectives (or have none); 99: one violates one; 98: undecided"
          + " (with --runs); 3: no Spark at --master."
    })
public final class SparkFunctions extends FunctionsCommand {
  @Spec
  private CommandSpec spec;

  @Mixin
  private SparkOptions options;

  @Option(
      names = "--parquet",
      description =
          "Write functions.parquet and runs.parquet too, with the columns of the CSV" + " files.")
  private boolean parquet;

  public SparkFunctions() {}

  @Override
  protected Workers workers(OptionalInt threads) {
    return options.connect("headroom functions", threads, spec.commandLine().getErr());
  }

  @Override
  protected void write(FunctionsResult result, ObjectNode document, Path folder)
      throws IOException {
    super.write(result, document, folder);
    if (parquet) {
      ParquetTable.write(result.table(), folder.resolve("functions.parquet"));
      ParquetTable.write(result.runs(), folder.resolve("runs.parquet"));
    }
  }
}
