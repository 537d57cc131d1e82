package dev.headroom.database;

import dev.headroom.core.EventHandler;
import dev.headroom.core.EventQueue;
import dev.headroom.core.Lane;
import java.util.Arrays;

/**
 * A database server: its connection slots and its processors.
 *
 * <p>Admission has two steps, as in PostgreSQL: at the fork a slot must be free at all; after
 * authentication, whose processor time is shared with everyone else's and with the statements, the
 * slot must not be one of the reserved last ones. A connection refused at the second step has cost
 * as much as one that was let in. Source: {@code postinit.c} (authentication precedes the reserved
 * check) and the project's measurements.
 *
 * <p>A client that goes without a word, or whose way is cut, keeps its slot until the server's
 * keep-alive gives up.
 */
public final class DatabaseServer implements ConnectionTarget {
  /** What the server knows of a connection. */
  private enum State {
    SETTING_UP,
    /** Being set up when the server went down. */
    BROKEN_OFF,
    HELD,
    /** Its client cannot be reached any more, and the client does not know. */
    CUT,
    /** The same, and the client has given it up. */
    LOST,
    /** The server gave it up, and the client does not know. */
    GONE
  }

  private final EventQueue queue;
  private final ServerOptions options;
  private final Exhaustion exhaustion;
  private final ServerCpu cpu;
  private final Lane deadPeers;
  private final int onArrived;
  private final int onRefused;
  private final int onDown;
  private final int setUps;
  private final int refusals;
  private final Slots slots = new Slots();
  private ConnectionOwner[] owner = new ConnectionOwner[64];
  private int[] tag = new int[64];
  private State[] state = new State[64];
  private int[] life = new int[64];
  private int used;
  private int held;
  private int authenticating;
  private boolean down;
  private long openedCount;
  private long closedCount;
  private long cutCount;
  private final long[] refusedCount = new long[Refusal.values().length];

  /** A server with all slots free. */
  public DatabaseServer(EventQueue queue, ServerOptions options, Exhaustion exhaustion) {
    this.queue = queue;
    this.options = options;
    this.exhaustion = exhaustion;
    this.cpu = new ServerCpu(queue, options.cores(), options.contention());
    this.setUps = cpu.register(c -> setUp((int) c));
    this.refusals = cpu.register(c -> refuse((int) c, Refusal.SLOT));
    this.onArrived = queue.register(c -> arrived((int) c));
    this.onRefused = queue.register(c -> noSlot((int) c));
    this.onDown = queue.register(c -> refuse((int) c, Refusal.DOWN));
    this.deadPeers = options.deadPeerTimeoutNs() == Long.MAX_VALUE
        ? null
        : new Lane(queue, options.deadPeerTimeoutNs(), this::peerIsDead, this::isSameLife);
  }

  // Connections.

  @Override
  public int open(ConnectionOwner newOwner, int newTag) {
    int connection = allocate(newOwner, newTag);
    newOwner.listener().openingChanged(1);
    long nowNs = queue.nowNs();
    int handler = onArrived;
    if (down) {
      handler = onDown;
    } else if (held + authenticating + options.otherSessions() >= options.slots()) {
      exhaustion.refused(nowNs);
      handler = onRefused;
    } else {
      authenticating++;
    }
    queue.schedule(nowNs + options.connect().latencyNs(), handler, connection);
    return connection;
  }

  @Override
  public void close(int connection) {
    switch (state[connection]) {
      case HELD -> {
        giveSlotBack(connection);
        free(connection);
      }
      case CUT -> state[connection] = State.LOST;
      case GONE -> free(connection);
      case SETTING_UP, BROKEN_OFF, LOST ->
        throw new IllegalStateException("connection is " + state[connection]);
    }
  }

  @Override
  public void cut(int connection) {
    if (state[connection] != State.HELD) {
      return;
    }
    state[connection] = State.CUT;
    cutCount++;
    if (deadPeers != null) {
      deadPeers.start((long) life[connection] << 32 | connection);
    }
  }

  @Override
  public long idleCutNs() {
    return options.idleCutNs();
  }

  private boolean isSameLife(long arg) {
    return life[(int) arg] == (int) (arg >>> 32);
  }

  private void peerIsDead(long arg) {
    int connection = (int) arg;
    giveSlotBack(connection);
    if (state[connection] == State.LOST) {
      free(connection);
    } else {
      state[connection] = State.GONE;
    }
  }

  private void giveSlotBack(int connection) {
    held--;
    closedCount++;
    life[connection]++;
    owner[connection].listener().heldChanged(-1);
    tellOfFreeSlots();
  }

  private void tellOfFreeSlots() {
    if (!down && held + authenticating < options.usable()) {
      exhaustion.slotFree(queue.nowNs());
    }
  }

  private void arrived(int connection) {
    cpu.activeChanged(1);
    if (down || options.connect().cpuNs() == 0) {
      setUp(connection);
    } else {
      cpu.add(setUps, connection, options.connect().cpuNs());
    }
  }

  /** Authentication is over: now the server looks at the reserved slots. */
  private void setUp(int connection) {
    authenticating--;
    cpu.activeChanged(-1);
    long others = (long) held + authenticating + options.otherSessions();
    boolean brokenOff = down || state[connection] == State.BROKEN_OFF;
    if (brokenOff) {
      tellOfFreeSlots();
      refuse(connection, Refusal.DOWN);
      return;
    }
    if (options.slots() - others - 1 < options.kept()) {
      exhaustion.refused(queue.nowNs());
      refuse(connection, Refusal.RESERVED);
      return;
    }
    held++;
    openedCount++;
    state[connection] = State.HELD;
    exhaustion.opened(queue.nowNs());
    ConnectionOwner who = owner[connection];
    who.listener().openingChanged(-1);
    who.listener().heldChanged(1);
    who.opened(connection, tag[connection]);
  }

  /** The refusal of one that finds no slot takes the server some time too. */
  private void noSlot(int connection) {
    if (down || options.connect().refusedCpuNs() == 0) {
      refuse(connection, Refusal.SLOT);
    } else {
      cpu.add(refusals, connection, options.connect().refusedCpuNs());
    }
  }

  private void refuse(int connection, Refusal refusal) {
    ConnectionOwner who = owner[connection];
    int whoTag = tag[connection];
    refusedCount[refusal.ordinal()]++;
    who.listener().openingChanged(-1);
    who.listener().refused(refusal);
    free(connection);
    who.refused(connection, whoTag);
  }

  private int allocate(ConnectionOwner who, int whoTag) {
    int id = slots.allocate();
    if (id >= tag.length) {
      owner = Arrays.copyOf(owner, id * 2);
      tag = Arrays.copyOf(tag, id * 2);
      state = Arrays.copyOf(state, id * 2);
      life = Arrays.copyOf(life, id * 2);
    }
    used = Math.max(used, id + 1);
    owner[id] = who;
    tag[id] = whoTag;
    state[id] = State.SETTING_UP;
    return id;
  }

  private void free(int connection) {
    state[connection] = null;
    slots.free(connection);
  }

  // Statements.

  /** Someone who runs statements; the handler hears the key of each that has computed. */
  public int register(EventHandler onComputed) {
    return cpu.register(onComputed);
  }

  /** Lets a statement compute and returns the job's id, for {@link #cancel}. */
  public int compute(int who, long key, double cpuNs) {
    return cpu.add(who, key, cpuNs);
  }

  /** Takes a statement from the processors before it has computed. */
  public void cancel(int job) {
    cpu.remove(job);
  }

  /** Statements under way, computing or waiting, changed by {@code delta}. */
  public void activeChanged(int delta) {
    cpu.activeChanged(delta);
  }

  /** How long what usually takes {@code usualNs} on the server's disks and locks takes now. */
  public long slowedNs(long usualNs) {
    return cpu.factor() == 1 ? usualNs : (long) (usualNs * cpu.factor());
  }

  // What happens to the server.

  /** Everything on the server takes {@code factor} times its usual time from now on. */
  public void slowDown(double factor) {
    cpu.slowDown(factor);
  }

  /**
   * The server goes down: every connection ends, and every new one is refused. Attempts that used
   * one are the caller's to fail.
   */
  public void fail() {
    down = true;
    int known = used;
    for (int connection = 0; connection < known; connection++) {
      if (state[connection] == State.SETTING_UP) {
        state[connection] = State.BROKEN_OFF;
      } else if (state[connection] == State.HELD) {
        giveSlotBack(connection);
        state[connection] = State.GONE;
        owner[connection].lost(connection, tag[connection]);
      } else if (state[connection] == State.CUT || state[connection] == State.LOST) {
        peerIsDead(connection);
      }
    }
  }

  /** The server is there again, with no connection. */
  public void recover() {
    down = false;
    tellOfFreeSlots();
  }

  // What a result says of it.

  /** Established connections, those included whose client is gone without a word. */
  public int held() {
    return held;
  }

  /** Connections ever established. */
  public long openedCount() {
    return openedCount;
  }

  /** Connections ever ended by one side or the other. */
  public long closedCount() {
    return closedCount;
  }

  /** What it has counted so far. */
  public ServerReport report() {
    return new ServerReport(refusedCount.clone(), cutCount);
  }
}
