package dev.headroom.scaling.knative;

/** What {@link ScaleReconciler} acts on. */
public interface ScaleTarget {
  /** Pods that are ready now, after what has been asked for so far. */
  int readyPods();

  /** Asks for so many pods, other than before. */
  void scaleTo(int replicas);

  /** Asks to reconcile again at a time; the same time asked for twice is one timer. */
  void reconcileAt(long atNs);

  /** Whether a probe of the revision's address is answered by an activator. */
  boolean activatorAnswers();

  /** Begins to probe every second for at most 45 s, and to reconcile after the outcome. */
  void probeActivator();
}
