package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Say;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.search.Limits;
import dev.headroom.search.LimitsDocument;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How much more of its traffic a scenario bears, and what stops it. */
@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds the highest multiple of this traffic (1/64 to 64) at which the objectives hold, on"
          + " several days, to 2 %%, and what binds there and next: what the run was seen to reach"
          + " is lifted and the day searched again.",
      "Exit code 0: the traffic as it is keeps the objectives on every day simulated; 99: it"
          + " violates one on more days than may; 98: on some days, which may be too many or not."
    })
final class LimitsCommand implements Callable<Integer> {
  /** Enough for an interval; a day takes about six runs. */
  private static final int RUNS = 10;

  @Spec
  private CommandSpec spec;

  @Mixin
  private SearchOptions options;

  @Override
  public Integer call() {
    Scenario scenario = ScenarioReader.read(options.tree());
    return options.answer(
        spec,
        RUNS,
        runs -> LimitsDocument.of(Limits.of(
            scenario,
            new Limits.Request(
                options.seed(scenario.seed()),
                runs.runs(),
                runs.risk(),
                runs.batch(),
                runs.progress()))),
        LimitsCommand::print);
  }

  private static void print(PrintWriter out, ObjectNode document) {
    long runs = document.get("runs").asLong();
    out.printf(
        Locale.ROOT,
        "%s: LIMITS, %,d %s, seed %d, %,d simulations%n%n",
        document.get("name").asText(),
        runs,
        runs == 1 ? "day" : "days",
        document.get("seed").asLong(),
        document.get("simulations").asLong());
    for (JsonNode sentence : document.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    out.println();
    document.get("objectives").forEach(one -> out.println("  keeps  " + one.asText()));
    TextTable table = new TextTable(List.of("what", "holds", "breaks at"));
    row(
        table,
        "as it is, day " + document.get("bottleneckDay").asText(),
        document.at("/multiple/days/" + (document.get("bottleneckDay").asInt() - 1)));
    String before = "";
    for (JsonNode one : document.get("bottlenecks")) {
      for (JsonNode change : one.get("changes")) {
        row(table, change.get("change").asText(), change);
      }
      before += (before.isEmpty() ? "without " : " and ")
          + String.join(" and ", texts(one.get("lifted")));
      row(table, before, one.get("without"));
    }
    out.println();
    table.print(out);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static void row(TextTable table, String what, JsonNode multiple) {
    table.row(List.of(what, times(multiple.get("holds")), times(multiple.get("breaks"))));
  }

  private static String times(JsonNode multiple) {
    return multiple.isNull() ? "-" : Say.digits(multiple.asDouble()) + "x";
  }
}
