package dev.headroom.scenario;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import dev.headroom.core.UserError;
import dev.headroom.traffic.ArrivalKind;
import dev.headroom.traffic.GenerateSpec;
import dev.headroom.traffic.Shape;
import dev.headroom.traffic.TraceFormat;
import dev.headroom.traffic.TraceWindow;
import dev.headroom.traffic.Traffic;
import dev.headroom.traffic.TrafficSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code workload}: the traffic, its classes and its clients. */
final class WorkloadReader {
  private static final long MILLI = 1_000_000L;
  private static final long DAY = 86_400_000 * MILLI;
  private static final List<String> KINDS = List.of("sync", "async", "sqs", "cloud-tasks");

  private WorkloadReader() {}

  static TrafficSpec traffic(Section workload, List<WorkloadClass> classes, boolean steady) {
    TrafficSpec spec = workload.has("trace")
        ? trace(workload.section("trace"), steady)
        : generated(workload.section("generate"));
    return spec.withClasses(classes.stream().map(WorkloadClass::name).toList());
  }

  /** The place of the service whose requests leave the messages to work on, or -1. */
  static int sender(Section workload, List<ServiceSpec> before) {
    if (!workload.has("from")) {
      return -1;
    }
    String from = workload.text("from");
    List<String> names = before.stream().map(ServiceSpec::name).toList();
    if (!names.contains(from)) {
      throw workload.error(
          "from",
          from,
          names.isEmpty()
              ? "a service of the list services"
              : String.join(", ", names)
                  + "; a sender that gets messages itself stands before its receiver");
    }
    if (before.stream().anyMatch(other -> other.fedBy() == names.indexOf(from))) {
      throw workload.problem("from", from + "; another service works on its messages already");
    }
    for (String traffic : List.of("trace", "generate")) {
      if (workload.has(traffic)) {
        throw workload.problem(
            traffic,
            "its traffic are the messages of " + from + "; leave out either from or " + traffic);
      }
    }
    return names.indexOf(from);
  }

  private static TrafficSpec trace(Section trace, boolean steady) {
    String name = trace.text("file");
    Path file = name.equals("-") ? Path.of("-") : trace.file("file");
    TrafficSpec spec = TrafficSpec.ofFile(name, Traffic.locate(name, file, System.in));
    String format = trace.text("format", "auto");
    if (!format.equals("auto")) {
      List<String> labels = new ArrayList<>();
      for (TraceFormat known : TraceFormat.values()) {
        labels.add(known.label());
      }
      String label = trace.choice("format", labels);
      spec = spec.withFormat(TraceFormat.values()[labels.indexOf(label)]);
    }
    trace.choice("counts", List.of("users", "attempts"), "users");
    Section window = trace.optionalSection("window");
    if (window != null) {
      long preRollNs = window.durationNs("preRoll", 0, DAY, 600_000 * MILLI);
      String from = window.has("from") ? window.text("from") : null;
      String to = window.has("to") ? window.text("to") : null;
      spec = spec.withWindow(new TraceWindow(from, to), steady ? preRollNs : 0);
    }
    Section scale = trace.optionalSection("scale");
    if (scale != null) {
      spec = spec.withScale(
          scale.number("rate", 0.0001, 100, 1), scale.number("time", 0.0001, 1000, 1));
    }
    return arrivals(trace, spec)
        .withTolerance(
            trace.share("damagedShare", TrafficSpec.DAMAGED_SHARE_MAX),
            trace.durationNs("reorder", 0, DAY, -1));
  }

  private static TrafficSpec arrivals(Section section, TrafficSpec spec) {
    if (!section.has("arrivals")) {
      return spec;
    }
    if (section.node("arrivals") instanceof MapNode) {
      double dispersion = section.section("arrivals").number("bursty", 1.000001, 1e9);
      return spec.withArrivals(ArrivalKind.BURSTY, dispersion);
    }
    return spec.withArrivals(section.choice("arrivals", ArrivalKind.class), 0);
  }

  private static TrafficSpec generated(Section g) {
    try {
      return curve(g);
    } catch (UserError e) {
      // The curve does not know where it was written.
      String text = e.getMessage();
      throw text.startsWith("generate: ")
          ? UserError.invalid(g.position() + ": " + g.path() + text.substring(8))
          : e;
    }
  }

  private static TrafficSpec curve(Section g) {
    GenerateSpec generate = new GenerateSpec(
        g.choice("shape", Shape.class),
        g.rate("rate", 0),
        g.longInteger("requests", 1, 1L << 54, -1),
        g.durationNs("duration", 1, 36_600L * DAY, -1),
        g.rate("from", 0),
        g.rate("to", 0),
        g.rate("base", 0),
        g.rate("peak", 0),
        g.durationNs("at", 0, 366 * DAY, 0),
        g.durationNs("ramp", 0, 366 * DAY, 0),
        g.durationNs("hold", 0, 366 * DAY, 0),
        g.durationNs("decay", 0, 366 * DAY, 0),
        g.number("peakToTrough", 1, 1e9, 0),
        g.share("firstMinuteShare", 0));
    TrafficSpec spec = TrafficSpec.ofGenerator(generate);
    Section scale = g.optionalSection("scale");
    if (scale != null) {
      spec = spec.withScale(1, scale.number("time", 0.0001, 1000, 1));
    }
    return arrivals(g, spec);
  }

  static List<WorkloadClass> classes(Section workload) {
    List<WorkloadClass> classes = new ArrayList<>();
    List<Section> sections = workload.sections("classes");
    double sum = 0;
    for (Section section : sections) {
      WorkloadClass c = workloadClass(section, sections.size() == 1 ? 1 : -1);
      sum += c.share();
      classes.add(c);
    }
    if (classes.isEmpty() || Math.abs(sum - 1) > 1e-6) {
      throw workload.problem("classes", "shares add up to " + sum + ", must be 1");
    }
    return classes;
  }

  private static WorkloadClass workloadClass(Section section, double defaultShare) {
    double share = defaultShare > 0 ? section.share("share", 1) : section.share("share");
    Distribution zero = Distribution.constant(0);
    boolean split = section.node("service") instanceof MapNode map
        && (map.get("cpu") != null || map.get("wait") != null);
    Section demand = split ? section.section("service") : null;
    Section queries = section.optionalSection("queries");
    return new WorkloadClass(
        section.text("name"),
        share,
        split ? null : section.distribution("service"),
        split ? demand.distribution("cpu", zero) : zero,
        split ? demand.distribution("wait", zero) : zero,
        queries == null ? 0 : queries.integer("count", 0, 1000),
        queries == null ? 0 : queries.integer("writes", 0, queries.integer("count", 0, 1000), 0),
        queries == null ? zero : statementWait(queries, zero),
        queries == null || !queries.has("cpu") ? null : queries.distribution("cpu"),
        section.has("cpuWhileServing") ? section.cpu("cpuWhileServing") : 0,
        split && demand.has("background") ? demand.distribution("background") : null,
        section.bytes("memory", 0),
        section.share("failureShare", 0));
  }

  /** A statement is one time, or time on the database's processors and a wait after it. */
  private static Distribution statementWait(Section queries, Distribution zero) {
    if (!queries.has("cpu") && !queries.has("wait")) {
      return queries.distribution("each");
    }
    if (queries.has("each")) {
      throw queries.error("each", queries.node("each").describe(), "either each, or cpu and wait");
    }
    return queries.distribution("wait", zero);
  }

  static ClientRules clients(Section workload, Section platform, List<WorkloadClass> classes) {
    Section clients = workload.optionalSection("clients");
    String kind = clients == null ? "sync" : clients.choice("kind", KINDS, "sync");
    if (kind.equals("sync") && workload.has("from")) {
      throw workload.problem(
          "from",
          workload.text("from") + "; needs clients.kind, the queue" + " between the two; allowed: "
              + String.join(", ", KINDS.subList(1, KINDS.size())));
    }
    if (clients == null) {
      return ClientRules.PATIENT;
    }
    return kind.equals("sync")
        ? ClientReader.synchronous(clients)
        : ClientRules.of(messages(kind, workload, clients, platform, classes));
  }

  /** The platform's queue of this kind under what the scenario says. */
  private static MessageRules messages(
      String kind,
      Section workload,
      Section clients,
      Section platform,
      List<WorkloadClass> classes) {
    Section invocation = platform.optionalSection("invocation");
    if (invocation == null || !invocation.has(kind)) {
      throw clients.problem("kind", kind + "; this platform has no such queue");
    }
    clients.keys().forEach(clients::has);
    MapNode written = (MapNode) workload.node("clients");
    Map<String, Entry> own = new LinkedHashMap<>(written.entries());
    own.remove("kind");
    ConfigNode merged = invocation.node(kind).merge(new MapNode(written.position(), own));
    Section section = Section.at(merged, "workload.clients");
    MessageRules rules =
        MessageRules.read(MessageRules.Kind.values()[KINDS.indexOf(kind) - 1], section);
    section.finish();
    if (rules.enqueueFailures() > 0 && !workload.has("from")) {
      throw clients.problem(
          "enqueueFailures",
          "needs workload.from: a service whose requests fail" + " with their message");
    }
    boolean blocks = classes.stream().allMatch(c -> c.service() != null && c.queries() == 0);
    if (rules.sqs() != null && rules.sqs().batchSize() > 1 && !blocks) {
      throw clients.problem(
          "batchSize",
          rules.sqs().batchSize() + "; a batch runs its messages"
              + " one after the other, which needs classes with one block of service and no "
              + "queries;"
              + " allowed otherwise: 1");
    }
    return rules;
  }
}
