package dev.headroom.scaling.knative;

import java.util.ArrayList;
import java.util.List;

/** Pods that are ready at once, or as a test says, and what was asked for. */
final class RecordingTarget implements ScaleTarget {
  final List<Integer> scaled = new ArrayList<>();
  final List<Long> timers = new ArrayList<>();
  int ready;
  int probes;
  boolean answers = true;

  @Override
  public int readyPods() {
    return ready;
  }

  @Override
  public void scaleTo(int replicas) {
    scaled.add(replicas);
    ready = Math.min(ready, replicas);
  }

  @Override
  public void reconcileAt(long atNs) {
    timers.add(atNs);
  }

  @Override
  public boolean activatorAnswers() {
    return answers;
  }

  @Override
  public void probeActivator() {
    probes++;
  }
}
