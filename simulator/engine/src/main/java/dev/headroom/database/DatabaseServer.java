package dev.headroom.database;

import dev.headroom.core.EventQueue;
import dev.headroom.core.ProcessorSharing;
import java.util.Arrays;

/**
 * A database server's connection slots.
 *
 * <p>Admission has two steps, as in PostgreSQL: at the fork a slot must be free at all; after
 * authentication, whose processor time is shared by everyone who connects, the slot must not be one
 * of the reserved last ones. A connection refused at the second step has cost as much as one that
 * was let in. Source: {@code postinit.c} (authentication precedes the reserved check) and the
 * project's measurements.
 */
public final class DatabaseServer implements ConnectionTarget {
  private final EventQueue queue;
  private final ServerOptions options;
  private final Exhaustion exhaustion;
  private final ProcessorSharing setUp;
  private final int onArrived;
  private final int onRefused;
  private final int onSetUp;
  private ConnectionOwner[] owner = new ConnectionOwner[64];
  private int[] tag = new int[64];
  private final Slots slots = new Slots();
  private int held;
  private int authenticating;
  private int armed;
  private long armedNs = Long.MAX_VALUE;
  private long openedCount;
  private long closedCount;

  /** A server with all slots free. */
  public DatabaseServer(EventQueue queue, ServerOptions options, Exhaustion exhaustion) {
    this.queue = queue;
    this.options = options;
    this.exhaustion = exhaustion;
    this.setUp = new ProcessorSharing(options.cores(), new ProcessorSharing.Places());
    this.onArrived = queue.register(c -> arrived((int) c));
    this.onRefused = queue.register(c -> refuse((int) c, Refusal.SLOT));
    this.onSetUp = queue.register(this::setUpEnded);
  }

  @Override
  public int open(ConnectionOwner newOwner, int newTag) {
    int connection = allocate(newOwner, newTag);
    newOwner.listener().openingChanged(1);
    long nowNs = queue.nowNs();
    if (held + authenticating >= options.maxConnections()) {
      exhaustion.refused(nowNs);
      queue.schedule(nowNs + options.connectLatencyNs(), onRefused, connection);
      return connection;
    }
    authenticating++;
    queue.schedule(nowNs + options.connectLatencyNs(), onArrived, connection);
    return connection;
  }

  @Override
  public void close(int connection) {
    long nowNs = queue.nowNs();
    held--;
    closedCount++;
    owner[connection].listener().heldChanged(-1);
    slots.free(connection);
    if (held + authenticating < options.usable()) {
      exhaustion.slotFree(nowNs);
    }
  }

  /** Established connections. */
  public int held() {
    return held;
  }

  /** Connections ever established. */
  public long openedCount() {
    return openedCount;
  }

  /** Connections ever closed. */
  public long closedCount() {
    return closedCount;
  }

  private void arrived(int connection) {
    if (options.connectCpuNs() == 0) {
      authenticated(connection);
      return;
    }
    setUp.add(queue.nowNs(), connection, options.connectCpuNs());
    arm();
  }

  private void arm() {
    long endNs = setUp.nextEndNs();
    if (endNs < armedNs) {
      armedNs = endNs;
      queue.schedule(endNs, onSetUp, ++armed);
    }
  }

  private void setUpEnded(long arm) {
    if (arm != armed) {
      return;
    }
    armedNs = Long.MAX_VALUE;
    long nowNs = queue.nowNs();
    while (setUp.nextEndNs() <= nowNs) {
      authenticated(setUp.take(nowNs));
    }
    if (setUp.size() > 0) {
      arm();
    }
  }

  private void authenticated(int connection) {
    authenticating--;
    long nowNs = queue.nowNs();
    if (options.maxConnections() - held - authenticating - 1 < options.reserved()) {
      exhaustion.refused(nowNs);
      refuse(connection, Refusal.RESERVED);
      return;
    }
    held++;
    openedCount++;
    exhaustion.opened(nowNs);
    ConnectionOwner who = owner[connection];
    who.listener().openingChanged(-1);
    who.listener().heldChanged(1);
    who.opened(connection, tag[connection]);
  }

  private void refuse(int connection, Refusal refusal) {
    ConnectionOwner who = owner[connection];
    int whoTag = tag[connection];
    who.listener().openingChanged(-1);
    who.listener().refused(refusal);
    slots.free(connection);
    who.refused(connection, whoTag);
  }

  private int allocate(ConnectionOwner who, int whoTag) {
    int id = slots.allocate();
    if (id >= tag.length) {
      owner = Arrays.copyOf(owner, id * 2);
      tag = Arrays.copyOf(tag, id * 2);
    }
    owner[id] = who;
    tag[id] = whoTag;
    return id;
  }
}
