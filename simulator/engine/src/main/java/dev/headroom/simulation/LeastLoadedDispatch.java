package dev.headroom.simulation;

import dev.headroom.core.SlotSet;
import java.util.Arrays;

/** The instance with the fewest requests inside, the oldest among equals. */
final class LeastLoadedDispatch extends Dispatch {
  private static final int OUT = -1;

  private final Seniority seniority;
  private final SlotSet levels = new SlotSet();
  private SlotSet[] byLoad = new SlotSet[16];
  private int[] loadOf = new int[64];

  LeastLoadedDispatch(Seniority seniority) {
    this.seniority = seniority;
    Arrays.fill(loadOf, OUT);
    seniority.onRenumbered(this::rebuild);
  }

  @Override
  void add(int instance, int load) {
    if (instance >= loadOf.length) {
      int length = loadOf.length;
      loadOf = Arrays.copyOf(loadOf, 2 * instance);
      Arrays.fill(loadOf, length, loadOf.length, OUT);
    }
    loadOf[instance] = load;
    put(instance, load);
  }

  private void put(int instance, int load) {
    if (load >= byLoad.length) {
      byLoad = Arrays.copyOf(byLoad, 2 * load);
    }
    if (byLoad[load] == null) {
      byLoad[load] = new SlotSet();
    }
    byLoad[load].add(seniority.rank(instance));
    levels.add(load);
  }

  @Override
  void remove(int instance, int load) {
    loadOf[instance] = OUT;
    byLoad[load].remove(seniority.rank(instance));
    if (byLoad[load].size() == 0) {
      levels.remove(load);
    }
  }

  @Override
  void loadChanged(int instance, int oldLoad, int newLoad) {
    remove(instance, oldLoad);
    loadOf[instance] = newLoad;
    put(instance, newLoad);
  }

  @Override
  int pick(long entity) {
    int level = levels.next(0);
    return level < 0 ? -1 : seniority.at(byLoad[level].next(0));
  }

  private void rebuild() {
    for (int level = levels.next(0); level >= 0; level = levels.next(level + 1)) {
      byLoad[level] = null; // the level stays: the load of nobody has changed
    }
    for (int i = 0; i < loadOf.length; i++) {
      if (loadOf[i] != OUT) {
        put(i, loadOf[i]);
      }
    }
  }
}
