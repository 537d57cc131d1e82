package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Say;
import dev.headroom.traffic.Thinning;
import java.util.Locale;
import java.util.function.Function;

/**
 * Whether and how soon a run came to itself after its worst time.
 *
 * <p>Self-sustaining (metastable: Bronson, Aghayev, Charapko, Zhu, "Metastable Failures in
 * Distributed Systems", HotOS 2021) is what goes on failing after the trigger at a load that is
 * served where the trigger has not been: before it in the same run, or in a run of the same traffic
 * with the trigger thinned to the usual level.
 */
final class Recovery {
  /** Halvings of the load after the trigger: the answer is good to a 32nd of that load. */
  private static final int HALVINGS = 5;

  /** What became of it. */
  enum State {
    /** Failures ceased and the backlog was gone while traffic lasted. */
    RECOVERED,
    /** The traffic ended first, or it was about to get better. */
    TRACE_ENDED,
    /** It goes on at a load that is served without the trigger. */
    SELF_SUSTAINING,
    /** The load after the trigger fails without it as well. */
    OVERLOADED,
    /** It goes on, and nothing says whether the trigger is to blame. */
    NOT_RECOVERED
  }

  private final Incident incident;
  private final State state;
  /**
   * Highest load after the trigger that was seen to recover in the time left of the traffic, lowest
   * that was not; else NaN.
   */
  private double recoversAt = Double.NaN;

  private double failsAt = Double.NaN;

  private Recovery(Incident incident, Function<Thinning, Facts> rerun, boolean search) {
    this.incident = incident;
    this.state = judge(rerun);
    if (search && state == State.SELF_SUSTAINING && rerun != null) {
      search(rerun);
    }
  }

  /**
   * The recovery of a run, or null where there was nothing to recover from.
   *
   * @param rerun runs the same scenario and seed with less traffic; null where no time is to be
   *     spent on that
   */
  static Recovery of(Facts facts, Function<Thinning, Facts> rerun) {
    Incident incident = Incident.of(facts);
    return incident == null ? null : new Recovery(incident, rerun, true);
  }

  /** The same without the load at which it would recover, which takes several runs to find. */
  static Recovery judged(Facts facts, Function<Thinning, Facts> rerun) {
    Incident incident = Incident.of(facts);
    return incident == null ? null : new Recovery(incident, rerun, false);
  }

  State state() {
    return state;
  }

  private State judge(Function<Thinning, Facts> rerun) {
    if (incident.recovered()) {
      return State.RECOVERED;
    }
    if (!incident.stuck()) {
      return State.TRACE_ENDED;
    }
    if (!incident.byLoad()) {
      return State.NOT_RECOVERED;
    }
    if (incident.servedBefore()) {
      return State.SELF_SUSTAINING;
    }
    if (rerun == null) {
      return State.NOT_RECOVERED;
    }
    LoadSeries series = incident.series();
    int bins = incident.end() - incident.from();
    double came = LoadSeries.sum(series.offered, incident.from(), incident.end()) / bins;
    Facts without =
        rerun.apply(new Thinning(ns(incident.from()), ns(incident.end()), series.level / came));
    return incident.wellAtEndOf(new LoadSeries(without)) ? State.SELF_SUSTAINING : State.OVERLOADED;
  }

  private long ns(int bin) {
    return bin * incident.series().binNs;
  }

  private void search(Function<Thinning, Facts> rerun) {
    double well = 0;
    double ill = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double keep = (well + ill) / 2;
      Facts facts = rerun.apply(new Thinning(ns(incident.end()), Long.MAX_VALUE, keep));
      if (incident.wellAtEndOf(new LoadSeries(facts))) {
        well = keep;
      } else {
        ill = keep;
      }
    }
    recoversAt = well * incident.afterPerSecond();
    failsAt = ill * incident.afterPerSecond();
  }

  /** Seconds from the end of the trigger until failures ceased, 0 where they did before. */
  private double failuresSeconds() {
    return incident.failsAtEnd()
        ? Double.NaN
        : incident.series().seconds(Math.max(0, incident.failedUntil() - incident.end()));
  }

  private double backlogSeconds() {
    int cleared = incident.clearedAt();
    return cleared < 0 || cleared > incident.series().trafficBins && !incident.recovered()
        ? Double.NaN
        : incident.series().seconds(cleared - incident.end());
  }

  private double recoveredSeconds() {
    return Math.max(failuresSeconds(), backlogSeconds());
  }

  private double retryShareDuring() {
    int to = Math.max(incident.end(), incident.from() + 1);
    return incident.series().retryShare(incident.from(), to);
  }

  private double retryShareAfter() {
    int to = state == State.RECOVERED
        ? Math.max(incident.failedUntil(), incident.clearedAt())
        : incident.series().trafficBins;
    int atLeast = Math.min(incident.end() + 1, incident.series().attempts.length);
    return incident.series().retryShare(incident.end(), Math.max(to, atLeast));
  }

  void write(ObjectNode node) {
    LoadSeries series = incident.series();
    node.put("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    node.put("trigger", incident.byLoad() ? "load" : "unknown");
    ResultDocument.put(node, "triggerFrom", series.seconds(incident.from()), 6);
    ResultDocument.put(node, "triggerEnd", series.seconds(incident.end()), 6);
    ResultDocument.put(node, "usualPerSecond", series.perSecond(series.level), 6);
    ResultDocument.put(node, "afterPerSecond", incident.afterPerSecond(), 6);
    ResultDocument.put(node, "failuresCeasedSeconds", failuresSeconds(), 6);
    ResultDocument.put(node, "backlogClearedSeconds", backlogSeconds(), 6);
    ResultDocument.put(
        node, "recoveredSeconds", state == State.RECOVERED ? recoveredSeconds() : Double.NaN, 6);
    ResultDocument.put(node, "retryShareDuring", retryShareDuring(), 6);
    ResultDocument.put(node, "retryShareAfter", retryShareAfter(), 6);
    if (!Double.isNaN(failsAt)) {
      ResultDocument.put(node, "recoversAtPerSecond", recoversAt, 6);
      ResultDocument.put(node, "failsAtPerSecond", failsAt, 6);
    }
  }

  /** Whether there is something to say: not where a trace is its spike, with nothing around it. */
  boolean tells() {
    return state != State.TRACE_ENDED
        || incident.from() >= LoadSeries.WINDOW
        || incident.after() >= Incident.JUDGED_BINS;
  }

  /** One sentence for people. */
  String sentence() {
    LoadSeries series = incident.series();
    String since = (incident.byLoad() ? "the spike ended at " : "failures began at ")
        + Say.clock(ns(incident.end()));
    String load = Say.digits(incident.afterPerSecond()) + " requests/s";
    String left = Say.seconds(series.seconds(incident.after()));
    String what =
        switch (state) {
          case RECOVERED -> recovered(since);
          case TRACE_ENDED ->
            "Whether it recovers is not known: the traffic ended first, " + left + " after "
                + since;
          case SELF_SUSTAINING ->
            "Does not recover by itself: " + left + " after " + since + ", " + load
                + " still fail though that load is served where no spike has been" + limit();
          case OVERLOADED ->
            "Does not recover: the " + load + " after " + since
                + " are too much without the spike as well";
          case NOT_RECOVERED ->
            "Does not recover: requests fail until the traffic ends, " + left + " after " + since;
        };
    return what + retries() + ".";
  }

  private String recovered(String since) {
    return recoveredSeconds() == 0
        ? "Recovered before " + since
        : "Recovered " + Say.seconds(recoveredSeconds()) + " after " + since
            + " (failures ceased after " + Say.seconds(failuresSeconds())
            + ", backlog cleared after " + Say.seconds(backlogSeconds()) + ")";
  }

  private String retries() {
    double after = retryShareAfter();
    if (!incident.byLoad()) {
      return after > 0 ? "; retries made " + Say.percent(after) + " of the attempts since" : "";
    }
    return retryShareDuring() > 0 || after > 0
        ? "; retries made " + Say.percent(retryShareDuring()) + " of the attempts during it, "
            + (Double.isNaN(after) ? "none came" : Say.percent(after)) + " after"
        : "";
  }

  private String limit() {
    if (Double.isNaN(failsAt)) {
      return "";
    }
    return recoversAt == 0
        ? "; it did not recover at " + Say.digits(failsAt) + " requests/s either"
        : "; it does not recover until the load falls below " + Say.digits(failsAt)
            + " requests/s (at " + Say.digits(recoversAt) + " it did in the time left; same seed)";
  }
}
