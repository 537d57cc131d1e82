package dev.headroom.comparison;

import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement.Verdict;
import dev.headroom.statistics.Paired;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What contenders cost at multiples of the traffic, and between which multiples the cheapest
 * changes. A higher multiple only adds requests, and all contenders meet the same ones.
 */
public final class CostCurve {
  /** Points of a range where nobody says how many. */
  public static final int POINTS = 9;

  private static final int POINTS_MAX = 100;
  private static final double MULTIPLE_MAX = 100;

  /** A crossing is looked for until its bracket is this narrow. */
  private static final double NARROW = 1.02;

  private static final int HALVINGS_MAX = 8;
  private static final int EDGE_HALVINGS = 4;
  private static final Measure MONTH = Measure.of("cost.month", "");

  private final List<Point> points;
  private final Measure cost;
  private final List<Crossing> crossings = new ArrayList<>();

  /** The contenders at a multiple of the traffic. */
  record Point(double multiple, Comparison at) {}

  /**
   * Where the cheapest changes.
   *
   * @param below number of the contender that is cheaper below
   * @param above number of the one that is cheaper above
   * @param from highest multiple found at which {@code below} is cheaper beyond chance; 0 if none
   * @param to lowest found at which {@code above} is; infinite if none
   */
  record Crossing(int below, int above, double from, double to) {}

  private CostCurve(List<Point> points) {
    this.points = List.copyOf(points);
    boolean months = points.stream().allMatch(point -> isKnown(point, MONTH));
    this.cost = months ? MONTH : Comparison.COST;
  }

  private static boolean isKnown(Point point, Measure measure) {
    for (int c = 0; c < point.at().contenders().size(); c++) {
      if (!point.at().outcomes().sample(c, measure).isFinite()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads multiples: {@code 0.1..50} for so many points in equal ratios and 1 where it lies
   * between, or a list {@code 1,2,5}.
   *
   * @throws UserError where it is neither (exit 2)
   */
  public static List<Double> multiples(String text) {
    List<Double> multiples = new ArrayList<>();
    String[] ends = text.split("\\.\\.", -1);
    if (ends.length == 2) {
      double from = multiple(text, ends[0]);
      double to = multiple(text, ends[1]);
      if (!(from < to)) {
        throw wrong(text);
      }
      for (int i = 0; i < POINTS; i++) {
        double at = from * StrictMath.pow(to / from, (double) i / (POINTS - 1));
        boolean end = i == 0 || i == POINTS - 1;
        multiples.add(end ? (i == 0 ? from : to) : rounded(at));
      }
      if (from < 1 && 1 < to && !multiples.contains(1.0)) {
        multiples.add(1.0);
      }
    } else {
      for (String part : text.split(",", -1)) {
        multiples.add(multiple(text, part));
      }
    }
    List<Double> sorted = multiples.stream().distinct().sorted().toList();
    if (sorted.size() < 2 || sorted.size() > POINTS_MAX) {
      throw wrong(text);
    }
    return sorted;
  }

  private static double multiple(String text, String part) {
    if (part.strip().matches("\\d{1,3}(\\.\\d{1,4})?")) {
      double value = Double.parseDouble(part.strip());
      if (value >= 0.001 && value <= MULTIPLE_MAX) {
        return value;
      }
    }
    throw wrong(text);
  }

  private static UserError wrong(String text) {
    return UserError.invalid("--scale-rate: " + text + "; allowed: a range or 2 to " + POINTS_MAX
        + " multiples of the traffic, 0.001 to 100, e.g. 0.1..50 or 1,2,5");
  }

  /** Two significant digits. */
  private static double rounded(double value) {
    double step = StrictMath.pow(10, Math.floor(StrictMath.log10(value)) - 1);
    return Double.parseDouble(Decimals.format(Math.rint(value / step) * step, 4));
  }

  /**
   * Runs every contender at every multiple, then looks closer where the cheapest changes.
   *
   * @param multiples ascending
   */
  public static CostCurve of(
      List<Contender> contenders, List<Double> multiples, Comparison.Request request) {
    int perPoint = contenders.size() * request.runs();
    List<Point> points = new ArrayList<>();
    for (double multiple : multiples) {
      int done = points.size() * perPoint;
      Comparison at = at(contenders, multiple, request, done);
      if (at.partial()) {
        break;
      }
      points.add(new Point(multiple, at));
    }
    CostCurve curve = new CostCurve(points);
    if (points.size() == multiples.size()) {
      curve.findCrossings(contenders, request);
    }
    return curve;
  }

  private static Comparison at(
      List<Contender> contenders, double multiple, Comparison.Request request, int done) {
    List<Contender> scaled =
        contenders.stream().map(one -> one.scaled(multiple)).toList();
    Comparison.Request counted = new Comparison.Request(
        request.seed(), request.runs(), request.risk(), request.batch(), n -> request
            .finished()
            .accept(done + n));
    return Comparison.of(scaled, counted);
  }

  private void findCrossings(List<Contender> contenders, Comparison.Request request) {
    for (int p = 1; p < points.size(); p++) {
      int below = cheapest(points.get(p - 1), false);
      int above = cheapest(points.get(p), false);
      if (below >= 0 && above >= 0 && below != above) {
        crossings.add(crossing(contenders, below, above, p, request));
      }
    }
  }

  private Crossing crossing(
      List<Contender> contenders, int below, int above, int p, Comparison.Request request) {
    int low = p - 1;
    while (low >= 0 && sign(points.get(low).at(), below, above) <= 0) {
      low--;
    }
    int high = p;
    while (high < points.size() && sign(points.get(high).at(), below, above) >= 0) {
      high++;
    }
    double from = low < 0 ? 0 : points.get(low).multiple();
    double to =
        high == points.size() ? Double.POSITIVE_INFINITY : points.get(high).multiple();
    if (low < 0 || high == points.size()) {
      return new Crossing(below, above, from, to);
    }
    List<Contender> pair = List.of(contenders.get(below), contenders.get(above));
    ToIntFunction<Double> look = multiple -> look(pair, multiple, request);
    double open = Double.NaN;
    for (int i = 0; i < HALVINGS_MAX && to / from > NARROW && Double.isNaN(open); i++) {
      double middle = Math.sqrt(from * to);
      int sign = look.applyAsInt(middle);
      from = sign > 0 ? middle : from;
      to = sign < 0 ? middle : to;
      open = sign == 0 ? middle : open;
    }
    return Double.isNaN(open)
        ? new Crossing(below, above, from, to)
        : new Crossing(below, above, edge(look, from, open, 1), edge(look, to, open, -1));
  }

  /** From where it can be told towards where it cannot, as far as it still can. */
  private static double edge(ToIntFunction<Double> look, double told, double open, int sign) {
    double last = told;
    double not = open;
    for (int i = 0; i < EDGE_HALVINGS && Math.max(last / not, not / last) > NARROW; i++) {
      double middle = Math.sqrt(last * not);
      boolean still = look.applyAsInt(middle) == sign;
      last = still ? middle : last;
      not = still ? not : middle;
    }
    return last;
  }

  private int look(List<Contender> pair, double multiple, Comparison.Request request) {
    int done = points.size() * points.get(0).at().contenders().size() * request.runs();
    Comparison at = at(pair, multiple, request, done);
    return at.partial() ? 0 : sign(at, 0, 1);
  }

  /** 1 where the second costs more beyond chance, -1 where less, 0 where it cannot be told. */
  private int sign(Comparison at, int first, int second) {
    Paired paired = at.outcomes().paired(first, second, cost);
    return sign(paired);
  }

  /** The same of any difference; a single day is taken for itself. */
  static int sign(Paired paired) {
    Interval interval = paired.differences().meanInterval();
    double mean = paired.differences().mean();
    if (Double.isNaN(mean) || interval.isKnown() && interval.contains(0)) {
      return 0;
    }
    return (int) Math.signum(mean);
  }

  /**
   * Number of the cheapest contender, -1 where there is none.
   *
   * @param keeping whether only those count that are not found to violate an objective
   */
  int cheapest(Point point, boolean keeping) {
    int cheapest = -1;
    for (int c = 0; c < point.at().contenders().size(); c++) {
      boolean counts = !keeping || point.at().verdict(c) != Verdict.FAIL;
      if (counts && (cheapest < 0 || cost(point, c) < cost(point, cheapest))) {
        cheapest = Double.isNaN(cost(point, c)) ? cheapest : c;
      }
    }
    return cheapest;
  }

  /** Names of the objectives that a contender is found to violate there. */
  static List<String> broken(Point point, int contender) {
    return point.at().counted().stream()
        .filter(check -> point.at().judge(contender, check).verdict() == Verdict.FAIL)
        .map(ObjectiveCheck::name)
        .toList();
  }

  /** Mean cost of a contender. */
  double cost(Point point, int contender) {
    return point.at().outcomes().sample(contender, cost).mean();
  }

  Measure cost() {
    return cost;
  }

  /** Ascending; fewer than asked for only where it was stopped. */
  List<Point> points() {
    return points;
  }

  List<Crossing> crossings() {
    return crossings;
  }

  /** A multiple as people read it. */
  static String times(double multiple) {
    return Decimals.format(multiple, multiple >= 10 ? 1 : multiple >= 1 ? 2 : 3) + "x";
  }
}
