package dev.headroom.simulation;

import dev.headroom.core.SlotSet;

/** The next instance by index after the last one that was given a request. */
final class RoundRobinDispatch extends Dispatch {
  private final SlotSet available = new SlotSet();
  private int cursor;

  @Override
  void add(int instance, int load) {
    available.add(instance);
  }

  @Override
  void remove(int instance, int load) {
    available.remove(instance);
  }

  @Override
  void loadChanged(int instance, int oldLoad, int newLoad) {
    // The order does not depend on load.
  }

  @Override
  int pick(long entity) {
    int instance = available.next(cursor);
    if (instance < 0) {
      instance = available.next(0);
    }
    if (instance >= 0) {
      cursor = instance + 1;
    }
    return instance;
  }
}
