package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Say;
import dev.headroom.review.Recoveries;
import dev.headroom.review.RecoveriesDocument;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How long after the spike, and whether at all. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says on several days whether and how long after its spike (or whatever began the failures)"
          + " the scenario is itself again: failures ceased and the backlog gone; the retries'"
          + " share; whether an overload keeps itself up, and below which load it would end."
          + " Changes that make it sooner are run on fresh days.",
      "Exit code 0: it recovers on every day simulated; 99: it does not on more days than --risk"
          + " allows; 98: on some days, or the traffic ended first."
    })
final class RecoverCommand implements Callable<Integer> {
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
        runs -> RecoveriesDocument.of(Recoveries.of(
            scenario,
            new Recoveries.Request(
                options.seed(scenario.seed()),
                runs.runs(),
                runs.risk(),
                runs.batch(),
                runs.progress()))),
        RecoverCommand::print);
  }

  private static void print(PrintWriter out, ObjectNode document) {
    long runs = document.get("runs").asLong();
    out.printf(
        Locale.ROOT,
        "%s: RECOVERY, %,d %s, seed %d, %,d simulations%n%n",
        document.get("name").asText(),
        runs,
        runs == 1 ? "day" : "days",
        document.get("seed").asLong(),
        document.get("simulations").asLong());
    for (JsonNode sentence : document.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    TextTable table = new TextTable(List.of("", "mean of days", "95 % interval"));
    row(table, "trigger began at", document, "triggerFrom", RecoverCommand::clock);
    row(table, "trigger ended at", document, "triggerEnd", RecoverCommand::clock);
    row(table, "failures ceased after", document, "failuresCeasedSeconds", Say::seconds);
    row(table, "backlog cleared after", document, "backlogClearedSeconds", Say::seconds);
    row(table, "recovered after", document, "recoveredSeconds", Say::seconds);
    row(table, "retries, of attempts during", document, "retryShareDuring", Say::percent);
    row(table, "retries, of attempts after", document, "retryShareAfter", Say::percent);
    if (!table.isEmpty()) {
      out.println();
      table.print(out);
    }
  }

  private static String clock(double seconds) {
    return Say.clock((long) (seconds * 1e9));
  }

  private static void row(
      TextTable table, String name, ObjectNode document, String key, DoubleFunction<String> say) {
    JsonNode mean = document.get(key);
    JsonNode interval = document.get(key + "Ci95");
    if (!mean.isNull()) {
      table.row(List.of(
          name,
          say.apply(mean.asDouble()),
          interval.isNull()
              ? "-"
              : say.apply(interval.get(0).asDouble()) + " to "
                  + say.apply(interval.get(1).asDouble())));
    }
  }
}
