package dev.headroom.scaling.aws;

import java.util.List;

/**
 * The limits of an owner, and the scheduled actions that change them.
 *
 * <p>A capacity outside new limits is brought to them at once; inside them policies go on as
 * before. Source: EC2 Auto Scaling and Application Auto Scaling user guides, "Scheduled scaling".
 */
public final class Schedule {
  /** There is no further action. */
  public static final long NEVER = Long.MAX_VALUE;

  private final List<ScheduledAction> actions;

  /** When each action is due next. */
  private final long[] dueNs;

  private int min;
  private int max;

  /** Limits until the first action. */
  public Schedule(int min, int max, List<ScheduledAction> actions) {
    this.actions = List.copyOf(actions);
    this.dueNs = new long[actions.size()];
    for (int i = 0; i < dueNs.length; i++) {
      dueNs[i] = actions.get(i).atNs();
    }
    setLimits(min, max);
  }

  /** Limits that no action changes. */
  public Schedule(int min, int max) {
    this(min, max, List.of());
  }

  /** When the next action is due; {@link #NEVER} if none is left. */
  public long nextNs() {
    int next = next();
    return next < 0 ? NEVER : dueNs[next];
  }

  /** Does what is due, in order of time, and returns the capacity after it, within the limits. */
  public int apply(long nowNs, int capacity) {
    int result = capacity;
    for (int i = next(); i >= 0 && dueNs[i] <= nowNs; i = next()) {
      ScheduledAction action = actions.get(i);
      setLimits(
          action.min() == ScheduledAction.UNCHANGED ? min : action.min(),
          action.max() == ScheduledAction.UNCHANGED ? max : action.max());
      result = within(action.desired() == ScheduledAction.UNCHANGED ? result : action.desired());
      dueNs[i] = action.everyNs() == 0 ? NEVER : dueNs[i] + action.everyNs();
    }
    return within(result);
  }

  /** Fewest now. */
  public int min() {
    return min;
  }

  /** Most now. */
  public int max() {
    return max;
  }

  private int within(int capacity) {
    return Math.max(min, Math.min(max, capacity));
  }

  /** The action due first, the one listed first among equals; -1 if none is left. */
  private int next() {
    int next = -1;
    for (int i = 0; i < dueNs.length; i++) {
      if (dueNs[i] != NEVER && (next < 0 || dueNs[i] < dueNs[next])) {
        next = i;
      }
    }
    return next;
  }

  private void setLimits(int min, int max) {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("capacity " + min + " to " + max
          + ": the minimum must be at least 0, the maximum at least that");
    }
    this.min = min;
    this.max = max;
  }
}
