package dev.headroom.cli;

import dev.headroom.core.UserError;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what was thrown into a line on stderr and an exit code. */
final class Failures {
  private static final int INTERNAL = 1;
  private static final int USAGE = 2;

  private final PrintWriter err;
  private final boolean debug;

  /**
   * Creates the way out.
   *
   * @param debug whether internal errors also print their stack trace
   */
  Failures(PrintWriter err, boolean debug) {
    this.err = err;
    this.debug = debug;
  }

  /** A mistake in the command line: at most two lines, exit code 2. */
  int usage(ParameterException e) {
    StringBuilder line = new StringBuilder(firstLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        line.append("; did you mean '").append(meant.get(0)).append("'?");
      }
    }
    err.println("headroom: " + line);
    err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return USAGE;
  }

  /** Anything else: one line; the code is the user error's own, else 1. */
  int report(Throwable e) {
    if (e instanceof UserError user) {
      err.println("headroom: " + firstLine(user.getMessage()));
      err.flush();
      return user.kind().exitCode();
    }
    if (e instanceof OutOfMemoryError) {
      err.println("headroom: out of memory; give it more with HEADROOM_JAVA_OPTS=-Xmx4g");
    } else {
      err.println("headroom: internal error: " + firstLine(e.toString())
          + (debug ? "" : " (HEADROOM_DEBUG=1 shows where)"));
    }
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return INTERNAL;
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
