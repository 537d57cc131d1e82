package dev.headroom.whatif;

import dev.headroom.config.Section;
import dev.headroom.scenario.Scenario;
import java.util.Locale;

/** The database that a scenario describes, with the model and size that it names. */
final class ScenarioDatabase {
  private ScenarioDatabase() {}

  static ServerBudget budget(Scenario scenario) {
    Section database = Section.root(scenario.tree()).section("database");
    String model = database.text("use", database.text("engine", "postgres"));
    // A limit of its own belongs to no size, so that no other size is a remedy.
    boolean sized = !database.has("maxConnections");
    return new ServerBudget(
        scenario.name(),
        sized ? model : null,
        sized && database.has("instance") ? database.text("instance") : null,
        scenario.server().engine().name().toLowerCase(Locale.ROOT),
        scenario.server().maxConnections(),
        scenario.server().reserved(),
        scenario.server().otherSessions());
  }
}
