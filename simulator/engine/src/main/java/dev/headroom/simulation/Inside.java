package dev.headroom.simulation;

/**
 * Which attempts are inside which instance, so that an instance's end touches only its own.
 *
 * <p>A list per instance, by the links that an attempt has no other use for while it is inside.
 */
final class Inside {
  private final Attempts attempts;
  private final Instances instances;

  Inside(Attempts attempts, Instances instances) {
    this.attempts = attempts;
    this.instances = instances;
  }

  /** The attempt that came into an instance last, or -1 where none is inside. */
  int newest(int i) {
    return instances.at(i).newestInside;
  }

  /** Attempts inside all instances, what they left to do after their replies not counted. */
  int count() {
    int count = 0;
    for (int i = 0; i < instances.used(); i++) {
      for (int a = newest(i); a != Attempts.NONE; a = attempts.at(a).next) {
        if (attempts.at(a).stage != Attempt.Stage.BACKGROUND) {
          count++;
        }
      }
    }
    return count;
  }

  void add(int a, int i) {
    Instance instance = instances.at(i);
    Attempt attempt = attempts.at(a);
    int older = instance.newestInside;
    attempt.next = older;
    attempt.previous = Attempts.NONE;
    if (older != Attempts.NONE) {
      attempts.at(older).previous = a;
    }
    instance.newestInside = a;
  }

  void remove(int a) {
    Attempt attempt = attempts.at(a);
    int older = attempt.next;
    int newer = attempt.previous;
    if (newer == Attempts.NONE) {
      instances.at(attempt.instance).newestInside = older;
    } else {
      attempts.at(newer).next = older;
    }
    if (older != Attempts.NONE) {
      attempts.at(older).previous = newer;
    }
  }
}
