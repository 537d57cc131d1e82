package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every way out: what is printed where, and the exit code. */
final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A command that does what the test says. */
  @Command(name = "probe")
  private static final class Probe implements Callable<Integer> {
    private final Callable<Integer> body;

    Probe(Callable<Integer> body) {
      this.body = body;
    }

    @Override
    public Integer call() throws Exception {
      return body.call();
    }
  }

  private int run(Callable<Integer> body, boolean debug, String... args) {
    PrintWriter errWriter = new PrintWriter(err);
    Failures failures = new Failures(errWriter, debug);
    CommandLine commandLine = Main.commandLine(new PrintWriter(out), errWriter, failures);
    commandLine.addSubcommand(new Probe(body));
    // Subcommands inherit the handlers only when they are there before these are set.
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> failures.report(e));
    commandLine.setParameterExceptionHandler((e, a) -> failures.usage(e));
    int exitCode = Main.run(commandLine, failures, args);
    commandLine.getOut().flush();
    return exitCode;
  }

  private int probe(RuntimeException thrown) {
    return run(
        () -> {
          throw thrown;
        },
        false,
        "probe");
  }

  @Test
  void versionAndHelpGoToStdout() throws IOException {
    assertEquals(0, run(() -> 0, false, "--version"));
    assertEquals(
        "headroom " + new Version().version() + " (commit " + new Version().commit() + ")"
            + System.lineSeparator(),
        out.toString());
    assertTrue(new Version().version().matches("\\d+\\.\\d+\\.\\d+"), new Version().version());
    assertEquals(0, run(() -> 0, false, "--help"));
    assertTrue(out.toString().contains("Usage: headroom"));
    assertEquals("", err.toString());
  }

  @Test
  void usageErrorsAreTwoLinesWithASuggestion() {
    assertEquals(2, run(() -> 0, false, "prob"));
    assertEquals(
        "headroom: Unmatched argument at index 0: 'prob'; did you mean 'probe'?\n"
            + "Try 'headroom --help'.\n",
        lines(err));
    assertEquals(2, run(() -> 0, false));
    assertEquals(2, run(() -> 0, false, "probe", "--bogus"));
    assertTrue(lines(err).endsWith("Try 'headroom probe --help'.\n"));
    assertEquals("", out.toString());
  }

  @Test
  void userErrorsGiveTheirMessageAndTheirCode() {
    assertEquals(2, probe(UserError.invalid("s.yaml:1:2: a: 3; allowed: 1")));
    assertEquals(3, probe(UserError.input("t.csv: no such file")));
    assertEquals(4, probe(UserError.output("out: disk full")));
    assertEquals(
        "headroom: s.yaml:1:2: a: 3; allowed: 1\nheadroom: t.csv: no such file\n"
            + "headroom: out: disk full\n",
        lines(err));
  }

  @Test
  void theCommandsOwnCodePassesThrough() {
    assertEquals(99, run(() -> 99, false, "probe"));
    assertEquals("", err.toString());
  }

  @Test
  void internalErrorsShowTheirTraceOnlyWhenAskedTo() {
    assertEquals(1, probe(new IllegalStateException("broken\nsecond")));
    assertEquals(
        "headroom: internal error: java.lang.IllegalStateException: broken"
            + " (HEADROOM_DEBUG=1 shows where)\n",
        lines(err));
    assertEquals(
        1,
        run(
            () -> {
              throw new IllegalStateException("again");
            },
            true,
            "probe"));
    assertTrue(err.toString().contains("\tat "));
  }

  @Test
  void outOfMemoryIsOneLine() {
    assertEquals(
        1,
        run(
            () -> {
              throw new OutOfMemoryError("heap");
            },
            false,
            "probe"));
    assertEquals(
        "headroom: out of memory; give it more with HEADROOM_JAVA_OPTS=-Xmx4g\n", lines(err));
  }

  @Test
  void aGoneReaderIsNoFailureButAFullDiskIs() {
    assertNull(failureOf("Broken pipe"));
    assertEquals(
        "cannot be written, No space left on device", failureOf("No space left on device"));
  }

  private static String failureOf(String reason) {
    GuardedOutput guarded = new GuardedOutput(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    });
    try (PrintWriter writer = new PrintWriter(guarded, false, StandardCharsets.UTF_8)) {
      writer.println("text");
    }
    return guarded.failure();
  }

  private static String lines(StringWriter writer) {
    return writer.toString().replace(System.lineSeparator(), "\n");
  }
}
