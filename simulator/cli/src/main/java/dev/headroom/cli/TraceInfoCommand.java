package dev.headroom.cli;

import dev.headroom.core.UserError;
import dev.headroom.traffic.TimeText;
import dev.headroom.traffic.TraceFormat;
import dev.headroom.traffic.TraceInfo;
import dev.headroom.traffic.Traffic;
import dev.headroom.traffic.TrafficSpec;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headroom trace info}: format, size, rates and damage of a trace. */
@Command(
    name = "info",
    description = "Print the facts of a trace: format, requests, rates, burstiness, damage.",
    mixinStandardHelpOptions = true)
public final class TraceInfoCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Trace file, .gz allowed; - is stdin.")
  private String file;

  @Option(
      names = "--format",
      defaultValue = "auto",
      paramLabel = "NAME",
      description = "Format of the trace (default: ${DEFAULT-VALUE}, by its content).")
  private String format;

  @Option(
      names = "--reorder",
      paramLabel = "DURATION",
      description = "How far time may go back (default: 10s, web logs 10m).")
  private String reorder;

  @Option(
      names = "--max-damaged",
      defaultValue = "1%",
      paramLabel = "SHARE",
      description = "Share of damaged lines above which the trace is refused "
          + "(default: ${DEFAULT-VALUE}).")
  private String damaged;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    Path located = Traffic.locate(file, ScenarioFiles.path(file), System.in);
    TrafficSpec traffic = TrafficSpec.ofFile(file, located)
        .withFormat(TraceFormat.parse(format))
        .withTolerance(share(damaged), reorder == null ? -1 : TimeText.durationNs(reorder));
    TraceInfo info = Traffic.info(traffic);
    spec.commandLine().getOut().print(json ? TraceInfoText.json(info) : TraceInfoText.text(info));
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** A share between 0 and 1 from {@code 1%} or {@code 0.01}. */
  static double share(String text) {
    boolean percent = text.endsWith("%");
    try {
      double value = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
      double share = percent ? value / 100 : value;
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Told below, like a share out of range.
    }
    throw UserError.invalid("'" + text + "' is not a share; write 1% or 0.01, from 0 to 1");
  }
}
