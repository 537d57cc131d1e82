package dev.headroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headroom trace}: what is in a trace, and traces made from a curve. */
@Command(
    name = "trace",
    description = "Look into traffic traces and make new ones.",
    mixinStandardHelpOptions = true,
    subcommands = {TraceInfoCommand.class, TraceNewCommand.class})
public final class TraceCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing subcommand: info or new");
  }
}
