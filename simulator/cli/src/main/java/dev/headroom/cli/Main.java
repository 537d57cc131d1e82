package dev.headroom.cli;

import dev.headroom.core.UserError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final List<Class<?>> COMMANDS = List.of(
      RunCommand.class,
      ReplayCommand.class,
      CompareCommand.class,
      DiffCommand.class,
      SweepCommand.class,
      FunctionsCommand.class,
      OptimizeCommand.class,
      LimitsCommand.class,
      RecoverCommand.class,
      PlanCommand.class,
      DbCommand.class,
      ExplainCommand.class,
      TimelineCommand.class,
      ChartCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      TraceCommand.class,
      ModelsCommand.class,
      ServeCommand.class);

  @Spec
  private CommandSpec spec;

  Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    start("headroom", COMMANDS, args);
  }

  /**
   * The same of another program that has some of the commands, in its way.
   *
   * @param name of the program
   * @param commands classes that picocli knows as commands
   */
  public static void start(String name, List<Class<?>> commands, String[] args) {
    GuardedOutput stdout = new GuardedOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter out = new PrintWriter(stdout, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Failures failures = new Failures(err, "1".equals(System.getenv("HEADROOM_DEBUG")));
    int exitCode =
        run(commandLine(name, needed(commands, args), out, err, failures), failures, args);
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
    return commandLine("headroom", COMMANDS, out, err, failures);
  }

  /**
   * The commands that these arguments can reach: reading the options of every command takes longer
   * than the rest of a short call.
   */
  static List<Class<?>> needed(List<Class<?>> commands, String... args) {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      return List.of();
    }
    return args.length == 0
        ? commands
        : commands.stream()
            .filter(command -> command.getAnnotation(Command.class).name().equals(args[0]))
            .findFirst()
            .<List<Class<?>>>map(List::of)
            .orElse(commands);
  }

  private static CommandLine commandLine(
      String name, List<Class<?>> commands, PrintWriter out, PrintWriter err, Failures failures) {
    CommandLine all = new CommandLine(new Main()).setCommandName(name);
    commands.forEach(all::addSubcommand);
    return all.setOut(out)
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
