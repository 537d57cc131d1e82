package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.UserError;
import dev.headroom.explain.Moments;
import dev.headroom.export.InfracostUsage;
import dev.headroom.export.LoadScript;
import dev.headroom.export.OpenMetrics;
import dev.headroom.results.SavedResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A finished result in the format of another tool. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a finished result in another tool's format, to stdout or a file:",
      "  md, github-comment   a summary for a wiki or a change",
      "  junit                each objective as a test case",
      "  openmetrics          the time series, for Prometheus and Grafana",
      "  infracost-usage      infracost-usage.yml with what was simulated",
      "  k6                   a load test of the same traffic; the prediction is its thresholds"
    })
final class ExportCommand implements Callable<Integer> {
  private static final double PER_MONTH_MAX = 1e6;

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "RESULT", description = "Output folder of 'headroom run'.")
  private String folder;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "md, github-comment, junit, openmetrics, infracost-usage or k6.")
  private String format;

  @Option(
      names = "--begin",
      paramLabel = "ISO",
      description = "openmetrics: when the run begins on the clock, e.g. 2026-05-22T16:40:00Z"
          + " (default: as the trace says, else 1970).")
  private String begin;

  @Option(
      names = "--per-month",
      paramLabel = "N",
      description = "infracost-usage: how often this traffic happens in a month (default: as the"
          + " result says).")
  private String perMonth;

  @Option(names = "-o", paramLabel = "FILE", description = "Write a file (default: stdout).")
  private Path output;

  /** The formats there are. */
  private enum Format {
    MD,
    GITHUB_COMMENT,
    JUNIT,
    OPENMETRICS,
    INFRACOST_USAGE,
    K6
  }

  @Override
  public Integer call() {
    List<String> known = Arrays.stream(Format.values())
        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
    Format chosen = Format.values()[Choices.index("--format", format, known)];
    refuse("--begin", begin, chosen == Format.OPENMETRICS);
    refuse("--per-month", perMonth, chosen == Format.INFRACOST_USAGE);
    SavedResult result = ResultFolder.read(folder).result();
    String text = text(chosen, result);
    if (output == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else {
      WholeFile.write(output, text.getBytes(StandardCharsets.UTF_8));
    }
    return 0;
  }

  private void refuse(String option, String value, boolean fits) {
    if (value != null && !fits) {
      throw UserError.invalid(option + ": " + value + "; not with --format " + format);
    }
  }

  private String text(Format chosen, SavedResult result) {
    JsonNode run = result.run();
    return switch (chosen) {
      case MD, GITHUB_COMMENT -> {
        StringWriter text = new StringWriter();
        RunMarkdown.print(new PrintWriter(text), run, chosen == Format.GITHUB_COMMENT);
        yield text.toString();
      }
      case JUNIT ->
        JUnitXml.of(
            "headroom",
            List.of(new JUnitXml.Group(run.at("/scenario/name").asText(), run.path("objectives"))));
      case OPENMETRICS -> OpenMetrics.of(result, beginSeconds(result));
      case INFRACOST_USAGE -> InfracostUsage.of(result, timesAMonth());
      case K6 -> LoadScript.of(result);
    };
  }

  private double beginSeconds(SavedResult result) {
    if (begin == null) {
      return Moments.of(result).epochSeconds();
    }
    try {
      return Instant.parse(begin).toEpochMilli() / 1e3;
    } catch (DateTimeException | ArithmeticException e) {
      throw UserError.invalid(
          "--begin: " + begin + "; allowed: an instant in UTC such as 2026-05-22T16:40:00Z");
    }
  }

  private double timesAMonth() {
    if (perMonth == null) {
      return Double.NaN;
    }
    if (perMonth.matches("\\d{1,7}(\\.\\d{1,6})?")) {
      double times = Double.parseDouble(perMonth);
      if (times > 0 && times <= PER_MONTH_MAX) {
        return times;
      }
    }
    throw UserError.invalid("--per-month: " + perMonth + "; allowed: above 0, at most 1000000");
  }
}
