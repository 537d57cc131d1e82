package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.Limits;
import dev.headroom.scenario.ServiceSpec.Interruption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The platform takes instances back: with a warning, and replaced at once. */
final class Takings {
  private static final double HOUR_NS = 3600e9;
  /** Longer than any run. */
  private static final double MOST_NS = 0x1.0p61;

  private final Revision revision;
  private final World world;
  private final Limits.Interruption rule;
  private final Draws draws;

  private Takings(Revision revision, Limits.Interruption rule) {
    this.revision = revision;
    this.world = revision.world;
    this.rule = rule;
    this.draws = revision.draws(Purpose.INTERRUPTION);
    List<Interruption> events = revision.service.spec.interruptions();
    for (int e = 0; e < events.size(); e++) {
      Interruption event = events.get(e);
      int number = e + 1;
      world.at(event.atNs(), Turn.WORK, () -> takeShare(number, event.share()));
    }
  }

  static Takings of(Revision revision) {
    Limits.Interruption rule = revision.spec.platform().limits().interruption();
    return rule == null ? null : new Takings(revision, rule);
  }

  /** From now on this one may be taken. */
  void ready(Box box) {
    if (rule.perInstanceHour() > 0) {
      double livesNs = draws.exponential(box.ordinal) / rule.perInstanceHour() * HOUR_NS;
      world.after((long) Math.min(livesNs, MOST_NS), () -> {
        if (box.serving()) {
          warn(box);
          revision.replaceLost();
        }
      });
    }
  }

  private void takeShare(int number, double share) {
    List<Box> serving = new ArrayList<>(revision.boxes);
    serving.removeIf(box -> !box.serving());
    serving.sort(Comparator.comparingDouble((Box box) -> draws.uniform(box.ordinal, number))
        .thenComparingInt(box -> box.ordinal));
    long count = Math.round(share * serving.size());
    if (count > 0) {
      serving.subList(0, (int) count).forEach(this::warn);
      revision.replaceLost();
    }
  }

  private void warn(Box box) {
    revision.ending.stopWithin(box, rule.warningNs());
  }
}
