package dev.headroom.simulation;

import dev.headroom.core.Turn;

/**
 * The idle instances of one service in the order they became idle, and their keep-alive.
 *
 * <p>With one keep-alive for all only the oldest can expire, so one armed event serves them all,
 * however often instances are used in between.
 */
final class IdleList {
  private static final int NONE = Fleet.NONE;

  private final Revision revision;
  private final Fleet fleet;
  private final Instances rows;
  private final long keepAliveNs;
  private final int onKeepAlive;
  private int newest = NONE;
  private int oldest = NONE;
  private int size;
  private int kept;
  private boolean armed;

  IdleList(Revision revision, Fleet fleet) {
    this.revision = revision;
    this.fleet = fleet;
    this.rows = fleet.rows;
    this.keepAliveNs = revision.spec.platform().keepAliveNs();
    // After arrivals of the same instant, and after what waited has been given to new instances.
    this.onKeepAlive = revision.queue.register(Turn.OBSERVE, unused -> expire());
  }

  int size() {
    return size + kept;
  }

  /** The instance that has been idle longest, or -1. */
  int oldest() {
    return oldest;
  }

  /** The next one that became idle after {@code i}, or -1. */
  int after(int i) {
    return rows.at(i).idleNewer;
  }

  void add(int i) {
    Instance instance = rows.at(i);
    instance.idleSinceNs = revision.queue.nowNs();
    if (instance.provisioned) {
      // Kept ready: it never expires, so it is counted and not listed.
      kept++;
      revision.provisioned.idleChanged(1);
      return;
    }
    instance.idleOlder = newest;
    instance.idleNewer = NONE;
    if (newest == NONE) {
      oldest = i;
    } else {
      rows.at(newest).idleNewer = i;
    }
    newest = i;
    size++;
    if (!armed) {
      arm();
    }
  }

  void remove(int i) {
    Instance instance = rows.at(i);
    if (instance.provisioned) {
      kept--;
      revision.provisioned.idleChanged(-1);
      return;
    }
    int up = instance.idleNewer;
    int down = instance.idleOlder;
    if (up == NONE) {
      newest = down;
    } else {
      rows.at(up).idleOlder = down;
    }
    if (down == NONE) {
      oldest = up;
    } else {
      rows.at(down).idleNewer = up;
    }
    size--;
  }

  /** The fewest instances changed: the oldest idle one may be due now. */
  void floorChanged() {
    if (!armed) {
      arm();
    }
  }

  private void arm() {
    if (keepAliveNs == Long.MAX_VALUE || oldest == NONE || !moreThanKept()) {
      return;
    }
    armed = true;
    long endNs = Math.max(revision.queue.nowNs(), rows.at(oldest).idleSinceNs + keepAliveNs);
    revision.queue.schedule(endNs, onKeepAlive, 0);
  }

  /** What only starts replaces nothing yet: the minimum stays ready until it does. */
  private boolean moreThanKept() {
    return revision.onDemand() - fleet.starting() > revision.sizing.floor();
  }

  private void expire() {
    armed = false;
    long nowNs = revision.queue.nowNs();
    while (oldest != NONE && rows.at(oldest).idleSinceNs + keepAliveNs <= nowNs && moreThanKept()) {
      fleet.stop(oldest);
    }
    arm();
  }
}
