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
  private static final int INTERRUPTED = 130;
  private static final int LINE_MAX = 1_000;
  private static final int CAUSES_MAX = 20;

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
    StringBuilder line = new StringBuilder(line(firstLine(e.getMessage())));
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
    if (Thread.currentThread().isInterrupted()) {
      // Whatever failed, failed because somebody wanted it to end.
      err.println("headroom: interrupted");
      err.flush();
      return INTERRUPTED;
    }
    if (e instanceof UserError user) {
      err.println("headroom: " + line(user.getMessage()));
      err.flush();
      return user.kind().exitCode();
    }
    if (isOutOfMemory(e)) {
      err.println("headroom: out of memory; give it more with HEADROOM_JAVA_OPTS=-Xmx4g");
    } else {
      err.println("headroom: internal error: " + line(firstLine(e.toString()))
          + (debug ? "" : " (HEADROOM_DEBUG=1 shows where)"));
    }
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return INTERNAL;
  }

  /** A class that could not be loaded for want of memory says so in its cause only. */
  private static boolean isOutOfMemory(Throwable e) {
    Throwable cause = e;
    for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /**
   * A message as one line that can neither move the cursor nor turn its surroundings round: it may
   * hold names from files.
   */
  private static String line(String message) {
    String text = message == null ? "" : message.strip();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && out.length() < LINE_MAX; i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean unfit = Character.isISOControl(c)
          || type == Character.FORMAT
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR;
      out.append(unfit ? ' ' : c);
    }
    return text.length() > LINE_MAX ? out + "..." : out.toString();
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
