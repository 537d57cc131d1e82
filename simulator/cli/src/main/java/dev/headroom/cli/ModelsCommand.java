package dev.headroom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headroom models}: what the simulator knows, since when and from where. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Lists every platform, database, pool, pooler and price book with dates and"
        + " sources; with a NAME prints one: each value with its source, and what is assumed.")
final class ModelsCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A model of the list, e.g. aws-lambda, hikari or gcp.")
  private String name;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // accepted: text is plain anyway
  @Option(names = "--no-color", description = "Plain text (also NO_COLOR); text is plain anyway.")
  private boolean noColor;

  @Override
  public Integer call() {
    ModelCatalog catalog = new ModelCatalog();
    String text;
    if (name == null) {
      text = json ? ModelJson.list(catalog.entries()) : ModelTable.of(catalog.entries());
    } else {
      ModelEntry model = catalog.find(name);
      text = json ? ModelJson.of(model) : ModelText.of(model);
    }
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
