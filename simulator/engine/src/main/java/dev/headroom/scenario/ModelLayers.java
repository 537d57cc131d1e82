package dev.headroom.scenario;

import dev.headroom.config.Citation;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.Position;
import dev.headroom.core.UserError;
import dev.headroom.database.Contention;
import dev.headroom.database.PoolOptions;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.TableOptions;
import dev.headroom.platform.Models;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a scenario over the models it names, so that one tree holds every effective value. */
final class ModelLayers {
  private static final List<String> SERVER_KEYS = List.of(
      "engine",
      "maxConnections",
      "reserved",
      "cores",
      "connect",
      "connectionsPerInstance",
      "deadPeerTimeout");

  private ModelLayers() {}

  /** The scenario's tree with models under {@code platform} and {@code database}. */
  static ConfigNode underlay(ConfigNode scenario) {
    MapNode root = (MapNode) scenario;
    MapNode out = withQueue(withPlatform(root));
    if (root.get("services") instanceof ListNode list) {
      List<ConfigNode> items = new ArrayList<>();
      for (ConfigNode item : list.items()) {
        items.add(item instanceof MapNode service ? withQueue(withPlatform(service)) : item);
      }
      out = put(out, "services", new ListNode(list.position(), items));
    }
    if (out.get("nodes") instanceof MapNode pools) {
      MapNode merged = pools;
      for (String name : pools.entries().keySet()) {
        merged = withPool(merged, name, "nodes." + name);
      }
      out = put(out, "nodes", merged);
    }
    ConfigNode database = out.get("database");
    if (database instanceof ScalarNode name) {
      // The name of a model alone.
      database = put(new MapNode(name.position(), new LinkedHashMap<>()), "use", name);
    }
    return database instanceof MapNode section ? put(out, "database", withDatabase(section)) : out;
  }

  private static MapNode withPlatform(MapNode service) {
    if (!(service.get("platform") instanceof MapNode platform) || platform.get("name") != null) {
      return service;
    }
    ConfigNode use = platform.get("use");
    if (use == null) {
      throw UserError.invalid(platform.position() + ": platform.use is missing; allowed: "
          + String.join(", ", Models.PLATFORMS));
    }
    String name = Models.known(use.position() + ": platform.use", text(use), Models.PLATFORMS);
    ConfigNode merged = withBilling(Models.read("platforms/" + name), platform, "platform");
    return put(service, "platform", withPool((MapNode) merged, "nodes", "platform.nodes"));
  }

  /**
   * The queue that a service's callers name: what its platform says of it, laid over what the queue
   * itself says.
   */
  private static MapNode withQueue(MapNode service) {
    if (!(service.get("workload") instanceof MapNode workload)
        || !(workload.get("clients") instanceof MapNode clients)
        || !(clients.get("kind") instanceof ScalarNode kind)
        || !Models.QUEUES.contains(kind.text())
        || !(service.get("platform") instanceof MapNode platform)) {
      return service;
    }
    ConfigNode queue =
        pick((MapNode) Models.read("queues/" + kind.text()), MessageRules.MODEL_KEYS);
    MapNode invocation = platform.get("invocation") instanceof MapNode own
        ? own
        : new MapNode(platform.position(), new LinkedHashMap<>());
    ConfigNode ofPlatform = invocation.get(kind.text());
    ConfigNode both = ofPlatform == null ? queue : queue.merge(ofPlatform);
    return put(
        service, "platform", put(platform, "invocation", put(invocation, kind.text(), both)));
  }

  /** The pool under a key, laid over the model that it uses; a pool's name stays as it is. */
  private static MapNode withPool(MapNode holder, String key, String path) {
    if (!(holder.get(key) instanceof MapNode pool)) {
      return holder;
    }
    ConfigNode use = pool.get("use");
    String where = (use == null ? pool.position() : use.position()) + ": " + path + ".use";
    String name = use == null ? "(missing)" : text(Citation.valueOf(use, path + ".use"));
    Models.known(where, name, Models.NODES);
    return put(holder, key, withBilling(Models.read("nodes/" + name), pool, path));
  }

  /** A scenario's values over the model, in one of the ways in which its provider bills. */
  private static ConfigNode withBilling(ConfigNode model, MapNode values, String path) {
    if (!(values.get("billing") instanceof ScalarNode mode)) {
      return model.merge(values);
    }
    MapNode modes = ((MapNode) model).get("billingModes") instanceof MapNode map ? map : null;
    List<String> known = modes == null ? List.of() : List.copyOf(modes.entries().keySet());
    String name = Models.known(mode.position() + ": " + path + ".billing", mode.text(), known);
    return model.merge(modes.get(name)).merge(without(values, "billing"));
  }

  private static MapNode without(MapNode map, String key) {
    Map<String, Entry> entries = new LinkedHashMap<>(map.entries());
    entries.remove(key);
    return new MapNode(map.position(), entries);
  }

  private static ConfigNode withDatabase(MapNode database) {
    ConfigNode use = database.get("use") != null ? database.get("use") : database.get("engine");
    String name = use == null ? "postgres" : text(use);
    String where = (use == null ? database.position() : use.position()) + ": database.use";
    MapNode model =
        (MapNode) Models.read("databases/" + Models.known(where, name, Models.DATABASES));
    ConfigNode base =
        pick(model, model.get("limitedBy") == null ? SERVER_KEYS : TableOptions.MODEL_KEYS);
    ConfigNode instance = database.get("instance");
    if (instance != null) {
      base = base.merge(ofInstance(model, instance));
    }
    MapNode merged = (MapNode) base.merge(database);
    merged = underlayNamed(merged, "contention", "workload", "contentions", Contention.MODEL_KEYS);
    merged = underlayNamed(merged, "pool", "library", "pools", PoolOptions.MODEL_KEYS);
    return underlayNamed(merged, "pooler", "kind", "poolers", PoolerOptions.MODEL_KEYS);
  }

  private static ConfigNode ofInstance(MapNode model, ConfigNode instance) {
    MapNode classes = model.get("instances") instanceof MapNode map ? map : null;
    List<String> known =
        classes == null ? List.of() : List.copyOf(classes.entries().keySet());
    String name = Models.known(instance.position() + ": database.instance", text(instance), known);
    return pick(Models.map(classes, name), List.of("maxConnections", "cores", "price"));
  }

  /** Puts the library's or pooler's defaults under a section that names it. */
  private static MapNode underlayNamed(
      MapNode database, String key, String by, String file, List<String> keys) {
    if (!(database.get(key) instanceof MapNode section) || section.get(by) == null) {
      return database;
    }
    String name = text(section.get(by));
    if (name.equals("none") || name.equals("custom")) {
      return database;
    }
    MapNode all = Models.map((MapNode) Models.read("databases/" + file), file);
    String where = section.get(by).position() + ": database." + key + "." + by;
    Models.known(where, name, List.copyOf(all.entries().keySet()));
    return put(database, key, pick(Models.map(all, name), keys).merge(section));
  }

  private static MapNode pick(MapNode from, List<String> keys) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String key : keys) {
      Entry entry = from.entries().get(key);
      if (entry != null) {
        entries.put(key, entry);
      }
    }
    return new MapNode(from.position(), entries);
  }

  private static MapNode put(MapNode map, String key, ConfigNode value) {
    Map<String, Entry> entries = new LinkedHashMap<>(map.entries());
    Entry old = entries.get(key);
    Position position = old == null ? value.position() : old.keyPosition();
    entries.put(key, new Entry(position, value));
    return new MapNode(map.position(), entries);
  }

  private static String text(ConfigNode node) {
    return node.describe();
  }
}
