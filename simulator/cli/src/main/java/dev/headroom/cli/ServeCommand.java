package dev.headroom.cli;

import dev.headroom.core.UserError;
import dev.headroom.serve.WhatIfServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the what-if page until it is interrupted. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "A what-if page on 127.0.0.1: sliders, charts, the YAML and the command line of"
        + " what is shown. Prints its address; ends with Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
  private static final int PORT_MAX = 65_535;

  @Spec
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SCENARIO",
      description = "Scenario to open with (default: a built-in one).")
  private String file;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on 127.0.0.1; 0 picks a free one (default: ${DEFAULT-VALUE}).",
      defaultValue = "0")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > PORT_MAX) {
      throw UserError.invalid("--port: " + port + "; allowed: 0 to " + PORT_MAX);
    }
    try (WhatIfServer server = WhatIfServer.start(port, opening(), RunCommand::describe)) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(server.address());
      out.flush();
      PrintWriter err = spec.commandLine().getErr();
      err.println("headroom: serving until Ctrl-C; who has the address can use the page");
      err.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private WhatIfServer.Start opening() {
    if (file != null) {
      if (file.equals("-")) {
        throw UserError.invalid("-f: -; the page needs a file whose name it can show");
      }
      return new WhatIfServer.Start(file, new ScenarioFiles(List.of(file)).text());
    }
    try (InputStream in = ServeCommand.class.getResourceAsStream("/serve/opening.yaml")) {
      return new WhatIfServer.Start(
          "opening.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the jar lacks serve/opening.yaml", e);
    }
  }
}
