package dev.headroom.functions;

import java.io.Serializable;
import java.util.List;

/**
 * What is kept of one day of one scenario.
 *
 * @param function its place in the plan
 * @param day its number among the runs of the seed
 * @param values of {@link Functions#MEASURES}; times in ms, infinite or NaN where unknown
 * @param violated names of the objectives that it violates, warnings left out
 * @param fingerprint of the run
 */
public record FunctionRow(
    int function, int day, double[] values, List<String> violated, long fingerprint)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public FunctionRow {
    violated = List.copyOf(violated);
  }
}
