package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.scenario.WorkloadClass;
import java.util.List;

/** Which class a request is of, where its trace does not say so: drawn by their shares. */
final class ClassChoice {
  private final Draws draws;
  private final double[] shareUpTo;

  ClassChoice(List<WorkloadClass> classes, Draws draws) {
    this.draws = draws;
    this.shareUpTo = new double[classes.size()];
    double sum = 0;
    for (int i = 0; i < shareUpTo.length; i++) {
      sum += classes.get(i).share();
      shareUpTo[i] = sum;
    }
  }

  /**
   * The class of a request.
   *
   * @param given what the trace says, negative for nothing
   */
  int of(long entity, int given) {
    if (given >= 0 || shareUpTo.length == 1) {
      return Math.max(given, 0);
    }
    double u = draws.uniform(entity) * shareUpTo[shareUpTo.length - 1];
    int i = 0;
    while (i < shareUpTo.length - 1 && u >= shareUpTo[i]) {
      i++;
    }
    return i;
  }
}
