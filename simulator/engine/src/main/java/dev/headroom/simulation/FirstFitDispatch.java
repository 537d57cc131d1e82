package dev.headroom.simulation;

import dev.headroom.core.SlotSet;
import java.util.Arrays;

/** The oldest instance that can take another request. */
final class FirstFitDispatch extends Dispatch {
  private final Seniority seniority;
  private SlotSet available = new SlotSet();
  private boolean[] in = new boolean[64];

  FirstFitDispatch(Seniority seniority) {
    this.seniority = seniority;
    seniority.onRenumbered(this::rebuild);
  }

  @Override
  void add(int instance, int load) {
    if (instance >= in.length) {
      in = Arrays.copyOf(in, 2 * instance);
    }
    in[instance] = true;
    available.add(seniority.rank(instance));
  }

  @Override
  void remove(int instance, int load) {
    in[instance] = false;
    available.remove(seniority.rank(instance));
  }

  @Override
  void loadChanged(int instance, int oldLoad, int newLoad) {
    // The order does not depend on load.
  }

  @Override
  int pick(long entity) {
    int rank = available.next(0);
    return rank < 0 ? -1 : seniority.at(rank);
  }

  private void rebuild() {
    available = new SlotSet();
    for (int i = 0; i < in.length; i++) {
      if (in[i]) {
        available.add(seniority.rank(i));
      }
    }
  }
}
