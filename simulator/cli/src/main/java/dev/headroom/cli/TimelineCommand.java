package dev.headroom.cli;

import dev.headroom.explain.Moments;
import dev.headroom.explain.ReactionAnswer;
import dev.headroom.results.SavedResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How long a reaction to a spike took, stage by stage. */
@Command(
    name = "timeline",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "From a spike to the first instance that helped, stage by stage: metric,"
        + " decision, placing, pulling, booting, probing, ready; and what would save which.")
final class TimelineCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "RESULT", description = "Output folder of 'headroom run'.")
  private String folder;

  @Option(
      names = "--spike",
      paramLabel = "T",
      description = "When the load rises: seconds, 1m30s, h:mm:ss, ISO-8601, peak (default: where"
          + " it rises most).")
  private String spike;

  @Option(names = "--json", description = "Print one JSON document (schema headroom/explain/v1).")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Override
  public Integer call() {
    SavedResult result = ResultFolder.read(folder).result();
    double seconds =
        spike == null ? ReactionAnswer.spike(result) : Moments.of(result).parse("--spike", spike);
    ExplainCommand.print(spec, ReactionAnswer.of(result, seconds), json);
    return 0;
  }
}
