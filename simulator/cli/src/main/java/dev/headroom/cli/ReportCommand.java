package dev.headroom.cli;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.report.Charts;
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
    description = "Draws report.html and charts/ of a finished result again, without running"
        + " anything: after an update of Headroom, or where only the data was kept.")
final class ReportCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "RESULT", description = "Output folder of 'headroom run'.")
  private String folder;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Write a whole new output folder, data included (default: redraw inside"
          + " RESULT, whose data stays as it is).")
  private Path output;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not say what was written.")
  private boolean quiet;

  @Override
  public Integer call() {
    ResultFolder from = ResultFolder.read(folder);
    if (output != null) {
      OutputFolder.prepare(output, OutputFolder.Kind.RUN).write(from.result(), false);
    } else {
      redraw(from);
    }
    if (!quiet) {
      Path written = output == null ? from.path() : output;
      spec.commandLine().getOut().println(written.resolve("report.html"));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  /** Everything is drawn before the first file of the folder is replaced. */
  private static void redraw(ResultFolder from) {
    Path target = from.path().toAbsolutePath().normalize();
    try (Unfinished drawn = new Unfinished(target.resolve("report.html"))) {
      Path temporary = drawn.makeFolder();
      Charts.writeAllWithReport(from.result(), temporary);
      Files.createDirectories(target.resolve("charts"));
      for (Path file : files(temporary)) {
        Files.move(
            file, target.resolve(temporary.relativize(file)), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw UserError.output(from.path() + ": cannot be written: " + IoReason.of(e));
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
