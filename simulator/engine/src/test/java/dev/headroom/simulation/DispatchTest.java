package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.platform.DispatchOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which instance comes next, for instances added, used and taken away by hand. */
class DispatchTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private Seniority seniority;

  private Dispatch of(DispatchOrder order, int concurrency) {
    seniority = new Seniority();
    return another(order, concurrency);
  }

  /** One more over the same instances. */
  private Dispatch another(DispatchOrder order, int concurrency) {
    return Dispatch.of(order, concurrency, Draws.of(1, 0, Purpose.DISPATCH), seniority);
  }

  /** Adds instances without a request, the oldest first. */
  private void create(Dispatch dispatch, int... instances) {
    for (int instance : instances) {
      seniority.add(instance);
      dispatch.add(instance, 0);
    }
  }

  /** So many picks for requests that end at once. */
  private static List<Integer> picks(Dispatch dispatch, int count) {
    List<Integer> picks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      picks.add(dispatch.pick(i));
    }
    return picks;
  }

  /** Who is picked if each takes one request, and none after that. */
  private static List<Integer> drained(Dispatch dispatch) {
    List<Integer> order = new ArrayList<>();
    for (int i = dispatch.pick(0); i >= 0; i = dispatch.pick(order.size())) {
      order.add(i);
      dispatch.remove(i, 0);
    }
    return order;
  }

  /**
   * Up to three at once the first pod is filled; up to any limit each in turn; else the emptier.
   */
  @Test
  void theActivatorGoesByTheLimit() {
    Dispatch ofThree = of(DispatchOrder.ACTIVATOR, 3);
    create(ofThree, 0, 1, 2);
    assertEquals(List.of(0, 0, 0, 0), picks(ofThree, 4));
    Dispatch ofFour = of(DispatchOrder.ACTIVATOR, 4);
    create(ofFour, 0, 1, 2);
    assertEquals(List.of(0, 1, 2, 0), picks(ofFour, 4));
    Dispatch unlimited = of(DispatchOrder.ACTIVATOR, UNLIMITED);
    create(unlimited, 0, 1);
    unlimited.loadChanged(0, 0, 1);
    assertEquals(List.of(1, 1, 1, 1, 1, 1, 1, 1), picks(unlimited, 8));
  }

  /** Numbers beyond what there was room for at first, far beyond, and within. */
  @Test
  void instancesOfAnyNumberComeInTheirOrder() {
    Map<DispatchOrder, List<Integer>> expected = new EnumMap<>(DispatchOrder.class);
    expected.put(DispatchOrder.MOST_RECENTLY_USED, List.of(300, 5, 64));
    expected.put(DispatchOrder.LEAST_RECENTLY_USED, List.of(64, 5, 300));
    expected.put(DispatchOrder.ROUND_ROBIN, List.of(5, 64, 300));
    expected.put(DispatchOrder.LEAST_LOADED, List.of(64, 5, 300));
    expected.put(DispatchOrder.FIRST_FIT, List.of(64, 5, 300));
    expected.forEach((order, instances) -> {
      Dispatch dispatch = of(order, 1);
      create(dispatch, 64, 5, 300);
      assertEquals(instances, drained(dispatch), order::name);
    });
    for (DispatchOrder order : List.of(DispatchOrder.RANDOM, DispatchOrder.POWER_OF_TWO)) {
      Dispatch dispatch = of(order, 1);
      create(dispatch, 64, 5, 300);
      assertEquals(List.of(5, 64, 300), drained(dispatch).stream().sorted().toList(), order::name);
    }
  }

  /** A hundred instances, each drawn once. */
  @Test
  void manyAreDrawnFrom() {
    Dispatch dispatch = of(DispatchOrder.POWER_OF_TWO, 1);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      create(dispatch, i);
      all.add(i);
    }
    assertEquals(all, drained(dispatch).stream().sorted().toList());
  }

  /** Two are drawn and not one of them twice: of three the fullest never is the emptier of two. */
  @Test
  void theEmptierOfTwoIsNeverTheFullest() {
    Dispatch dispatch = of(DispatchOrder.POWER_OF_TWO, UNLIMITED);
    create(dispatch, 10, 11, 12);
    dispatch.loadChanged(10, 0, 2);
    dispatch.loadChanged(11, 0, 1);
    int[] picked = new int[13];
    for (int i = 0; i < 3000; i++) {
      picked[dispatch.pick(i)]++;
    }
    assertEquals(0, picked[10]);
    // The pair without the emptiest, of three pairs: 1,000, within four standard deviations.
    assertEquals(1000, picked[11], 103);
    assertEquals(2000, picked[12], 103);
  }

  /**
   * After sixty that have come and gone four take the last ranks, of which the first has twenty
   * requests; the next makes all ranks be given anew. The order stays as it was.
   */
  @Test
  void newRanksKeepTheOrder() {
    for (DispatchOrder order : List.of(DispatchOrder.LEAST_LOADED, DispatchOrder.FIRST_FIT)) {
      Dispatch dispatch = of(order, UNLIMITED);
      for (int i = 0; i < 60; i++) {
        passing(dispatch, i);
      }
      create(dispatch, 64, 1, 2, 3);
      dispatch.loadChanged(64, 0, 20);
      passing(dispatch, 4);
      create(dispatch, 5);
      List<Integer> expected =
          order == DispatchOrder.FIRST_FIT ? List.of(64, 1, 2, 3, 5) : List.of(1, 2, 3, 5, 64);
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int next = dispatch.pick(0);
        seen.add(next);
        dispatch.remove(next, next == 64 ? 20 : 0);
      }
      assertEquals(-1, dispatch.pick(0), order::name);
      assertEquals(expected, seen, order::name);
    }
  }

  private void passing(Dispatch dispatch, int instance) {
    create(dispatch, instance);
    dispatch.remove(instance, 0);
    seniority.remove(instance);
  }

  /** The one that is kept ready takes all until it can take no more. */
  @Test
  void whatIsKeptReadyComesFirst() {
    Instances rows = new Instances();
    for (int i = 0; i < 4; i++) {
      rows.at(rows.allocate()).provisioned = i >= 2;
    }
    ProvisionedFirstDispatch dispatch = new ProvisionedFirstDispatch(
        of(DispatchOrder.LEAST_LOADED, 2), another(DispatchOrder.LEAST_LOADED, 2));
    dispatch.over(rows);
    create(dispatch, 0, 1, 2, 3);
    assertEquals(2, dispatch.pick(0));
    dispatch.loadChanged(2, 0, 1);
    assertEquals(3, dispatch.pick(0));
    dispatch.remove(3, 0);
    assertEquals(2, dispatch.pick(0));
    dispatch.remove(2, 1);
    assertEquals(0, dispatch.pick(0));
    dispatch.loadChanged(0, 0, 1);
    assertEquals(1, dispatch.pick(0));
  }
}
