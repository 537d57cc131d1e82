package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.platform.DispatchOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which of the instances with room gets a request. */
final class Choice {
  private static final int FIRST_FIT_MOST = 3;

  private final DispatchOrder order;
  private final Draws draws;
  /** Those with room: a new one comes last, and the last one takes the place of one that leaves. */
  private final List<Box> open = new ArrayList<>();

  private int cursor;
  private int draw;

  Choice(DispatchOrder order, int concurrency, Draws draws) {
    this.order = order == DispatchOrder.ACTIVATOR ? ofActivator(concurrency) : order;
    this.draws = draws;
  }

  private static DispatchOrder ofActivator(int concurrency) {
    if (concurrency == Integer.MAX_VALUE) {
      return DispatchOrder.POWER_OF_TWO;
    }
    return concurrency <= FIRST_FIT_MOST ? DispatchOrder.FIRST_FIT : DispatchOrder.ROUND_ROBIN;
  }

  void add(Box box) {
    open.add(box);
  }

  void remove(Box box) {
    int at = open.indexOf(box);
    Box last = open.remove(open.size() - 1);
    if (last != box) {
      open.set(at, last);
    }
  }

  Box pick(long entity) {
    if (open.isEmpty()) {
      return null;
    }
    return switch (order) {
      case MOST_RECENTLY_USED -> least(Comparator.comparingLong(box -> -box.touched));
      case LEAST_RECENTLY_USED -> least(Comparator.comparingLong(box -> box.touched));
      case LEAST_LOADED ->
        least(Comparator.<Box>comparingInt(box -> box.inside.size())
            .thenComparingInt(box -> box.ordinal));
      case FIRST_FIT, ACTIVATOR -> least(Comparator.comparingInt(box -> box.ordinal));
      case ROUND_ROBIN -> inTurn();
      case RANDOM -> {
        draw++;
        yield open.get(draws.below(open.size(), entity, 2 * draw));
      }
      case POWER_OF_TWO -> ofTwo(entity);
    };
  }

  private Box least(Comparator<Box> by) {
    return open.stream().min(by).orElseThrow();
  }

  /** The next seat after the one that was served last, around the table. */
  private Box inTurn() {
    Comparator<Box> by = Comparator.comparingInt(box -> box.seat);
    Box next = open.stream().filter(box -> box.seat >= cursor).min(by).orElse(least(by));
    cursor = next.seat + 1;
    return next;
  }

  private Box ofTwo(long entity) {
    draw++;
    int first = draws.below(open.size(), entity, 2 * draw);
    if (open.size() == 1) {
      return open.get(first);
    }
    int second = draws.below(open.size() - 1, entity, 2 * draw + 1);
    Box one = open.get(first);
    Box other = open.get(second >= first ? second + 1 : second);
    return other.inside.size() < one.inside.size() ? other : one;
  }
}
