package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.Citations;
import dev.headroom.config.KeyLog;
import dev.headroom.measure.Facts;
import dev.headroom.results.Count;
import dev.headroom.review.Span.Way;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.Scenario.Assumption;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which assumptions a verdict leans on: the run is repeated with each of them at the ends of what
 * it could plausibly be instead ({@link Span}), with the same seed, and where an end turns the
 * verdict, the value at which it turns is bisected.
 *
 * <p>What it may cost is bounded by events, not by the clock, so that it is the same everywhere:
 * as many as the review has simulated up to here, so that a run takes at most about twice as long,
 * or three million, a second or so, where that is more. Those that matter most often, starts and
 * scaling, come first; for what there is no time for the result says so. Assumptions that cannot
 * matter are not run: starts where nothing started, billing without an objective on cost.
 */
final class Flips {
  private static final long EVENTS_LEAST = 3_000_000;

  /** Halvings: the value is good to about a fiftieth of itself. */
  private static final int HALVINGS = 7;

  private static final int SAID = 2;

  /** What most often matters, first. */
  private static final List<String> FIRST = List.of(
      "platform.coldStart.",
      "platform.scale.",
      "platform.queue.",
      "platform.concurrency",
      "database.",
      "platform.binding",
      "platform.dispatch",
      "platform.");

  /** Which rule, not how much: another one is another model, or only another word. */
  private static final String STRUCTURE =
      ".*\\.(policy|kind|provisioner|defaultRuntime|refusal|expired|overflow|order|mode"
          + "|measuredOn)|.*\\.(reports|sources|prices|price)\\..*";

  private final Facts facts;
  private final Scenario base;
  private final Predicate<Facts> holds;
  private final boolean held;
  private final Reruns reruns;
  private final long eventsMost;
  private final Map<Assumption, Answer> answers = new LinkedHashMap<>();
  private Map<String, KeyLog.Key> keys;
  private List<Citations.Leaf> leaves;

  /** What became of an assumption that was tried. */
  private record Answer(String flipsAt, String assumed) {}

  private Flips(Facts facts, Predicate<Facts> holds, Reruns reruns) {
    this.facts = facts;
    this.base = facts.outcome.scenario();
    this.holds = holds;
    this.held = holds.test(facts);
    this.reruns = reruns;
    this.eventsMost = reruns.events() + Math.max(reruns.events(), EVENTS_LEAST);
  }

  /** Tries nothing: for a run without a verdict, or where no time is to be spent. */
  static Flips none(Facts facts) {
    return new Flips(facts, any -> true, new Reruns(0, 0, nowNs -> {}));
  }

  /**
   * Tries the assumptions of a run.
   *
   * @param holds the verdict
   * @param reruns that have run what there was to run before
   */
  static Flips of(Facts facts, Predicate<Facts> holds, Reruns reruns) {
    Flips flips = new Flips(facts, holds, reruns);
    flips.search();
    return flips;
  }

  private void search() {
    leaves = Citations.of(ScenarioReader.withModels(base.tree()));
    KeyLog log = new KeyLog();
    log.record(() -> ScenarioReader.read(base.tree()));
    keys = new LinkedHashMap<>();
    log.keys().forEach((path, key) -> keys.putIfAbsent(plain(path), key));
    List<Assumption> order = new ArrayList<>(base.assumptions());
    order.removeIf(one -> !matters(plain(one.path())));
    order.sort(Comparator.comparingInt(one -> place(plain(one.path()))));
    for (Assumption one : order) {
      if (reruns.events() + facts.outcome.eventCount() <= eventsMost) {
        tryOne(one);
      }
    }
  }

  /** A path without the service or revision that it belongs to. */
  private static String plain(String path) {
    int at = path.indexOf("platform.");
    return at < 0 ? path : path.substring(at);
  }

  private static int place(String path) {
    for (int i = 0; i < FIRST.size(); i++) {
      if (path.startsWith(FIRST.get(i))) {
        return i;
      }
    }
    return FIRST.size();
  }

  private boolean matters(String path) {
    if (path.matches(STRUCTURE)) {
      return false;
    }
    if (path.contains(".billing.") || path.contains(".network.")) {
      return base.objectives().stream().anyMatch(o -> o.expression().contains("cost."));
    }
    if (path.contains(".cpuBoost")) {
      return any(service -> service.platform().extras().boostVcpus() > 0);
    }
    if (path.contains(".coldStart.")) {
      return facts.count(Count.STARTED) > 0;
    }
    if (path.endsWith("instance.baseMemory") || path.endsWith("instance.memory")) {
      return any(service -> service.classes().stream().anyMatch(c -> c.memoryBytes() > 0));
    }
    if (path.endsWith("instance.fractionalCpu")) {
      return any(service -> service.platform().instance().vcpus() % 1 != 0);
    }
    return true;
  }

  private boolean any(Predicate<ServiceSpec> condition) {
    return base.services().stream().anyMatch(condition);
  }

  private void tryOne(Assumption one) {
    Citations.Leaf leaf =
        leaves.stream().filter(l -> l.path().equals(one.path())).findFirst().orElse(null);
    if (leaf == null) {
      return; // a sentence about the whole model
    }
    List<String> paths = leaves.stream()
        .filter(l -> plain(l.path()).equals(plain(one.path()))
            && l.citation() != null
            && one.text().equals(l.citation().note()))
        .map(Citations.Leaf::path)
        .toList();
    String flipsAt = null;
    boolean tried = false;
    for (Way way : Span.of(leaf.value(), keys.get(plain(one.path())))) {
      if (flipsAt == null && reruns.events() + facts.outcome.eventCount() <= eventsMost) {
        Boolean turns = turns(paths, way.yaml().apply(1));
        tried |= turns != null;
        flipsAt = turns == null || !turns ? null : bisect(paths, way);
      }
    }
    if (tried) {
      answers.put(one, new Answer(flipsAt, leaf.value().describe()));
    }
  }

  /** Whether a value turns the verdict; null where it makes no valid scenario. */
  private Boolean turns(List<String> paths, String yaml) {
    Scenario other = base;
    for (String path : paths) {
      other = yaml == null ? null : Reruns.attempt(other, path, yaml);
    }
    return other == null ? null : holds.test(reruns.run(other)) != held;
  }

  private String bisect(List<String> paths, Way way) {
    double same = 0;
    double turned = 1;
    for (int i = 0; i < HALVINGS && !way.isWord(); i++) {
      double middle = (same + turned) / 2;
      String yaml = way.yaml().apply(middle);
      if (yaml.equals(way.yaml().apply(turned))
          || yaml.equals(way.yaml().apply(same))
          || reruns.events() + facts.outcome.eventCount() > eventsMost) {
        break;
      }
      if (Boolean.TRUE.equals(turns(paths, yaml))) {
        turned = middle;
      } else {
        same = middle;
      }
    }
    String value = way.yaml().apply(turned);
    return way.isWord() ? value : value + " " + way.bound();
  }

  /** Sentences for the verdict, about those that turn it. */
  List<String> sentences(String verdict) {
    List<String> sentences = new ArrayList<>();
    int more = 0;
    for (Map.Entry<Assumption, Answer> entry : answers.entrySet()) {
      if (entry.getValue().flipsAt() == null) {
        continue;
      }
      if (sentences.size() == SAID) {
        more++;
        continue;
      }
      String path = plain(entry.getKey().path());
      sentences.add(verdict + " changes if " + path + " is " + entry.getValue().flipsAt()
          + " (assumed: " + assumed(entry.getKey()) + "); to settle it, "
          + Measurement.of(path) + ".");
    }
    if (more > 0) {
      sentences.add("It changes with " + more + " further assumption" + (more == 1 ? "" : "s")
          + ", see there.");
    }
    return sentences;
  }

  private String assumed(Assumption one) {
    String value = answers.get(one).assumed();
    return value.equals("a map") ? "as in the model" : value;
  }

  /** All assumptions, with what turns the verdict, what was tried, and what would settle it. */
  void write(ArrayNode node) {
    for (Assumption one : base.assumptions()) {
      Answer answer = answers.get(one);
      ObjectNode row = node.addObject();
      row.put("path", one.path()).put("text", one.text());
      row.put("tried", answer != null);
      row.put("flipsAt", answer == null ? null : answer.flipsAt());
      if (answer != null && answer.flipsAt() != null) {
        row.put("measure", Measurement.of(plain(one.path())));
      }
    }
  }
}
