package dev.headroom.cli;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.traffic.EmailClicks;
import dev.headroom.traffic.GenerateSpec;
import dev.headroom.traffic.Shape;
import dev.headroom.traffic.TimeText;
import dev.headroom.traffic.TraceWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headroom trace new}: a trace from a curve, in the project's own CSV. */
@Command(
    name = "new",
    description = {
      "Make a trace from a curve: counts per second, or exact stamps with --exact.",
      "Without --seed the counts are the curve's expected numbers, rounded; with it they are drawn."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TraceNewCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "SHAPE",
      description = "constant, ramp, spike, diurnal or email-click.")
  private String shape;

  @Option(names = "--rate", paramLabel = "N", description = "Requests per second (constant).")
  private Double rate;

  @Option(names = "--from", paramLabel = "N", description = "Rate at the start, /s (ramp).")
  private Double from;

  @Option(names = "--to", paramLabel = "N", description = "Rate at the end, /s (ramp).")
  private Double to;

  @Option(names = "--base", paramLabel = "N", description = "Rate beside the spike, /s (spike).")
  private Double base;

  @Option(names = "--peak", paramLabel = "N", description = "Rate on top, /s (spike).")
  private Double peak;

  @Option(
      names = "--at",
      paramLabel = "DURATION",
      description = "When it begins to rise (spike; default: at once).")
  private String at;

  @Option(names = "--ramp", paramLabel = "DURATION", description = "How long it rises (spike).")
  private String ramp;

  @Option(names = "--hold", paramLabel = "DURATION", description = "How long it stays up (spike).")
  private String hold;

  @Option(
      names = "--decay",
      paramLabel = "DURATION",
      description = "How long it falls (spike; default: as long as it rises).")
  private String decay;

  @Option(names = "--mean", paramLabel = "N", description = "Mean rate, /s (diurnal).")
  private Double mean;

  @Option(
      names = "--peak-to-trough",
      paramLabel = "RATIO",
      description = "Rate at 16:00 over rate at 04:00 (diurnal).")
  private Double peakToTrough;

  @Option(names = "--days", paramLabel = "N", description = "Length in days (diurnal; default 1).")
  private Integer days;

  @Option(
      names = "--clicks",
      paramLabel = "N",
      description = "Clicks within the duration (email-click).")
  private Long clicks;

  @Option(
      names = "--first-minute-share",
      paramLabel = "SHARE",
      description = "Share of all clicks in the first minute (email-click; default: 0.79%%, like "
          + "the minutes after it; at most 17.6%%; an assumption).")
  private String firstMinuteShare;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "Length, for example 30s, 10m, 24h (spike: default until it is over; "
          + "email-click: default and at most 24h).")
  private String duration;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Scale the curve to this total; it is kept exactly.")
  private Long requests;

  @Option(names = "--seed", paramLabel = "N", description = "Draw at random with this seed.")
  private Long seed;

  @Option(names = "--exact", description = "Write a stamp per request (seed 1 unless given).")
  private boolean exact;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "File to write, compressed where it ends in .gz (default: stdout).")
  private Path output;

  @Override
  public Integer call() {
    GenerateSpec generate = curve();
    if (output == null) {
      toStdout(generate);
    } else {
      toFile(generate);
    }
    return 0;
  }

  private GenerateSpec curve() {
    Shape kind = shape(shape);
    GenerateSpec curve =
        switch (kind) {
          case CONSTANT ->
            GenerateSpec.constant(
                need("--rate", rate),
                requests == null ? -1 : requests,
                duration == null ? -1 : TimeText.durationNs(duration));
          case RAMP -> GenerateSpec.ramp(need("--from", from), need("--to", to), durationOr(null));
          case SPIKE -> spike();
          case DIURNAL ->
            GenerateSpec.diurnal(
                need("--mean", mean),
                need("--peak-to-trough", peakToTrough),
                durationOr((days == null ? 1 : days) + "d"));
          case EMAIL_CLICK ->
            GenerateSpec.emailClick(
                (long) need("--clicks", clicks),
                durationOr("24h"),
                firstMinuteShare == null
                    ? EmailClicks.FIRST_MINUTE_SHARE
                    : TraceInfoCommand.share(firstMinuteShare));
        };
    boolean scaled = requests != null && kind != Shape.CONSTANT;
    return scaled ? curve.withRequests(requests) : curve;
  }

  private GenerateSpec spike() {
    long upNs = ns(ramp, "0s");
    long downNs = decay == null ? upNs : ns(decay, "0s");
    long allNs = ns(at, "0s") + upNs + ns(hold, "0s") + downNs;
    // Scaled to a total, a lone spike needs no height of its own.
    boolean anyHeight = peak == null && requests != null && or(base, 0) == 0;
    return GenerateSpec.spike(
        or(base, 0),
        anyHeight ? 1 : need("--peak", peak),
        ns(at, "0s"),
        upNs,
        ns(hold, "0s"),
        downNs,
        duration == null ? allNs : ns(duration, null));
  }

  private static Shape shape(String name) {
    List<String> known = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      String label = shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (label.equals(name)) {
        return shape;
      }
      known.add(label);
    }
    throw UserError.invalid(
        "--shape: unknown shape '" + name + "'; known: " + String.join(", ", known));
  }

  private double need(String option, Number value) {
    if (value == null) {
      throw UserError.invalid("--shape " + shape + " needs " + option);
    }
    return value.doubleValue();
  }

  private static double or(Double value, double other) {
    return value == null ? other : value;
  }

  private static long ns(String text, String other) {
    return TimeText.durationNs(text == null ? other : text);
  }

  private long durationOr(String other) {
    if (duration == null && other == null) {
      throw UserError.invalid("--shape " + shape + " needs --duration");
    }
    return ns(duration, other);
  }

  private List<String> comments() {
    StringBuilder command = new StringBuilder("headroom trace new");
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!option.names()[0].equals("-o")) {
        command.append(' ').append(option.longestName());
        option.originalStringValues().stream()
            .filter(value -> option.arity().max() > 0)
            .forEach(value -> command.append(' ').append(value));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("Generated traffic, not measured. Made by: " + command);
    lines.add(
        seed == null && !exact
            ? "Counts are the curve's expected numbers, rounded so that their running total fits."
            : "Counts or stamps are one random draw.");
    if (shape.equals("spike")) {
      lines.add("A straight rise of " + (ramp == null ? "0s" : ramp) + ", "
          + (hold == null ? "0s" : hold) + " at the peak, a straight fall of "
          + (decay != null ? decay : ramp != null ? ramp : "0s")
          + (requests == null ? "." : "; scaled to " + requests + " requests in all."));
    }
    if (shape.equals("email-click")) {
      lines.add("Published: 33.6 % of clicks within 1 h, 51.4 % within 3 h, 81 % within 24 h");
      lines.add("(GetResponse, 5.5 billion mails, July 2019 to June 2020, via Marketing Charts);");
      lines.add("in between the share is linear in the logarithm of time. Assumed, not published:");
      lines.add("the first minute's share, and after it an even rate until that line takes over.");
      lines.add("Clicks after the end are left out: all " + clicks + " lie within the duration.");
    }
    return lines;
  }

  private void write(GenerateSpec generate, OutputStream out) throws IOException {
    if (exact) {
      TraceWriter.drawnStamps(generate, seed == null ? 1 : seed, comments(), out);
    } else if (seed != null) {
      TraceWriter.drawnCounts(generate, seed, comments(), out);
    } else {
      TraceWriter.expectedCounts(generate, comments(), out);
    }
  }

  private void toStdout(GenerateSpec generate) {
    try {
      OutputStream out =
          new BufferedOutputStream(new CommandOutput(spec.commandLine().getOut()), 1 << 16);
      write(generate, out);
      out.flush();
    } catch (CommandOutput.GoneException e) {
      // Main tells why, if it is a failure: a reader that has seen enough is none.
      return;
    } catch (IOException e) {
      throw UserError.output("stdout: cannot be written: " + IoReason.of(e));
    }
  }

  /** Writes beside the target and renames, so that a failure leaves nothing half done. */
  private void toFile(GenerateSpec generate) {
    Path target = output.toAbsolutePath().normalize();
    if (target.getFileName() == null || Files.isDirectory(target)) {
      throw UserError.output(output + ": is a folder, needs a file");
    }
    try (Unfinished unfinished = new Unfinished(target)) {
      Path part = unfinished.makeFile();
      try (OutputStream file = Files.newOutputStream(part);
          OutputStream out = new BufferedOutputStream(
              output.toString().endsWith(".gz") ? new GZIPOutputStream(file) : file, 1 << 16)) {
        write(generate, out);
      }
      unfinished.publish();
    } catch (IOException e) {
      throw UserError.output(output + ": cannot be written: " + IoReason.of(e));
    }
  }
}
