package dev.headroom.functions;

import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.Simulation;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/** Makes a row of a part's number and nothing else; for any thread. */
final class FunctionRuns {
  private final FunctionsPlan plan;
  /** The scenario that a thread read last: its days follow each other. */
  @SuppressWarnings("ThreadLocalUsage") // one plan's, and gone with it
  private final ThreadLocal<Read> last = new ThreadLocal<>();

  private record Read(int function, Scenario scenario, List<ObjectiveCheck> checks) {}

  FunctionRuns(FunctionsPlan plan) {
    this.plan = plan;
  }

  FunctionRow row(int number, LongConsumer progress) {
    int function = number / plan.runs();
    int day = number % plan.runs();
    try {
      return row(function, day, progress);
    } catch (CancellationException e) {
      throw e;
    } catch (UserError e) {
      throw e.in(where(function, day));
    } catch (RuntimeException e) {
      throw new IllegalStateException(e + " (" + where(function, day) + ")", e);
    }
  }

  private String where(int function, int day) {
    return "of " + Functions.file(plan.scenarios().get(function)) + ", day " + day;
  }

  private FunctionRow row(int function, int day, LongConsumer progress) {
    Read read = last.get();
    if (read == null || read.function() != function) {
      Scenario scenario = Functions.read(plan, function);
      read = new Read(
          function,
          scenario,
          scenario.objectives().stream().map(ObjectiveCheck::new).toList());
      last.set(read);
    }
    long seed = plan.seed() == null ? read.scenario().seed() : plan.seed();
    Facts facts = new Facts(Simulation.run(read.scenario(), seed, day, progress));
    return new FunctionRow(
        function,
        day,
        Functions.MEASURES.stream().mapToDouble(one -> one.value(facts)).toArray(),
        read.checks().stream()
            .filter(check -> !check.warning() && !check.holds(facts))
            .map(ObjectiveCheck::name)
            .toList(),
        facts.recorder.fingerprint());
  }
}
