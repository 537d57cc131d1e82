package dev.headroom.serve;

import dev.headroom.platform.Models;
import java.util.List;

/**
 * Something that can be turned on the page.
 *
 * @param group heading under which it stands
 * @param path of the value below the service, or below the scenario where {@code shared}
 * @param shared whether all services have the same
 * @param label for people
 * @param unit the slider's, empty for a count
 * @param min the slider's lowest value, in the unit
 * @param max the slider's highest value
 * @param choices what can be chosen; empty for a slider
 * @param note what it means, for what {@code models/fields.yaml} says nothing about
 */
record Control(
    String group,
    String path,
    boolean shared,
    String label,
    String unit,
    double min,
    double max,
    List<String> choices,
    String note) {

  /** Everything that can be turned, in the order of the page. */
  static final List<Control> ALL = List.of(
      slider(
          "Traffic",
          "workload.generate.at",
          false,
          "Spike starts",
          "s",
          0,
          600,
          "When the traffic begins to rise, after the start of the run."),
      slider(
          "Traffic",
          "workload.generate.hold",
          false,
          "Spike lasts",
          "s",
          0,
          600,
          "How long the traffic stays at its peak."),
      slider(
          "Traffic",
          "workload.generate.base",
          false,
          "Beside the spike",
          "/s",
          0,
          1000,
          "Requests per second before and after the spike."),
      slider(
          "Traffic",
          "workload.generate.peak",
          false,
          "Peak",
          "/s",
          0,
          5000,
          "Requests per second on top of the spike."),
      choice("Platform", "platform.use", false, "Platform", Models.PLATFORMS),
      slider("Platform", "platform.scale.min", false, "Minimum", "", 0, 100, ""),
      slider("Platform", "platform.scale.max", false, "Maximum", "", 1, 1000, ""),
      slider("Platform", "platform.concurrency.max", false, "Concurrency", "", 1, 200, ""),
      slider("Platform", "platform.scale.target", false, "Target", "%", 5, 100, ""),
      slider("Cold start", "platform.coldStart.boot", false, "Boot time", "s", 0, 60, ""),
      slider("Cold start", "platform.coldStart.image", false, "Image", "MB", 10, 4000, ""),
      choice("Cold start", "platform.coldStart.runtime", false, "Runtime", List.of()),
      slider(
          "Database",
          "database.pool.size",
          true,
          "Pool",
          "",
          1,
          100,
          "Connections that each instance may have open."),
      choice(
          "Database",
          "database.pooler.kind",
          true,
          "Pooler",
          List.of(
              "none",
              "pgbouncer",
              "rds-proxy",
              "cloud-sql-auth-proxy",
              "managed",
              "azure-pgbouncer")),
      slider(
          "Database",
          "database.pooler.serverPool",
          true,
          "Pooler's pool",
          "",
          1,
          500,
          "Connections that the pooler may have open to the server."),
      slider("Database", "database.maxConnections", true, "Max connections", "", 10, 5000, ""),
      slider(
          "Clients",
          "workload.clients.retries.max",
          false,
          "Retries",
          "",
          0,
          10,
          "Further attempts after a failed one."),
      slider(
          "Clients",
          "workload.clients.timeout",
          false,
          "Time-out",
          "s",
          1,
          120,
          "How long a client waits for an answer."));

  private static Control slider(
      String group,
      String path,
      boolean shared,
      String label,
      String unit,
      double min,
      double max,
      String note) {
    return new Control(group, path, shared, label, unit, min, max, List.of(), note);
  }

  private static Control choice(
      String group, String path, boolean shared, String label, List<String> choices) {
    return new Control(
        group,
        path,
        shared,
        label,
        "",
        0,
        0,
        choices,
        switch (label) {
          case "Pooler" -> "What stands between the instances and the database server.";
          case "Platform" -> "The model of the platform; headroom models shows its sources.";
          default -> "";
        });
  }

  /** Whether it is chosen from a list. */
  boolean isChoice() {
    return unit.isEmpty() && max == 0;
  }
}
