package dev.headroom.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Say;
import dev.headroom.scenario.Scenario.Objective;
import dev.headroom.search.Limits.Bottleneck;
import dev.headroom.search.Limits.Changed;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.List;

/** The answer of {@code headroom limits} as one document, schema {@code headroom/limits/v1}. */
public final class LimitsDocument {
  /** So many changes are told in a sentence; the document has all. */
  private static final int CHANGES_TOLD = 2;

  private final Limits limits;

  private LimitsDocument(Limits limits) {
    this.limits = limits;
  }

  /** The document; null where not even one day was searched. */
  public static ObjectNode of(Limits limits) {
    return limits.days().isEmpty() ? null : new LimitsDocument(limits).build();
  }

  private ObjectNode build() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "headroom/limits/v1");
    root.put("name", limits.scenario().name());
    root.put("seed", limits.request().seed());
    root.put("runs", limits.days().size());
    root.put("partial", limits.partial());
    root.put("simulations", limits.runs());
    ArrayNode objectives = root.putArray("objectives");
    for (Objective objective : limits.scenario().objectives()) {
      if (!objective.warning()) {
        objectives.add(objective.expression());
      }
    }
    ObjectNode multiple = root.putObject("multiple");
    Sample sample = limits.sample();
    Nodes.put(multiple, "typical", typical().holds());
    Nodes.put(multiple, "mean", sample.mean());
    Nodes.put(multiple, "meanCi95", capped() ? Interval.UNKNOWN : sample.meanInterval());
    Nodes.put(multiple, "least", sample.least());
    Nodes.put(multiple, "greatest", sample.greatest());
    Nodes.put(multiple, "highestTried", limits.most());
    multiple.put("reachedHighestTried", capped());
    ArrayNode days = multiple.putArray("days");
    limits.days().forEach(day -> describe(days.addObject(), day));
    Nodes.put(root, "meanPerSecond", limits.meanPerSecond());
    Nodes.put(root, "limitPerSecond", limits.meanPerSecond() * typical().holds());
    root.put("bottleneckDay", limits.typical() + 1);
    ArrayNode bottlenecks = root.putArray("bottlenecks");
    limits.bottlenecks().forEach(one -> describe(bottlenecks.addObject(), one));
    Judgement judgement = limits.asItIs();
    ObjectNode verdict = root.putObject("verdict");
    verdict.put("state", state(judgement));
    verdict.put("violatedRuns", judgement.violated());
    Nodes.put(verdict, "ci95", judgement.interval());
    ArrayNode sentences = verdict.putArray("sentences");
    sentences().forEach(sentences::add);
    return root;
  }

  /**
   * The traffic as it is: fail where more days break than may; pass where none that was searched
   * does. The number of days says how sure that is, and the sentences say so.
   */
  private static String state(Judgement judgement) {
    return judgement.violated() == 0
        ? "pass"
        : judgement.verdict() == Judgement.Verdict.FAIL ? "fail" : "inconclusive";
  }

  private static void describe(ObjectNode node, Multiple multiple) {
    Nodes.put(node, "holds", multiple.holds());
    Nodes.put(node, "breaks", multiple.breaks());
  }

  private static void describe(ObjectNode node, Bottleneck one) {
    ArrayNode kinds = node.putArray("kinds");
    one.kinds().forEach(kinds::add);
    ArrayNode names = node.putArray("lifted");
    one.names().forEach(names::add);
    Nodes.put(node, "at", one.at().holds());
    describe(node.putObject("without"), one.without());
    ArrayNode changes = node.putArray("changes");
    for (Changed change : one.changes()) {
      ObjectNode object = changes.addObject();
      object.put("change", change.name());
      describe(object, change.multiple());
    }
  }

  private Multiple typical() {
    return limits.days().get(limits.typical());
  }

  private boolean capped() {
    return limits.days().stream().anyMatch(day -> Double.isInfinite(day.breaks()));
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(headline());
    int days = limits.days().size();
    if (limits.partial()) {
      sentences.add("Interrupted: what stands here is of the " + Say.count(days)
          + " days that were finished.");
    }
    if (days > 1 && !limits.sample().isConstant()) {
      Interval share = Interval.wilson(0, days);
      sentences.add("Plan for " + times(limits.sample().least()) + ", the least of " + days
          + " days: at most " + Say.percent(share.high()) + " of days would break there ("
          + Judgement.runsToPass(limits.request().risk()) + " days show "
          + Say.percent(limits.request().risk()) + ").");
    }
    List<Bottleneck> found = limits.bottlenecks();
    if (found.isEmpty() && !Double.isInfinite(typical().breaks()) && !limits.partial()) {
      sentences.add("Nothing that the run reached makes a difference when it is lifted alone or"
          + " together: the time that requests take themselves is what does not fit.");
    }
    for (int i = 0; i < found.size(); i++) {
      sentences.add(bottleneck(found.get(i), i == 0));
    }
    return sentences;
  }

  private String headline() {
    Multiple day = typical();
    int days = limits.days().size();
    String on = days == 1 ? "on the one day simulated" : "on the typical one of " + days + " days";
    if (day.holds() == 0) {
      return "No multiple of this traffic keeps the objectives: " + on + " even "
          + times(day.breaks()) + " violates one.";
    }
    String load = Double.isNaN(limits.meanPerSecond())
        ? ""
        : " (" + Say.digits(limits.meanPerSecond() * day.holds()) + " requests/s on average over"
            + " the trace)";
    if (Double.isInfinite(day.breaks())) {
      return "Holds " + times(day.holds()) + " this traffic" + load + ", the highest multiple that"
          + " is tried, " + on + ".";
    }
    String verb =
        day.holds() < 1 ? "Too much traffic: the objectives hold only up to " : "Holds up to ";
    String single = days == 1 ? "; a single day has no interval, see --runs" : "";
    return verb + times(day.holds()) + " this traffic" + load + " " + on + uncertainty() + "; at "
        + times(day.breaks()) + " it breaks" + single + ".";
  }

  private String uncertainty() {
    Sample sample = limits.sample();
    Interval mean = sample.meanInterval();
    if (sample.size() < 2 || capped()) {
      return "";
    }
    return sample.isConstant()
        ? ", the same on all"
        : ", mean " + times(sample.mean()) + ", 95 % interval " + times(mean.low()) + " to "
            + times(mean.high());
  }

  private String bottleneck(Bottleneck one, boolean first) {
    String what = String.join(" together with ", one.names());
    String then = Double.isInfinite(one.without().breaks())
        ? "it holds " + times(one.without().holds()) + ", the highest multiple that is tried"
        : "it holds up to " + times(one.without().holds());
    StringBuilder text = new StringBuilder();
    text.append(first ? "First bottleneck, at " : "Next, at ")
        .append(times(one.at().breaks()))
        .append(": ")
        .append(what)
        .append("; without ")
        .append(one.names().size() == 1 ? "it " : "them ")
        .append(then);
    List<Changed> told =
        one.changes().subList(0, Math.min(CHANGES_TOLD, one.changes().size()));
    for (Changed change : told) {
      text.append("; with ")
          .append(change.name())
          .append(' ')
          .append(Double.isInfinite(change.multiple().breaks()) ? "at least " : "up to ")
          .append(times(change.multiple().holds()));
    }
    return text.append('.').toString();
  }

  private static String times(double multiple) {
    return Say.digits(multiple) + "x";
  }
}
