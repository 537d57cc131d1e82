package dev.headroom.comparison;

import dev.headroom.comparison.CostCurve.Crossing;
import dev.headroom.comparison.CostCurve.Point;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Which is cheapest at which multiple of the traffic, and where objectives break. */
final class CurveSentences {
  private final CostCurve curve;
  private final List<Contender> contenders;
  private final List<String> sentences = new ArrayList<>();

  CurveSentences(CostCurve curve, List<Contender> contenders) {
    this.curve = curve;
    this.contenders = contenders;
  }

  List<String> of() {
    if (curve.points().isEmpty()) {
      return sentences;
    }
    String cheapest = stretches(p -> curve.cheapest(curve.points().get(p), false));
    if (cheapest.isEmpty()) {
      sentences.add("What costs least is not known: not all of them have prices.");
    } else {
      sentences.add("Cheapest by mean cost, objectives aside: " + cheapest + " of this traffic.");
    }
    curve.crossings().forEach(this::crossing);
    boolean broken = false;
    for (int c = 0; c < contenders.size(); c++) {
      broken |= breaks(c);
    }
    if (broken && !cheapest.isEmpty()) {
      String keeping = stretches(p -> curve.cheapest(curve.points().get(p), true));
      sentences.add("Cheapest of those not found to violate an objective: "
          + (keeping.isEmpty() ? "none at any multiple simulated." : keeping + "."));
    }
    return sentences;
  }

  private void crossing(Crossing crossing) {
    String below = contenders.get(crossing.below()).name();
    String above = contenders.get(crossing.above()).name();
    if (crossing.from() == 0 || Double.isInfinite(crossing.to())) {
      int runs = curve.points().get(0).at().runs();
      sentences.add("By mean cost the cheaper of " + below + " and " + above + " changes, but in "
          + runs + (runs == 1 ? " day" : " days") + " their difference is within chance; more"
          + " --runs may tell where.");
      return;
    }
    sentences.add("Crossover: up to " + CostCurve.times(crossing.from()) + " " + below
        + " is cheaper than " + above + ", from " + CostCurve.times(crossing.to())
        + " on dearer.");
  }

  private boolean breaks(int contender) {
    Set<String> names = new LinkedHashSet<>();
    for (Point point : curve.points()) {
      names.addAll(CostCurve.broken(point, contender));
    }
    for (String name : names) {
      String where = stretches(
          p -> CostCurve.broken(curve.points().get(p), contender).contains(name) ? contender : -1);
      sentences.add("Violated: " + where.replaceFirst(" at ", " breaks " + name + " at ") + ".");
    }
    return !names.isEmpty();
  }

  /** Neighbouring points with one answer as a stretch: {@code a at 0.1x to 2x, b at 5x}. */
  private String stretches(IntUnaryOperator answer) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int size = curve.points().size();
    for (int p = 1; p <= size; p++) {
      int one = answer.applyAsInt(from);
      if (p < size && answer.applyAsInt(p) == one) {
        continue;
      }
      if (one >= 0) {
        String low = CostCurve.times(curve.points().get(from).multiple());
        String high = CostCurve.times(curve.points().get(p - 1).multiple());
        boolean repeated = !parts.isEmpty()
            && parts.get(parts.size() - 1).startsWith(contenders.get(one).name() + " at ");
        parts.add((repeated ? "" : contenders.get(one).name() + " at ")
            + (low.equals(high) ? low : low + " to " + high));
      }
      from = p;
    }
    return String.join(", ", parts);
  }
}
