package dev.headroom.spark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cli.SweepCommand;
import dev.headroom.replication.Workers;
import dev.headroom.sweep.SweepResult;
import dev.headroom.sweep.SweepTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The sweep command on Spark. */
@Command(
    name = "sweep",
    description = {
      "Runs a scenario with every combination of the values given on Apache Spark: the same"
          + " answer, byte for byte, as headroom sweep. Scenario, traces and other files that it"
          + " names are sent to the workers. Ctrl-C keeps what is finished; the same command goes"
          + " on from there.",
      "Exit code 0: a setting keeps the objectives (or none was given); 99: each violates one;"
          + " 98: undecided (with --runs); 3: no Spark at --master."
    })
public final class SparkSweep extends SweepCommand {
  @Spec
  private CommandSpec spec;

  @Mixin
  private SparkOptions options;

  @Option(
      names = "--parquet",
      description = "Write sweep.parquet and runs.parquet too, with the columns of the CSV files.")
  private boolean parquet;

  public SparkSweep() {}

  @Override
  protected Workers workers(OptionalInt threads) {
    return options.connect("headroom sweep", threads, spec.commandLine().getErr());
  }

  @Override
  protected void write(SweepResult result, ObjectNode document, Path folder) throws IOException {
    super.write(result, document, folder);
    if (parquet) {
      ParquetTable.write(SweepTables.settings(result), folder.resolve("sweep.parquet"));
      ParquetTable.write(SweepTables.runs(result), folder.resolve("runs.parquet"));
    }
  }
}
