package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Say;
import dev.headroom.results.Count;
import dev.headroom.review.Constraints.Constraint;
import dev.headroom.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Why a run is not as wanted, by but-for statements: the run is repeated with a constraint lifted,
 * and what vanishes is credited to it.
 *
 * <p>Each constraint that the run reached is lifted alone. Where no single one explains it, all are
 * lifted together, and those that the result does not need are put back one by one: what is left
 * caused it together. Two constraints that must meet to do harm are each a cause, as lifting
 * either is enough; two that each do it alone are found together only.
 *
 * <p>Objectives that are violated even without these causes have another, however small its share
 * of the whole: what mends most of the rest is named after them, until they hold or nothing helps.
 *
 * <p>It takes a run for each constraint, where they act together one more and again one each, and
 * for each cause of the rest one for each constraint left.
 */
final class Causes {
  /** What takes away a smaller share of the harm, or of the rest of it, is not named. */
  private static final double NAMED = 0.1;

  /** What takes away this share explains the run. */
  private static final double EXPLAINED = 0.9;

  /** Shares that lie so near each other are alike. */
  private static final double ALIKE = 0.05;

  /** From here on a storm is the retries' more than the trigger's. */
  private static final double SUSTAINS = 0.5;

  private final Facts facts;
  private final Harm harm;
  private final boolean selfSustaining;
  private final Reruns reruns;

  /**
   * A cause.
   *
   * @param constraint without which things are better
   * @param after the run without it
   * @param share of the harm that vanishes with it alone
   * @param together share that vanishes with all causes that have this set, or with it and those
   *     before it where it is one of the rest; NaN where it acts alone
   * @param left the run without the causes before it, where it is one of the rest, else null
   */
  record Cause(Constraint constraint, Facts after, double share, double together, Facts left) {
    boolean inSet() {
      return !Double.isNaN(together) && left == null;
    }
  }

  private Causes(Facts facts, Harm harm, boolean selfSustaining, Reruns reruns) {
    this.facts = facts;
    this.harm = harm;
    this.selfSustaining = selfSustaining;
    this.reruns = reruns;
  }

  /**
   * The causes of what is amiss in a run, the first to name first; none where nothing it reached
   * makes a difference.
   *
   * @param selfSustaining whether it went on failing at a load that is served without the trigger
   */
  static List<Cause> of(Facts facts, Harm harm, boolean selfSustaining, Reruns reruns) {
    return harm.any() ? new Causes(facts, harm, selfSustaining, reruns).search() : List.of();
  }

  private List<Cause> search() {
    List<Constraint> reached = Constraints.of(facts);
    List<Cause> alone = new ArrayList<>();
    for (Constraint one : reached) {
      if (!one.kind().isGeneral() || alone.stream().noneMatch(c -> c.share() >= EXPLAINED)) {
        Scenario without = one.lift().apply(facts.outcome.scenario());
        if (without != null) {
          Facts after = reruns.run(without);
          alone.add(new Cause(one, after, harm.vanished(after), Double.NaN, null));
        }
      }
    }
    double best = alone.stream().mapToDouble(Cause::share).max().orElse(0);
    List<Cause> causes = best >= EXPLAINED || alone.size() < 2 ? alone : together(alone, best);
    List<Cause> named = new ArrayList<>();
    for (Cause cause : causes) {
      if (cause.share() >= NAMED || cause.inSet()) {
        named.add(cause);
      }
    }
    named.sort(
        Comparator.comparing(this::rank).thenComparing(c -> c.constraint().kind()));
    addRest(named, alone);
    return named;
  }

  /** Adds what violates objectives still, without those that are named. */
  private void addRest(List<Cause> named, List<Cause> alone) {
    if (named.isEmpty() || !harm.ofObjectives()) {
      return;
    }
    Facts left = named.size() == 1 ? named.get(0).after() : without(named);
    while (left != null && harm.vanished(left) < 1) {
      Cause next = ofRest(named, alone, left);
      if (next == null) {
        return;
      }
      named.add(next);
      left = next.after();
    }
  }

  /** What mends most of what is left without the named ones; null where nothing mends enough. */
  private Cause ofRest(List<Cause> named, List<Cause> alone, Facts left) {
    double before = harm.vanished(left);
    double least = before + NAMED * (1 - before);
    Cause best = null;
    for (Cause other : alone) {
      if (named.stream().anyMatch(c -> c.constraint().equals(other.constraint()))) {
        continue;
      }
      List<Cause> lifted = new ArrayList<>(named);
      lifted.add(other);
      Facts after = without(lifted);
      double all = after == null ? -1 : harm.vanished(after);
      if (all >= least) {
        best = new Cause(other.constraint(), after, other.share(), all, left);
        least = all + ALIKE * (1 - before);
      }
    }
    return best;
  }

  /** Sets before singles; then by share, in steps within which shares are alike. */
  private int rank(Cause cause) {
    if (selfSustaining
        && cause.constraint().kind() == CauseKind.RETRIES
        && cause.share() >= SUSTAINS) {
      return Integer.MIN_VALUE;
    }
    int steps = -(int) Math.ceil((cause.share() - ALIKE / 2) / ALIKE);
    return cause.inSet() ? steps - 1000 : steps;
  }

  /** The causes with those marked that act together, if any do. */
  private List<Cause> together(List<Cause> alone, double best) {
    List<Cause> set = new ArrayList<>(alone);
    double all = vanished(set);
    if (!(all >= best + NAMED)) {
      return alone;
    }
    for (int i = alone.size() - 1; i >= 0; i--) {
      List<Cause> fewer = new ArrayList<>(set);
      fewer.remove(alone.get(i));
      double share = fewer.isEmpty() ? 0 : vanished(fewer);
      if (share >= all - ALIKE) {
        set = fewer;
        all = Math.max(all, share);
      }
    }
    if (set.size() < 2) {
      return alone;
    }
    List<Cause> marked = new ArrayList<>();
    for (Cause cause : alone) {
      marked.add(
          set.contains(cause)
              ? new Cause(cause.constraint(), cause.after(), cause.share(), all, null)
              : cause);
    }
    return marked;
  }

  private double vanished(List<Cause> lifted) {
    Facts after = without(lifted);
    return after == null ? -1 : harm.vanished(after);
  }

  /** The run without all of them, null where that is no valid scenario. */
  private Facts without(List<Cause> lifted) {
    Scenario without = facts.outcome.scenario();
    for (Cause cause : lifted) {
      without = without == null ? null : cause.constraint().lift().apply(without);
    }
    return without == null ? null : reruns.run(without);
  }

  /** The causes in words, empty where there are none. */
  static String sentence(List<Cause> causes, Facts facts) {
    if (causes.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("cause: ");
    List<Cause> set = causes.stream().filter(Cause::inSet).toList();
    if (!set.isEmpty()) {
      text.append("together, ");
      for (int i = 0; i < set.size(); i++) {
        text.append(i == 0 ? "" : i == set.size() - 1 ? " and " : ", ")
            .append(set.get(i).constraint().name());
      }
      text.append(": without all of them ")
          .append(Say.percent(set.get(0).together()))
          .append(" of what is amiss would not have happened");
    } else {
      text.append(butFor(causes.get(0), facts));
      if (causes.size() > 1 && causes.get(1).left() == null) {
        text.append("; ").append(butFor(causes.get(1), facts));
      }
    }
    for (Cause cause : causes) {
      if (cause.left() != null) {
        text.append("; ").append(butFor(cause, cause.left()));
      }
    }
    return text.toString();
  }

  private static String butFor(Cause cause, Facts before) {
    return "but for " + cause.constraint().name() + (cause.left() == null ? " " : " as well ")
        + effect(cause, before);
  }

  private static String effect(Cause cause, Facts facts) {
    long failed = facts.count(Count.FAILED);
    long vanished = failed - cause.after().count(Count.FAILED);
    if (vanished > 0 && cause.left() != null) {
      return (vanished == failed ? "none" : "only " + Say.count(failed - vanished)) + " of the "
          + Say.count(failed) + " failures left would have happened";
    }
    if (vanished > 0) {
      return Say.count(vanished) + " of the " + Say.count(failed)
          + " failures would not have happened";
    }
    double exhausted = facts.exhaustedSeconds();
    if (cause.after().exhaustedSeconds() < exhausted * EXPLAINED) {
      return "connections would have been exhausted "
          + Say.seconds(cause.after().exhaustedSeconds()) + ", not " + Say.seconds(exhausted);
    }
    double p99 = facts.latencyMs(0.99, true);
    double less = cause.after().latencyMs(0.99, true);
    return less < p99 && !Double.isInfinite(p99)
        ? "p99 would have been " + Say.milliseconds(less) + ", not " + Say.milliseconds(p99)
        : Say.percent(cause.left() == null ? cause.share() : cause.together())
            + " of what is amiss would not have happened";
  }

  /** The causes for run.json: what was lifted and what that changed. */
  static void write(ArrayNode node, List<Cause> causes, Facts facts) {
    for (Cause cause : causes) {
      ObjectNode one = node.addObject();
      one.put("kind", cause.constraint().kind().label());
      if (!cause.constraint().service().isEmpty()) {
        one.put("service", cause.constraint().service());
      }
      one.put("lifted", cause.constraint().name());
      ResultDocument.put(one, "share", cause.share(), 4);
      ResultDocument.put(one, "togetherShare", cause.together(), 4);
      Effect.write(one.putObject("effect"), facts, cause.after());
    }
  }
}
