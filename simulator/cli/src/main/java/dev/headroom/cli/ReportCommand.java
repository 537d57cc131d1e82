package dev.headroom.cli;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.report.Charts;
import dev.headroom.report.ComparisonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws report.html and the charts of a finished result again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Draws report.html and charts/ of a finished result again, or the page of a"
        + " comparison, without running anything: after an update of Headroom, or where only the"
        + " data was kept.")
final class ReportCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "RESULT",
      description = "Output folder of 'headroom run', or" + " of compare or diff.")
  private String folder;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Write a whole new output folder, data included (default: redraw inside"
          + " RESULT, whose data stays as it is).")
  private Path output;

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description = "Of a comparison, the contender that the first one is set against (default: the"
          + " one to take, or the second).")
  private String against;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not say what was written.")
  private boolean quiet;

  @Override
  public Integer call() {
    Path named = ScenarioFiles.path(folder);
    if (SavedComparison.isAt(named)) {
      compared(named);
      return 0;
    }
    if (against != null) {
      throw UserError.invalid("--against: " + against + "; only with a folder of compare or diff");
    }
    ResultFolder from = ResultFolder.read(folder);
    if (output != null) {
      OutputFolder.prepare(output, OutputFolder.Kind.RUN).write(from.result(), false);
    } else {
      redraw(from.path(), temporary -> Charts.writeAllWithReport(from.result(), temporary));
    }
    say(from.path());
    return 0;
  }

  private void say(Path from) {
    if (!quiet) {
      Path written = output == null ? from : output;
      spec.commandLine().getOut().println(written.resolve("report.html"));
      spec.commandLine().getOut().flush();
    }
  }

  private void compared(Path from) {
    SavedComparison comparison = SavedComparison.read(from);
    int other = comparison.other(against);
    if (output != null) {
      OutputFolder.prepare(output, OutputFolder.Kind.COMPARISON)
          .write(
              temporary -> ComparisonFolder.write(
                  comparison.document(), comparison.days(), other, temporary),
              false);
    } else {
      redraw(
          from,
          temporary -> ComparisonReport.write(
              comparison.document(),
              other,
              comparison.days().get(0),
              comparison.days().get(other),
              temporary.resolve("report.html")));
    }
    say(from);
  }

  /** Everything is drawn before the first file of the folder is replaced. */
  private static void redraw(Path folder, OutputFolder.Content content) {
    Path target = folder.toAbsolutePath().normalize();
    try (Unfinished drawn = new Unfinished(target.resolve("report.html"))) {
      Path temporary = drawn.makeFolder();
      content.write(temporary);
      for (Path file : files(temporary)) {
        Path place = target.resolve(temporary.relativize(file));
        Files.createDirectories(place.getParent());
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw UserError.output(folder + ": cannot be written: " + IoReason.of(e));
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
