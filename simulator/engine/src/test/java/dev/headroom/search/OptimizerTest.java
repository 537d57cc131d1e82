package dev.headroom.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.search.Problem.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Searches against a grid of higher precision: whether the answer is feasible and within 1 % of the
 * best cost, and how many runs it took. The experiment with all problems and seeds is tagged long
 * and writes its table to {@code target/optimize.md}; {@code reports/optimize.md} is a copy.
 */
class OptimizerTest {
  private static final int GRID_DAYS = 200;
  private static final int SEEDS = Integer.getInteger("headroom.optimize.seeds", 8);
  private static final double WITHIN = 1.01;
  private static final int THREADS = 2;

  /** A grid's best, the settings that come up to it, and what a search found. */
  private record Tally(int feasible, int within, long runs, int searches) {}

  private static double best(Map<List<String>, Point> grid) {
    return grid.values().stream()
        .filter(point -> point.days() == GRID_DAYS && point.isFeasible())
        .mapToDouble(Point::cost)
        .min()
        .orElseThrow();
  }

  private static Tally searches(Problem problem, Map<List<String>, Point> grid, int seeds) {
    double best = best(grid);
    int feasible = 0;
    int within = 0;
    long runs = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      Optimizer found = problem.search(seed, THREADS);
      runs += found.runs();
      if (found.winner() == null) {
        continue;
      }
      Point point = grid.get(found.chosen());
      if (point.days() < GRID_DAYS) {
        point = problem.point(found.winner(), GRID_DAYS, THREADS);
      }
      feasible += point.isFeasible() ? 1 : 0;
      within += point.isFeasible() && point.cost() <= best * WITHIN ? 1 : 0;
    }
    return new Tally(feasible, within, runs / seeds, seeds);
  }

  @Tag("long")
  @Test
  void searchesFindWhatTheGridFinds() throws IOException {
    StringBuilder table = new StringBuilder(
        "| problem | settings | grid runs | runs of a search | of the grid's | feasible |"
            + " feasible and within 1 % |\n|---|--:|--:|--:|--:|--:|--:|\n");
    int within = 0;
    int searches = 0;
    for (Problem problem : Problem.values()) {
      Map<List<String>, Point> grid = problem.grid(GRID_DAYS, THREADS);
      Tally tally = searches(problem, grid, SEEDS);
      long gridRuns = grid.size() * 20L;
      table.append(String.format(
          Locale.ROOT,
          "| %s | %d | %d | %d | %.1f %% | %d/%d | %d/%d |%n",
          problem.label(),
          grid.size(),
          gridRuns,
          tally.runs(),
          100.0 * tally.runs() / gridRuns,
          tally.feasible(),
          tally.searches(),
          tally.within(),
          tally.searches()));
      Path file = Path.of("target", "optimize.md");
      Files.writeString(file, table);
      assertTrue(tally.runs() <= gridRuns / 5, problem + ": " + tally.runs() + " runs");
      within += tally.within();
      searches += tally.searches();
    }
    assertTrue(within >= 0.95 * searches, within + " of " + searches + "\n" + table);
  }

  /** One search of a problem whose best is far from everything else, against the whole grid. */
  @Test
  void oneSearchFindsTheGridsBest() {
    Problem problem = Problem.FLEET_AND_SIZE;
    Optimizer found = problem.search(7, THREADS);
    Point own = problem.point(found.winner(), 60, THREADS);
    assertTrue(own.isFeasible(), own.toString());
    Space space = new Space(problem.tree(), problem.axes());
    int[] place = found.winner().place();
    // Whatever is cheaper by a step of either kind breaks the objective on too many days.
    for (int axis = 0; axis < place.length; axis++) {
      int[] less = place.clone();
      less[axis]--;
      Setting cheaper = space.at(less);
      if (cheaper != null) {
        assertTrue(
            !problem.point(cheaper, 60, THREADS).isFeasible(), cheaper.values().toString());
      }
    }
    assertTrue(found.runs() * 5L <= found.gridRuns(), found.runs() + " runs");
  }

  /** Neither the choice nor the number of runs depends on threads. */
  @ParameterizedTest
  @EnumSource(names = {"CONTAINER_APPS"})
  void threadsChangeNothing(Problem problem) {
    Optimizer one = problem.search(3, 1);
    Optimizer three = problem.search(3, 3);
    assertEquals(OptimizeDocument.of(one), OptimizeDocument.of(three));
  }
}
