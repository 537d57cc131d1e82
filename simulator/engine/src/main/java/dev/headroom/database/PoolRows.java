package dev.headroom.database;

import java.util.Arrays;

/** The pools by instance slot; a slot's pool is used again by the next instance in it. */
final class PoolRows {
  private InstancePool[] pools = new InstancePool[16];

  /** The pool of a slot that has had one. */
  InstancePool at(int instance) {
    return pools[instance];
  }

  boolean isOpen(int instance) {
    return instance < pools.length && pools[instance] != null && pools[instance].open;
  }

  /** Opens the pool of a slot. */
  InstancePool open(int instance) {
    if (instance >= pools.length) {
      pools = Arrays.copyOf(pools, Math.max(instance + 1, pools.length * 2));
    }
    if (pools[instance] == null) {
      pools[instance] = new InstancePool(instance);
    }
    pools[instance].open = true;
    pools[instance].refused = false;
    return pools[instance];
  }

  /** The open pool of an event's key, or null where it was closed since. */
  InstancePool current(long key) {
    InstancePool pool = pools[(int) key];
    return pool.open && pool.life == (int) (key >>> 32) ? pool : null;
  }
}
