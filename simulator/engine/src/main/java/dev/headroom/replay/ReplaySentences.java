package dev.headroom.replay;

import dev.headroom.measure.Measure;
import dev.headroom.measure.Say;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a replay found, in sentences. */
final class ReplaySentences {
  /** A parameter whose sets that fit span more than this share of its scale is open. */
  static final double OPEN_SHARE = 0.75;

  /** Requests of metrics and trace may differ by this share before it is said. */
  private static final double REQUESTS_SHARE = 0.1;

  private final Replay replay;
  private final int sets;

  ReplaySentences(Replay replay) {
    this.replay = replay;
    this.sets = replay.sets.size();
  }

  List<String> all() {
    List<String> sentences = new ArrayList<>();
    sentences.add(fitted());
    sentences.add(predicted());
    String requests = requests();
    if (requests != null) {
      sentences.add(requests);
    }
    if (replay.refused()) {
      sentences.add("REFUSED: no counterfactual, since " + replay.refusal() + ", allowed: "
          + Say.percent(replay.request.misfitMost()) + " (--max-misfit); --force gives them all the"
          + " same.");
    } else if (replay.outcomes != null) {
      if (replay.refusal() != null) {
        sentences.add("FORCED: do not lean on what follows, since " + replay.refusal() + ".");
      }
      for (int w = 1; w <= replay.request.whatIfs().size(); w++) {
        sentences.add(whatIf(w));
      }
    }
    return sentences;
  }

  private String fitted() {
    String from = Say.clock(replay.observed.startNs(replay.until));
    String how = replay.request.fitUntil() != null
        ? "as --fit-until says"
        : replay.found == null
            ? "two thirds since no metric changes clearly (--fit-until says it better)"
            : "where "
                + replay.found.in().stream().map(Metric::label).collect(Collectors.joining(" and "))
                + " begin to change";
    double best = replay.fit.best().before().total();
    return "Fitted to the " + replay.until + " intervals of "
        + Say.seconds(replay.observed.lengthNs() / 1e9) + " before " + from + ", " + how + ": "
        + sets + " of " + replay.fit.tried() + " parameter sets agree with what was observed, with"
        + " a misfit of " + Say.percent(best) + " at best and " + Say.percent(replay.fit.allowed())
        + " at most (two days of the best set differ by as much, or it is a point more).";
  }

  private String predicted() {
    double[] misfits = replay.incidentMisfits();
    double naive = replay.naive.misfit().total();
    if (Double.isNaN(replay.predicted()) || Double.isNaN(naive)) {
      return "Nothing was observed from then on that a prediction could be held against.";
    }
    long beat = Arrays.stream(misfits).filter(misfit -> misfit < naive).count();
    return "From then on the model is off by " + Say.percent(replay.predicted()) + " ("
        + Say.percent(misfits[0]) + " to " + Say.percent(misfits[misfits.length - 1])
        + "); a guess without a model, " + replay.naive.how() + ", by " + Say.percent(naive)
        + ": the model "
        + (replay.beatsNaive() ? "beats it by " : "does NOT beat it, it is worse by ")
        + Say.digits(Math.abs(naive - replay.predicted()) * 100) + " points (" + beat + " of "
        + sets + " sets beat it).";
  }

  private String requests() {
    double seen = 0;
    double said = 0;
    double[] observed = replay.observed.of(Metric.REQUESTS);
    double[] offered = replay.fit.best().series().of(Metric.REQUESTS);
    for (int i = 0; i < observed.length; i++) {
      seen += Double.isNaN(observed[i]) ? 0 : observed[i];
      said += Double.isNaN(observed[i]) ? 0 : offered[i];
    }
    return seen == 0 || Math.abs(said - seen) <= REQUESTS_SHARE * seen
        ? null
        : "The trace has " + Say.digits(said) + " requests where the metrics have "
            + Say.digits(seen) + ": they may not be of the same traffic, or one counts retries.";
  }

  private String whatIf(int w) {
    double[] failed = replay.values(w, Replay.MEASURES.get(0));
    double[] was = replay.values(0, Replay.MEASURES.get(0));
    long none = Arrays.stream(failed).filter(count -> count == 0).count();
    long fewer = 0;
    for (int s = 0; s < sets; s++) {
      fewer += failed[s] < was[s] ? 1 : 0;
    }
    String with = "With " + replay.request.whatIfs().get(w - 1) + ", ";
    if (Arrays.stream(was).allMatch(count -> count == 0) && none == sets) {
      Measure p99 = Replay.MEASURES.get(1);
      return with + "no request fails, as before; p99 " + range(replay.values(w, p99), p99)
          + " (as it was " + range(replay.values(0, p99), p99) + ").";
    }
    Measure count = Replay.MEASURES.get(0);
    String numbers = "; failed " + range(failed, count) + " (as it was " + range(was, count)
        + observedFailures() + ").";
    if (none > 0) {
      return with + "in " + none + " of " + sets + " parameter sets that fit, no request fails"
          + numbers;
    }
    return with + "requests fail in all " + sets + " parameter sets that fit, fewer than as it was"
        + " in " + fewer + numbers;
  }

  private String observedFailures() {
    double sum = Arrays.stream(replay.observed.of(Metric.ERRORS))
        .filter(value -> !Double.isNaN(value))
        .sum();
    return replay.metrics.contains(Metric.ERRORS) ? ", observed " + Say.digits(sum) : "";
  }

  private static String range(double[] values, Measure measure) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    String low = measure.show(sorted[0]);
    String high = measure.show(sorted[sorted.length - 1]);
    return low.equals(high) ? low : low + " to " + high;
  }
}
