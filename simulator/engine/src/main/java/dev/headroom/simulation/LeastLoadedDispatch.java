package dev.headroom.simulation;

import dev.headroom.core.SlotSet;
import java.util.Arrays;

/** The instance with the fewest requests inside, the lowest index among equals. */
final class LeastLoadedDispatch extends Dispatch {
  private final SlotSet levels = new SlotSet();
  private SlotSet[] byLoad = new SlotSet[16];

  @Override
  void add(int instance, int load) {
    if (load >= byLoad.length) {
      byLoad = Arrays.copyOf(byLoad, Math.max(load + 1, byLoad.length * 2));
    }
    if (byLoad[load] == null) {
      byLoad[load] = new SlotSet();
    }
    byLoad[load].add(instance);
    levels.add(load);
  }

  @Override
  void remove(int instance, int load) {
    byLoad[load].remove(instance);
    if (byLoad[load].size() == 0) {
      levels.remove(load);
    }
  }

  @Override
  void loadChanged(int instance, int oldLoad, int newLoad) {
    remove(instance, oldLoad);
    add(instance, newLoad);
  }

  @Override
  int pick(long entity) {
    int level = levels.next(0);
    return level < 0 ? -1 : byLoad[level].next(0);
  }
}
