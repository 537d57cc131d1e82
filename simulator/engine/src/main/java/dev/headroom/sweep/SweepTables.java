package dev.headroom.sweep;

import dev.headroom.measure.Measure;
import dev.headroom.results.Table;
import dev.headroom.results.Table.Column;
import dev.headroom.results.Table.Kind;
import dev.headroom.review.Aftermath;
import dev.headroom.settings.Axis;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A sweep as tables for other programs. Times in ms; an infinite latency is of failed requests. */
public final class SweepTables {
  private SweepTables() {}

  /**
   * A row for each setting, best first: its values, whether it keeps the objectives, and each
   * measure with its interval.
   */
  public static Table settings(SweepResult result) {
    Sweep sweep = result.sweep();
    List<Column> columns = new ArrayList<>(List.of(new Column("setting", Kind.WHOLE)));
    axes(columns, sweep);
    columns.addAll(List.of(
        new Column("feasible", Kind.TRUTH),
        new Column("verdict", Kind.TEXT),
        new Column("violated_runs", Kind.WHOLE),
        new Column("runs", Kind.WHOLE),
        new Column("frontier", Kind.TRUTH),
        new Column("aftermath", Kind.TEXT),
        new Column("metastable_runs", Kind.WHOLE)));
    for (Measure measure : sweep.measures()) {
      for (String part : List.of("", " ci_low", " ci_high")) {
        columns.add(new Column(measure.name() + part, Kind.NUMBER));
      }
    }
    Table table = new Table(columns);
    List<Integer> frontier = result.frontier();
    for (SweepSetting one : result.ranked()) {
      List<Object> cells = new ArrayList<>(List.of(one.number()));
      cells.addAll(sweep.design().values(one.number()));
      cells.add(one.feasible());
      cells.add(result.judged() ? one.judgement().verdict().label() : "none");
      cells.add(one.judgement().violated());
      cells.add(one.judgement().runs());
      cells.add(frontier.contains(one.number()));
      cells.add(one.aftermath().label());
      cells.add(one.days(Aftermath.SELF_SUSTAINING));
      for (Measure measure : sweep.measures()) {
        Sample sample = one.sample(measure);
        cells.add(sample.mean());
        cells.add(sample.meanInterval().low());
        cells.add(sample.meanInterval().high());
      }
      table.row(cells);
    }
    return table;
  }

  /** A row for each day of each setting, in their order, with the run's fingerprint. */
  public static Table runs(SweepResult result) {
    Sweep sweep = result.sweep();
    List<Column> columns =
        new ArrayList<>(List.of(new Column("setting", Kind.WHOLE), new Column("run", Kind.WHOLE)));
    axes(columns, sweep);
    columns.add(new Column("fingerprint", Kind.TEXT));
    columns.add(new Column("aftermath", Kind.TEXT));
    sweep.measures().forEach(one -> columns.add(new Column(one.name(), Kind.NUMBER)));
    Table table = new Table(columns);
    List<SweepSetting> byNumber = result.ranked().stream()
        .sorted(Comparator.comparingInt(SweepSetting::number))
        .toList();
    for (SweepSetting one : byNumber) {
      for (SweepRow row : one.rows()) {
        List<Object> cells = new ArrayList<>(List.of(row.setting(), row.day()));
        cells.addAll(sweep.design().values(row.setting()));
        cells.add(String.format("%016x", row.fingerprint()));
        cells.add(row.aftermath().label());
        for (double value : row.values()) {
          cells.add(value);
        }
        table.row(cells);
      }
    }
    return table;
  }

  private static void axes(List<Column> columns, Sweep sweep) {
    for (Axis axis : sweep.design().axes()) {
      columns.add(new Column(axis.path(), Kind.TEXT));
    }
  }
}
