package dev.headroom.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Commands run as {@code main} runs them, inside this JVM, for tests of other packages. */
public final class InProcess {
  private InProcess() {}

  /**
   * What a command left.
   *
   * @param exitCode of the process it would have been
   * @param out stdout
   * @param err stderr
   */
  public record Outcome(int exitCode, String out, String err) {}

  /** Runs one command line to its end. */
  public static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter stdout = new PrintWriter(out);
    PrintWriter stderr = new PrintWriter(err);
    Failures failures = new Failures(stderr, Boolean.getBoolean("headroom.test.debug"));
    int exitCode = Main.run(Main.commandLine(stdout, stderr, failures), failures, args);
    stdout.flush();
    stderr.flush();
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
