package dev.headroom.cli;

import dev.headroom.core.UserError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: the list of commands, and the way out of it. */
@Command(
    name = "headroom",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Replays traffic against a model of a serverless or container platform and its"
        + " database, and says what would happen.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RunCommand.class, DbCommand.class, TraceCommand.class, ModelsCommand.class,
      ChartCommand.class, ReportCommand.class, ExplainCommand.class, TimelineCommand.class,
      ExportCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    GuardedOutput stdout = new GuardedOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter out = new PrintWriter(stdout, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Failures failures = new Failures(err, "1".equals(System.getenv("HEADROOM_DEBUG")));
    int exitCode = run(commandLine(out, err, failures), failures, args);
    out.flush();
    if (stdout.failure() != null) {
      exitCode = failures.report(UserError.output("stdout: " + stdout.failure()));
    }
    err.flush();
    System.exit(exitCode);
  }

  /** The exit code; never throws. */
  static int run(CommandLine commandLine, Failures failures, String... args) {
    try {
      return commandLine.execute(args);
    } catch (Throwable e) {
      // Errors (out of memory, stack overflow) pass through picocli.
      return failures.report(e);
    }
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err, Failures failures) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e))
        .setParameterExceptionHandler((e, args) -> failures.usage(e));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
