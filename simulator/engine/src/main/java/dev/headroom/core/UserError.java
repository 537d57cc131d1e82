package dev.headroom.core;

/**
 * A mistake outside the program: shown as its message in one line, without a stack trace, and
 * turned into the process's exit code.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Whose fault it is; the code is the process's exit code. */
  public enum Kind {
    /** A usage error, an invalid scenario, model or objective. */
    INVALID(2),
    /** An input that is missing, damaged, unreadable or too large. */
    INPUT(3),
    /** An output that cannot be written. */
    OUTPUT(4);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private UserError(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** The scenario, a model or an option is wrong (exit 2). */
  public static UserError invalid(String message) {
    return new UserError(Kind.INVALID, message);
  }

  /** An input file cannot be used (exit 3). */
  public static UserError input(String message) {
    return new UserError(Kind.INPUT, message);
  }

  /** The result cannot be written (exit 4). */
  public static UserError output(String message) {
    return new UserError(Kind.OUTPUT, message);
  }

  /** The same of one of several runs, which the message then ends with. */
  public UserError in(String run) {
    return new UserError(kind, getMessage() + " (" + run + ")");
  }

  public Kind kind() {
    return kind;
  }
}
