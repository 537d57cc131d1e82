package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.database.Contention;
import dev.headroom.database.Engine;
import dev.headroom.database.ServerOptions;
import dev.headroom.scenario.DatabaseEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The database server: who has a slot, and what it computes. */
final class Server implements Link.Target {
  /** Where a connection is. */
  private enum State {
    /** Will be refused: there was no slot, or the server was down. */
    TURNED_AWAY,
    /** Has a slot while it says who it is. */
    SETTING_UP,
    HELD,
    /** Has a slot until the server notices that nobody is there; the client does not know. */
    CUT,
    /** The same, but the client has given it up. */
    ABANDONED,
    /** The server has given it up; the client does not know. */
    ENDED,
    /** Both have. */
    OVER
  }

  /** Something that computes on the server. */
  static final class Task {
    private final int rank;
    private final Runnable then;

    private Task(int rank, Runnable then) {
      this.rank = rank;
      this.then = then;
    }
  }

  private final World world;
  private final ServerOptions options;
  private final Contention contention;
  private final Cpu<Task> cpu;
  private final Job.Numbers taskRanks = new Job.Numbers();
  private final Job.Numbers sessionRanks = new Job.Numbers();
  private final List<Session> sessions = new ArrayList<>();
  private final int administrators;
  private boolean down;
  private int active;
  private double slowness = 1;

  Server(World world, ServerOptions options) {
    this.world = world;
    this.options = options;
    this.contention = options.contention();
    this.administrators = options.engine() == Engine.MYSQL ? 1 : 0;
    double processors = contention == null ? options.cores() : Double.MAX_VALUE;
    this.cpu = new Cpu<>(world, processors, task -> task.rank, this::computed);
  }

  /** One connection; by rank where all are gone through. */
  private final class Session implements Link {
    private final int rank = sessionRanks.take();
    private final Caller caller;
    private State state;
    private boolean brokenOff;

    private Session(Caller caller, State state) {
      this.caller = caller;
      this.state = state;
      sessions.add(this);
    }

    private boolean hasSlot() {
      return switch (state) {
        case SETTING_UP, HELD, CUT, ABANDONED -> true;
        case TURNED_AWAY, ENDED, OVER -> false;
      };
    }

    private void over() {
      state = State.OVER;
      sessions.remove(this);
      sessionRanks.give(rank);
    }

    private void refuse() {
      over();
      caller.refused(this);
    }

    @Override
    public void close() {
      switch (state) {
        case HELD, ENDED -> over();
        case CUT -> state = State.ABANDONED;
        case TURNED_AWAY, SETTING_UP, ABANDONED, OVER ->
          throw new IllegalStateException("closed while " + state);
      }
    }

    @Override
    public void cut() {
      if (state == State.HELD) {
        state = State.CUT;
        if (options.deadPeerTimeoutNs() != Long.MAX_VALUE) {
          world.after(options.deadPeerTimeoutNs(), this::noticed);
        }
      }
    }

    /** The server sees that nobody is there. */
    private void noticed() {
      if (state == State.ABANDONED) {
        over();
      } else if (state == State.CUT) {
        state = State.ENDED;
      }
    }
  }

  private long taken() {
    return options.otherSessions() + sessions.stream().filter(Session::hasSlot).count();
  }

  @Override
  public Link open(Link.Caller caller) {
    boolean full = taken() >= (long) options.maxConnections() + administrators;
    boolean refused = down || full;
    boolean wasDown = down;
    Session session = new Session(caller, refused ? State.TURNED_AWAY : State.SETTING_UP);
    world.after(options.connect().latencyNs(), () -> {
      if (!refused) {
        arrived(session);
      } else if (wasDown || down || options.connect().refusedCpuNs() == 0) {
        session.refuse();
      } else {
        compute(options.connect().refusedCpuNs(), session::refuse);
      }
    });
    return session;
  }

  @Override
  public long idleCutNs() {
    return options.idleCutNs();
  }

  private void arrived(Session session) {
    active(1);
    if (down || options.connect().cpuNs() == 0) {
      saidWhoItIs(session);
    } else {
      compute(options.connect().cpuNs(), () -> saidWhoItIs(session));
    }
  }

  /** Only now the server sees whether the slot is one of those kept for administrators. */
  private void saidWhoItIs(Session session) {
    active(-1);
    long left = (long) options.maxConnections() + administrators - taken();
    if (down || session.brokenOff || left < options.reserved() + administrators) {
      session.refuse();
    } else {
      session.state = State.HELD;
      session.caller.opened(session);
    }
  }

  /** Lets something compute; it goes on when it has had so much. */
  Task compute(double cpuNs, Runnable then) {
    Task task = new Task(taskRanks.take(), then);
    cpu.add(task, cpuNs);
    return task;
  }

  private void computed(Task task) {
    taskRanks.give(task.rank);
    task.then.run();
  }

  void stop(Task task) {
    cpu.remove(task);
    taskRanks.give(task.rank);
  }

  /** Connections being set up and statements under way are active, also while they wait. */
  void active(int delta) {
    active += delta;
    if (contention != null) {
      cpu.speed(speed());
    }
  }

  private double speed() {
    double law = contention == null ? 1 : contention.speed(active);
    return law / slowness;
  }

  /** How long a wait for disks and locks takes now. */
  long slowed(long usualNs) {
    return slowness == 1 ? usualNs : (long) (usualNs * slowness);
  }

  /** Plans what happens to the server. */
  void plan(List<DatabaseEvent> events) {
    for (DatabaseEvent event : events) {
      boolean fails = event.kind() == DatabaseEvent.Kind.FAILOVER;
      world.at(event.atNs(), Turn.WORK, fails ? this::fail : () -> slow(event.factor()));
      world.at(event.atNs() + event.forNs(), Turn.WORK, fails ? () -> down = false : () -> slow(1));
    }
  }

  private void slow(double factor) {
    slowness = factor;
    cpu.speed(speed());
  }

  /** Every connection ends; those that attempts use fail them, idle ones are given up. */
  private void fail() {
    down = true;
    List<Session> all = new ArrayList<>(sessions);
    all.sort(Comparator.comparingInt(session -> session.rank));
    for (Session session : all) {
      switch (session.state) {
        case SETTING_UP -> session.brokenOff = true;
        case HELD -> {
          session.state = State.ENDED;
          session.caller.lost(session);
        }
        case CUT, ABANDONED -> session.noticed();
        case TURNED_AWAY, ENDED, OVER -> {
          // Has nothing to lose.
        }
      }
    }
    for (Service service : world.services) {
      for (Revision revision : service.revisions) {
        revision.sql.serverFailed();
      }
    }
    if (world.bouncer != null) {
      world.bouncer.serverFailed();
    }
  }
}
