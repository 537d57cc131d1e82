package dev.headroom.scenario;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Position;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.ServerOptions;
import dev.headroom.database.TableOptions;
import dev.headroom.platform.NodePool;
import dev.headroom.traffic.Thinning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checked scenario.
 *
 * @param name from {@code metadata}
 * @param description from {@code metadata}, may be empty
 * @param services at least one; those that users call stand first
 * @param accounts concurrency limits that services share, by name
 * @param nodePools machines that instances are placed on; a row of the recorder each, after those
 *     of the revisions
 * @param server the database server, or null
 * @param table the database where it is one of request units, or null
 * @param pooler before it, or null
 * @param databaseEvents what happens to it, in order
 * @param databasePrices price book and entry of the database, or null
 * @param objectives what must hold
 * @param month what a month is made of, or null where nobody said
 * @param seed of all draws
 * @param tailNs longest time after the trace
 * @param assumptions what the models do not know
 * @param settings every effective value and where it was said
 * @param warnings what the user should know before believing the result
 * @param tree as written, without the models
 */
public record Scenario(
    String name,
    String description,
    List<ServiceSpec> services,
    Map<String, Integer> accounts,
    List<NodePool> nodePools,
    ServerOptions server,
    TableOptions table,
    PoolerOptions pooler,
    List<DatabaseEvent> databaseEvents,
    String[] databasePrices,
    List<Objective> objectives,
    MonthProfile month,
    long seed,
    long tailNs,
    List<Assumption> assumptions,
    List<Setting> settings,
    List<String> warnings,
    ConfigNode tree) {

  /** The recorder's row of a service's first revision; those of the others follow it. */
  public int firstRow(int service) {
    int row = 0;
    for (int s = 0; s < service; s++) {
      row += services.get(s).revisions().size();
    }
    return row;
  }

  /** Rows of all revisions of all services. */
  public int rows() {
    return firstRow(services.size());
  }

  /** A row's service, and its revision where the service has several: {@code checkout/2}. */
  public String rowName(int row) {
    int service = 0;
    while (row >= firstRow(service + 1)) {
      service++;
    }
    return services.get(service).label(row - firstRow(service));
  }

  /** Whether connections to the server are a pooler's; a tunnel has none of its own. */
  public boolean isPooled() {
    return pooler != null && pooler.mode() != PoolerOptions.Mode.NONE;
  }

  /** Rows of the services that users call; those of services fed with messages follow them. */
  public int userRows() {
    int users = 0;
    while (users < services.size() && !services.get(users).isFed()) {
      users++;
    }
    return firstRow(users);
  }

  /** One objective as written. */
  public record Objective(String name, String expression, boolean warning, Position position) {}

  /** Something a model does not know. */
  public record Assumption(String path, String text) {}

  /** One effective value. */
  public record Setting(String path, String value, String origin) {}

  /** The same scenario with less traffic for a while, of all its services. */
  public Scenario with(Thinning thinning) {
    return with(services.stream().map(service -> service.with(thinning)).toList());
  }

  /**
   * The same scenario with a multiple of its traffic. A higher multiple only adds requests: those
   * of a lower one are all among them, with the same draws.
   *
   * @param multiple of the traffic as it is; the scenario's own scale included above 0, at most 100
   */
  public Scenario withTraffic(double multiple) {
    return with(services.stream().map(service -> service.withTraffic(multiple)).toList());
  }

  private Scenario with(List<ServiceSpec> others) {
    return new Scenario(
        name,
        description,
        others,
        accounts,
        nodePools,
        server,
        table,
        pooler,
        databaseEvents,
        databasePrices,
        objectives,
        month,
        seed,
        tailNs,
        assumptions,
        settings,
        warnings,
        tree);
  }

  /**
   * The same scenario without some of its events, read and checked again.
   *
   * @param written where the events stand that do not happen
   */
  public Scenario withoutEvents(Set<Position> written) {
    MapNode root = (MapNode) tree;
    Map<String, Entry> entries = new LinkedHashMap<>(root.entries());
    Entry events = entries.get("events");
    List<ConfigNode> left = ((ListNode) events.value())
        .items().stream().filter(event -> !written.contains(event.position())).toList();
    ListNode list = new ListNode(events.value().position(), left);
    entries.put("events", new Entry(events.keyPosition(), list));
    return ScenarioReader.read(new MapNode(root.position(), entries));
  }

  /** The same scenario with one value replaced, read and checked again. */
  public Scenario with(String path, String yaml) {
    return ScenarioReader.read(tree.with(path, yaml, "variant"));
  }
}
