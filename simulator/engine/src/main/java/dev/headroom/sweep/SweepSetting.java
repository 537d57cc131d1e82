package dev.headroom.sweep;

import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.review.Aftermath;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Sample;
import java.util.List;

/** One setting with all its days. */
final class SweepSetting {
  private final Sweep sweep;
  private final int number;
  private final List<SweepRow> rows;
  private final Judgement judgement;

  SweepSetting(Sweep sweep, List<SweepRow> rows, double risk) {
    this.sweep = sweep;
    this.number = rows.get(0).setting();
    this.rows = rows;
    int violated = 0;
    for (SweepRow row : rows) {
      violated += refused() == null && keeps(row) ? 0 : 1;
    }
    this.judgement = new Judgement(violated, rows.size(), risk);
  }

  private boolean keeps(SweepRow row) {
    return sweep.checks().stream()
        .allMatch(check -> check.warning() || check.holds(value(row, check.measure())));
  }

  private double value(SweepRow row, Measure measure) {
    for (int m = 0; m < sweep.measures().size(); m++) {
      if (sweep.measures().get(m).name().equals(measure.name())) {
        return row.values()[m];
      }
    }
    throw new IllegalArgumentException(measure.name() + " was not kept");
  }

  /** Its number in the design. */
  int number() {
    return number;
  }

  /** Why it is no scenario, or null. */
  String refused() {
    return rows.get(0).refused();
  }

  /** Whether days keep all objectives that count often enough. */
  Judgement judgement() {
    return judgement;
  }

  /** Whether it is a scenario and no simulated day violated an objective. */
  boolean feasible() {
    return refused() == null && judgement.violated() == 0;
  }

  /** Whether it may be feasible still: its days do not prove that it is not. */
  boolean open() {
    return refused() == null && judgement.verdict() != Judgement.Verdict.FAIL;
  }

  /** A measure day by day. */
  double[] values(Measure measure) {
    return rows.stream().mapToDouble(row -> value(row, measure)).toArray();
  }

  Sample sample(Measure measure) {
    return Sample.of(values(measure));
  }

  /** The mean, infinite where a day's is. */
  double mean(Measure measure) {
    return refused() == null ? sample(measure).mean() : Double.NaN;
  }

  /** Days on which an objective was violated. */
  int violated(ObjectiveCheck check) {
    int violated = 0;
    for (SweepRow row : rows) {
      violated += check.holds(value(row, check.measure())) ? 0 : 1;
    }
    return violated;
  }

  /** The worst that became of one of its days. */
  Aftermath aftermath() {
    Aftermath worst = Aftermath.CALM;
    for (SweepRow row : rows) {
      worst = row.aftermath().compareTo(worst) > 0 ? row.aftermath() : worst;
    }
    return worst;
  }

  /** Days with that end. */
  int days(Aftermath aftermath) {
    return (int) rows.stream().filter(row -> row.aftermath() == aftermath).count();
  }

  List<SweepRow> rows() {
    return rows;
  }

  /** What it sets, for people: {@code concurrency.max = 20, scale.min = 4}. */
  String label() {
    StringBuilder label = new StringBuilder();
    List<String> values = sweep.design().values(number);
    for (int a = 0; a < values.size(); a++) {
      label
          .append(a == 0 ? "" : ", ")
          .append(sweep.design().axes().get(a).label())
          .append(" = ")
          .append(values.get(a));
    }
    return label.toString();
  }
}
