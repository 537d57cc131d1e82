package dev.headroom.cli;

import dev.headroom.core.UserError;
import dev.headroom.explain.Answer;
import dev.headroom.explain.Decisions;
import dev.headroom.explain.FailureAnswer;
import dev.headroom.explain.MomentAnswer;
import dev.headroom.explain.Moments;
import dev.headroom.explain.RequestAnswer;
import dev.headroom.results.SavedResult;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Why, at that moment: answers about a finished result, and what a key of a scenario means. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Explains a finished result: a moment, a failure, the autoscaler or one request. With a key"
          + " of a scenario, such as platform.concurrency.max, says what it means and what each"
          + " platform takes where nobody sets it.",
      "T is in seconds, 1m30s, h:mm:ss, ISO-8601 where the trace has a calendar, or one of start,"
          + " end, peak (most requests) and worst (most failures)."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "RESULT|KEY",
      description = "Output folder of 'headroom run', or a key of a scenario.")
  private String subject;

  @Option(
      names = "--at",
      paramLabel = "T",
      description = "What the system looked like at a moment, and why.")
  private String at;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "When and why requests failed with a status such as 429 or a reason such as"
          + " db-refused, and what keeps it from happening.")
  private String status;

  @Option(names = "--autoscaler", description = "Each decision of the autoscaler with what it saw.")
  private boolean autoscaler;

  @Option(
      names = "--request",
      paramLabel = "N|slowest|failed",
      description = "One request's life, step by step: the N-th to arrive, the slowest that"
          + " completed, or the first that failed for good. Runs the scenario again.")
  private String request;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "With --request: whose request, where there are several services.")
  private String service;

  @Option(names = "--json", description = "Print one JSON document (schema headroom/explain/v1).")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Override
  public Integer call() {
    int asked = (at == null ? 0 : 1)
        + (status == null ? 0 : 1)
        + (autoscaler ? 1 : 0)
        + (request == null ? 0 : 1);
    if (asked == 0 && !Files.exists(ScenarioFiles.path(subject)) && !subject.contains("/")) {
      print(FieldAnswer.of(subject));
      return 0;
    }
    SavedResult result = ResultFolder.read(subject).result();
    if (asked != 1) {
      throw UserError.invalid("explain: "
          + (asked == 0 ? "does not know what to explain" : "explains one thing at a time")
          + "; allowed: one of --at T, --status STATUS,"
          + " --autoscaler, --request N");
    }
    if (service != null && request == null) {
      throw UserError.invalid("--service: " + service + "; needs --request");
    }
    if (at != null) {
      print(MomentAnswer.of(result, Moments.of(result).parse("--at", at)));
    } else if (status != null) {
      print(FailureAnswer.of(result, status));
    } else if (autoscaler) {
      print(Decisions.of(result));
    } else {
      print(RequestAnswer.of(result, request, service));
    }
    return 0;
  }

  private void print(Answer answer) {
    print(spec, answer, json);
  }

  static void print(CommandSpec spec, Answer answer, boolean json) {
    if (json) {
      spec.commandLine().getOut().print(ModelJson.text(answer.document()));
      spec.commandLine().getOut().flush();
    } else {
      AnswerText.print(spec.commandLine().getOut(), answer);
    }
  }
}
