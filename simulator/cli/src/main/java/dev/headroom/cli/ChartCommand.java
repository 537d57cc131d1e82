package dev.headroom.cli;

import dev.headroom.core.UserError;
import dev.headroom.report.ChartKind;
import dev.headroom.report.Charts;
import dev.headroom.report.Theme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Single panels of a finished result as pictures for slides and tickets. */
@Command(
    name = "chart",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Draws panels of a finished result as PNG or SVG, each with title, source and"
        + " seed in it, without running anything again.")
final class ChartCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "RESULT", description = "Output folder of 'headroom run'.")
  private String folder;

  @Option(
      names = "--panel",
      paramLabel = "NAME[,NAME]",
      description = "Which panels: load, instances, cold-starts, latency, connections, cost"
          + " (default: all that the result has).")
  private String panels;

  @Option(
      names = "--format",
      paramLabel = "png|svg",
      defaultValue = "png",
      description = "Kind of picture (default: png; or what -o ends in).")
  private String format;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1600x500",
      description = "Size in pixels (default: 1600x500); a slide is 1920x1080.")
  private String size;

  @Option(
      names = "--theme",
      paramLabel = "light|dark",
      defaultValue = "light",
      description = "Colours of background and text (default: light).")
  private String theme;

  @Option(
      names = "-o",
      paramLabel = "FILE|DIR",
      description = "A file ending in .png or .svg for one panel, or a folder for"
          + " <scenario>-<panel>.png (default: the folder you are in).")
  private Path output;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not list what was written.")
  private boolean quiet;

  @Override
  public Integer call() {
    List<String> formats = List.of("png", "svg");
    String ending = output == null ? "" : output.toString().toLowerCase(Locale.ROOT);
    int ended = formats.indexOf(ending.substring(ending.lastIndexOf('.') + 1));
    boolean svg = (ended >= 0 ? ended : Choices.index("--format", format, formats)) == 1;
    Theme colours = Theme.values()[Choices.index("--theme", theme, List.of("light", "dark"))];
    Matcher sides = SIZE.matcher(size);
    int width = sides.matches() ? Integer.parseInt(sides.group(1)) : 0;
    int height = sides.matches() ? Integer.parseInt(sides.group(2)) : 0;
    if (Math.min(width, height) < Charts.SIDE_MIN || Math.max(width, height) > Charts.SIDE_MAX) {
      throw UserError.invalid("--size: " + size + "; allowed: WIDTHxHEIGHT with sides of "
          + Charts.SIDE_MIN + " to " + Charts.SIDE_MAX + ", e.g. 1920x1080");
    }
    ResultFolder from = ResultFolder.read(folder);
    List<ChartKind> kinds = kinds(from);
    if (ended >= 0 && kinds.size() > 1) {
      throw UserError.invalid("-o: " + output + "; one file holds one panel, and there are "
          + kinds.size() + "; name one with --panel, or a folder");
    }
    for (ChartKind kind : kinds) {
      Path file = ended >= 0
          ? output
          : (output == null ? Path.of("") : output)
              .resolve(from.fileName() + "-" + kind.fileName() + (svg ? ".svg" : ".png"));
      byte[] bytes = svg
          ? Charts.svg(from.result(), kind, colours, width, height).getBytes(StandardCharsets.UTF_8)
          : Charts.png(from.result(), kind, colours, width, height);
      WholeFile.write(file, bytes);
      if (!quiet) {
        spec.commandLine().getOut().println(file);
      }
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private List<ChartKind> kinds(ResultFolder from) {
    List<ChartKind> drawn = Charts.kinds(from.result());
    if (panels == null) {
      return drawn;
    }
    List<String> known =
        Arrays.stream(ChartKind.values()).map(ChartKind::fileName).toList();
    List<ChartKind> chosen = new ArrayList<>();
    for (String name : panels.split(",", -1)) {
      ChartKind kind = ChartKind.values()[Choices.index("--panel", name.strip(), known)];
      if (!drawn.contains(kind)) {
        throw UserError.invalid(
            "--panel: " + name.strip() + "; this result has none of it; it" + " has: "
                + String.join(", ", drawn.stream().map(ChartKind::fileName).toList()));
      }
      if (!chosen.contains(kind)) {
        chosen.add(kind);
      }
    }
    return chosen;
  }
}
