package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Say;
import dev.headroom.results.JsonText;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.whatif.PlanDocument;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the settings come to before anything is simulated. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Arithmetic on a scenario's settings, without its trace and in under a second: what the"
          + " autoscaler really aims at, how much steady traffic each limit allows, the database's"
          + " connections, a month's cost at least and at most; each line with its formula.",
      "Exit code 0, whatever the numbers are."
    })
final class PlanCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "SCENARIO",
      description = "Scenario file; repeatable, later wins; - is stdin.")
  private List<String> files;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one value, e.g. platform.scale.max=40; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON document (schema headroom/plan/v1).")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Override
  public Integer call() {
    ObjectNode document = PlanDocument.of(ScenarioReader.read(new ScenarioFiles(files).tree(sets)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode engine = document.putObject("engine");
      engine.put("version", Version.load().version());
      engine.put("commit", Version.load().commit());
      out.print(JsonText.of(document));
    } else if (!quiet) {
      print(out, document);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, ObjectNode document) {
    out.println(document.get("name").asText() + ": PLAN, arithmetic, nothing simulated");
    out.println();
    for (JsonNode sentence : document.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    for (JsonNode service : document.get("services")) {
      lines(
          out,
          service.get("name").asText() + " on " + service.get("platform").asText(),
          service.get("lines"));
    }
    if (!document.get("database").isEmpty()) {
      lines(out, "database", document.get("database"));
    }
  }

  private static void lines(PrintWriter out, String title, JsonNode lines) {
    out.println();
    out.println("  " + title);
    int widest = 0;
    for (JsonNode line : lines) {
      widest = Math.max(widest, line.get("what").asText().length());
    }
    for (JsonNode line : lines) {
      String what = line.get("what").asText();
      String unit = line.get("unit").asText();
      JsonNode value = line.get("value");
      String shown = value.isNull()
          ? "unlimited"
          : unit.equals("USD")
              ? "$" + Say.digits(value.asDouble())
              : Say.digits(value.asDouble()) + " " + unit;
      out.println("  " + what + " ".repeat(widest - what.length()) + "  "
          + shown + " ".repeat(Math.max(0, 18 - shown.length())) + "  = "
          + line.get("formula").asText());
    }
  }
}
