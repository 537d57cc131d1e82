package dev.headroom.cli;

import dev.headroom.serve.Description;

/** What the serve command passes to its server, for tests of the server's package. */
public final class ServedDocuments {
  /** As the command line describes its documents. */
  public static final Description DESCRIPTION = RunCommand::describe;

  private ServedDocuments() {}
}
