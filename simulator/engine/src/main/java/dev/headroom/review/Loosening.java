package dev.headroom.review;

import dev.headroom.measure.Facts;
import dev.headroom.review.Causes.Cause;
import dev.headroom.review.Constraints.Constraint;
import dev.headroom.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run reached and what would loosen it: the constraints that verdicts speak of and the
 * changes that they propose, for those who search with them.
 */
public final class Loosening {
  private final Constraint constraint;

  private Loosening(Constraint constraint) {
    this.constraint = constraint;
  }

  /**
   * A change that somebody could make.
   *
   * @param name in words, such as {@code pool 10 -> 5 connections}
   * @param scenario as changed, with the traffic as it was written
   */
  public record Change(String name, Scenario scenario) {}

  /** What a run was seen to reach, the first to name first. */
  public static List<Loosening> reached(Facts facts) {
    return Constraints.of(facts).stream().map(Loosening::new).toList();
  }

  /** The word for its kind in documents: {@code max-instances}. */
  public String kind() {
    return constraint.kind().label();
  }

  /** In words, after "but for": {@code the maximum of 40 instances}. */
  public String name() {
    return constraint.name();
  }

  /** Whether more of it helps against nearly everything, so that it explains little. */
  public boolean isGeneral() {
    return constraint.kind().isGeneral();
  }

  /** A scenario without it, or null where there is no valid one. */
  public Scenario lift(Scenario scenario) {
    return constraint.lift().apply(scenario);
  }

  /**
   * The changes that verdicts would try against it.
   *
   * @param facts of a run that reached it
   */
  public List<Change> remedies(Facts facts) {
    Cause cause = new Cause(constraint, facts, 1, Double.NaN, null);
    List<Change> changes = new ArrayList<>();
    for (Remedies.Variant variant : Remedies.of(facts, List.of(cause), false)) {
      if (variant.scenario() != null) {
        changes.add(new Change(variant.name(), variant.scenario()));
      }
    }
    return changes;
  }
}
