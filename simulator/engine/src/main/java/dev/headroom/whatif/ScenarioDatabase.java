package dev.headroom.whatif;

import dev.headroom.config.Section;
import dev.headroom.scenario.Scenario;

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
        scenario.server().engine(),
        scenario.server().maxConnections(),
        scenario.server().reserved(),
        0);
  }
}
