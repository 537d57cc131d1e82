package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.headroom.database.PoolCensus.Moment;
import org.junit.jupiter.api.Test;

/** Which pools have their two connections, on paper. */
class PoolCensusTest {
  private final PoolCensus census = new PoolCensus();
  private long nowNs;

  private Moment stands(InstancePool pool, boolean refused, int held) {
    pool.open = held >= 0;
    pool.refused = refused;
    pool.held = Math.max(0, held);
    census.count(pool, 2, ++nowNs);
    return census.at(nowNs);
  }

  /** The second moment with two short pools does not replace the first; one with three does. */
  @Test
  void theEarliestOfTheWorstMomentsIsKept() {
    InstancePool a = new InstancePool(0);
    InstancePool b = new InstancePool(1);
    InstancePool c = new InstancePool(2);
    InstancePool d = new InstancePool(3);
    assertEquals(new Moment(1, 1, 0, 0), stands(a, false, 2));
    assertNull(census.worst(), "nobody is short");
    assertEquals(new Moment(2, 1, 0, 1), stands(b, true, 0));
    assertEquals(new Moment(2, 1, 0, 1), census.worst());
    assertEquals(new Moment(3, 1, 1, 1), stands(c, true, 1));
    assertEquals(new Moment(4, 1, 2, 0), stands(b, true, 1));
    assertEquals(new Moment(3, 1, 1, 1), census.worst());
    assertEquals(new Moment(5, 1, 2, 1), stands(d, true, 0));
    assertEquals(new Moment(6, 2, 1, 1), stands(b, true, 2));
    assertEquals(new Moment(7, 1, 1, 1), stands(a, false, -1));
    assertEquals(new Moment(8, 1, 0, 1), stands(c, false, 1));
    assertEquals(new Moment(9, 2, 0, 0), stands(d, false, 2));
    assertEquals(new Moment(5, 1, 2, 1), census.worst());
  }
}
