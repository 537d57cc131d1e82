package dev.headroom.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.functions.Functions.Function;
import dev.headroom.measure.Measure;
import dev.headroom.results.Table;
import dev.headroom.results.Table.Column;
import dev.headroom.results.Table.Kind;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Judgement.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of many scenarios, in the order of the plan. */
public final class FunctionsResult {
  /** What its kind of document is called. */
  public static final String SCHEMA = "headroom/functions/v1";

  private static final int PLACES = 6;

  private final Functions functions;
  private final List<Done> done = new ArrayList<>();

  /** A scenario with all its days. */
  private record Done(Function function, List<FunctionRow> rows, Judgement judgement) {
    double mean(int measure) {
      return rows.stream().mapToDouble(row -> row.values()[measure]).sum() / rows.size();
    }

    String verdict() {
      return function.judged() ? judgement.verdict().label() : "none";
    }

    /** Names of all objectives that some day violates. */
    Collection<String> violated() {
      TreeSet<String> names = new TreeSet<>();
      rows.forEach(row -> names.addAll(row.violated()));
      return names;
    }
  }

  private FunctionsResult(Functions functions) {
    this.functions = functions;
  }

  /**
   * Collects rows in any order.
   *
   * @param risk share of days that may violate an objective
   * @return scenarios with all their days; those that lack one are left out
   */
  public static FunctionsResult of(Functions functions, List<FunctionRow> rows, double risk) {
    TreeMap<Integer, TreeMap<Integer, FunctionRow>> all = new TreeMap<>();
    for (FunctionRow row : rows) {
      all.computeIfAbsent(row.function(), none -> new TreeMap<>()).put(row.day(), row);
    }
    FunctionsResult result = new FunctionsResult(functions);
    all.forEach((number, days) -> {
      if (days.size() == functions.plan().runs()) {
        int violated = (int)
            days.values().stream().filter(row -> !row.violated().isEmpty()).count();
        result.done.add(new Done(
            functions.all().get(number),
            List.copyOf(days.values()),
            new Judgement(violated, days.size(), risk)));
      }
    });
    return result;
  }

  /** Scenarios with all their days. */
  public int done() {
    return done.size();
  }

  /** Whether some lack days. */
  public boolean partial() {
    return done.size() < functions.all().size();
  }

  /** The worst verdict of all that have objectives: fail, inconclusive, pass or none. */
  public String state() {
    for (Verdict verdict : List.of(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS)) {
      if (done.stream().anyMatch(one -> one.verdict().equals(verdict.label()))) {
        return verdict.label();
      }
    }
    return "none";
  }

  /** A row for each scenario: its verdict and the means of its days. Times in ms. */
  public Table table() {
    List<Column> columns = new ArrayList<>(List.of(
        new Column("file", Kind.TEXT),
        new Column("name", Kind.TEXT),
        new Column("seed", Kind.TEXT),
        new Column("verdict", Kind.TEXT),
        new Column("violated_runs", Kind.WHOLE),
        new Column("runs", Kind.WHOLE),
        new Column("violated", Kind.TEXT)));
    Functions.MEASURES.forEach(one -> columns.add(new Column(one.name(), Kind.NUMBER)));
    Table table = new Table(columns);
    for (Done one : done) {
      List<Object> cells = new ArrayList<>(List.of(
          one.function().file(),
          one.function().name(),
          Long.toString(one.function().seed()),
          one.verdict(),
          one.judgement().violated(),
          one.judgement().runs(),
          String.join("; ", one.violated())));
      for (int m = 0; m < Functions.MEASURES.size(); m++) {
        cells.add(one.mean(m));
      }
      table.row(cells);
    }
    return table;
  }

  /** A row for each day of each scenario, with the run's fingerprint. Times in ms. */
  public Table runs() {
    List<Column> columns = new ArrayList<>(List.of(
        new Column("file", Kind.TEXT),
        new Column("run", Kind.WHOLE),
        new Column("fingerprint", Kind.TEXT),
        new Column("violated", Kind.TEXT)));
    Functions.MEASURES.forEach(one -> columns.add(new Column(one.name(), Kind.NUMBER)));
    Table table = new Table(columns);
    for (Done one : done) {
      for (FunctionRow row : one.rows()) {
        List<Object> cells = new ArrayList<>(List.of(
            one.function().file(),
            row.day(),
            String.format("%016x", row.fingerprint()),
            String.join("; ", row.violated())));
        for (double value : row.values()) {
          cells.add(value);
        }
        table.row(cells);
      }
    }
    return table;
  }

  /** Everything as one document. */
  public ObjectNode document() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    root.put("runs", functions.plan().runs());
    root.put("functionCount", functions.all().size());
    root.put("finished", done.size());
    root.put("partial", partial());
    root.putObject("verdict").put("state", state());
    ObjectNode total = root.putObject("total");
    for (int m = 0; m < Functions.MEASURES.size(); m++) {
      Measure measure = Functions.MEASURES.get(m);
      if (measure.name().startsWith("cost.")) {
        int at = m;
        measure(total, measure, done.stream().mapToDouble(one -> one.mean(at)).sum());
      }
    }
    ArrayNode list = root.putArray("functions");
    for (Done one : done) {
      ObjectNode node = list.addObject();
      node.put("file", one.function().file());
      node.put("name", one.function().name());
      node.put("seed", one.function().seed());
      node.put("verdict", one.verdict());
      node.put("violatedRuns", one.judgement().violated());
      one.violated().forEach(node.putArray("violated")::add);
      ObjectNode measures = node.putObject("measures");
      for (int m = 0; m < Functions.MEASURES.size(); m++) {
        measure(measures, Functions.MEASURES.get(m), one.mean(m));
      }
    }
    return root;
  }

  private static void measure(ObjectNode node, Measure measure, double value) {
    ObjectNode each = node.putObject(measure.name());
    if (Double.isFinite(value)) {
      each.put("mean", Decimals.toDecimal(value, PLACES));
    } else {
      each.putNull("mean");
    }
    each.put("infinite", Double.isInfinite(value));
    each.put("shown", measure.show(value));
  }
}
