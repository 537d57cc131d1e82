package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.database.PoolOptions;
import java.util.ArrayList;
import java.util.List;

/** The connection pool of one instance, from its application's start to its end. */
final class Pool {
  /** An attempt that found no connection and asks for one. */
  static final class Ask {
    private final Job job;
    private boolean open = true;

    private Ask(Job job) {
      this.job = job;
    }
  }

  final World world;
  private final Box box;
  final PoolKind kind;
  final PoolOptions options;
  /** Open or being opened, whatever they do. */
  final List<Wire> wires = new ArrayList<>();
  /** Unused, the last used first. */
  final List<Wire> unused = new ArrayList<>();
  /** On the way to somebody who waited, the longest first. */
  private final List<Wire> onTheWay = new ArrayList<>();

  final List<Ask> line = new ArrayList<>();
  private final Adder adder;
  boolean closed;

  Pool(Box box, PoolKind kind) {
    this.world = box.revision.world;
    this.box = box;
    this.kind = kind;
    this.options = kind.options;
    this.adder = new Adder(this);
  }

  /** One connection. */
  final class Wire implements Link.Caller {
    private Link link;
    private Ask asker;
    Runnable ifOpened = () -> {};
    Runnable ifRefused = () -> {};
    private Ask handedTo;
    private boolean tooOld;
    private boolean cut;
    private boolean overdue;
    /** Moves on when it begins or ends to be unused or on the way. */
    private int spell;

    Link link() {
      return link;
    }

    @Override
    public void opened(Link opened) {
      if (closed) {
        opened.close();
        return;
      }
      grow();
      if (asker != null && asker.open) {
        answer(asker, this);
        return;
      }
      pass(this);
      ifOpened.run();
    }

    private void grow() {
      long mostNs = options.life().maxLifetimeNs();
      if (mostNs != Long.MAX_VALUE) {
        double younger = options.life().jitter() * kind.lives.uniform(kind.opened++);
        world.after(mostNs - (long) (younger * mostNs), this::reachedItsAge);
      }
    }

    private void reachedItsAge() {
      if (unused.contains(this)) {
        closeUnused(this);
      } else {
        tooOld = true;
      }
    }

    @Override
    public void refused(Link refused) {
      if (closed) {
        return;
      }
      wires.remove(this);
      if (asker == null) {
        ifRefused.run();
        return;
      }
      if (asker.open) {
        fail(asker, FailureReason.DB_REFUSED);
      }
      openForTheLine();
    }

    @Override
    public void lost(Link lost) {
      if (closed) {
        return;
      }
      if (onTheWay.contains(this)) {
        takeOffTheWay();
        if (handedTo.open) {
          line.add(0, handedTo);
        }
        discard(this);
      } else {
        reachedItsAge();
      }
    }

    private void takeOffTheWay() {
      onTheWay.remove(this);
      spell++;
    }
  }

  // Asking and giving back.

  void borrow(Job job) {
    while (!unused.isEmpty()) {
      Wire wire = unused.remove(0);
      wire.spell++;
      if (!wire.cut) {
        lend(job, wire);
        adder.lookAtNextTurn();
        return;
      }
      discard(wire);
      if (!options.validates()) {
        Ask ask = ask(job);
        world.after(0, () -> {
          if (ask.open) {
            fail(ask, FailureReason.DB_CONNECTION_LOST);
          }
        });
        return;
      }
    }
    if (!onTheWay.isEmpty()) {
      lend(job, rob());
      return;
    }
    Ask ask = ask(job);
    if (!kind.eager && wires.size() < options.most()) {
      openFor(ask);
    } else {
      line.add(ask);
      adder.wake();
    }
  }

  private Ask ask(Job job) {
    Ask ask = new Ask(job);
    job.ask = ask;
    if (options.acquireTimeoutNs() != Long.MAX_VALUE) {
      world.after(options.acquireTimeoutNs(), () -> {
        if (ask.open) {
          fail(ask, FailureReason.DB_ACQUIRE_TIMEOUT);
        }
      });
    }
    return ask;
  }

  /** The attempt asks no more. */
  void cancel(Ask ask) {
    ask.open = false;
    line.remove(ask);
  }

  private void fail(Ask ask, FailureReason reason) {
    cancel(ask);
    ask.job.ask = null;
    box.revision.work.abort(ask.job, reason);
  }

  private void answer(Ask ask, Wire wire) {
    cancel(ask);
    ask.job.ask = null;
    lend(ask.job, wire);
  }

  private void lend(Job job, Wire wire) {
    wire.overdue = false;
    job.wire = wire;
    job.pool = this;
    box.revision.sql.borrowed(job);
  }

  void giveBack(Wire wire) {
    if (closed) {
      wire.link.close();
    } else if (options.size() == 0) {
      discard(wire);
    } else {
      pass(wire);
    }
  }

  /** A connection is free: the first in line has it, or nobody. */
  private void pass(Wire wire) {
    if (wire.tooOld) {
      discard(wire);
    } else if (!line.isEmpty()) {
      Ask first = line.remove(0);
      if (options.bargingNs() > 0) {
        send(wire, first);
      } else {
        answer(first, wire);
      }
    } else if (unused.size() >= options.size()) {
      discard(wire);
    } else {
      keepUnused(wire);
    }
  }

  /** Until it arrives somebody else may take it. */
  private void send(Wire wire, Ask to) {
    wire.handedTo = to;
    onTheWay.add(wire);
    int spell = ++wire.spell;
    world.after(options.bargingNs(), () -> {
      if (wire.spell == spell) {
        wire.takeOffTheWay();
        if (to.open) {
          answer(to, wire);
        } else {
          pass(wire);
        }
      }
    });
  }

  private Wire rob() {
    Wire wire = onTheWay.get(0);
    wire.takeOffTheWay();
    if (wire.handedTo.open) {
      line.add(wire.handedTo);
    }
    return wire;
  }

  // Unused connections.

  private void keepUnused(Wire wire) {
    while (unused.size() > options.minIdle() && unused.get(unused.size() - 1).overdue) {
      closeUnused(unused.get(unused.size() - 1));
    }
    unused.add(0, wire);
    int spell = ++wire.spell;
    planIdleEnd(wire, spell);
    long cutNs = kind.target.idleCutNs();
    if (cutNs != Long.MAX_VALUE) {
      world.after(cutNs, () -> {
        if (wire.spell == spell) {
          wire.cut = true;
          wire.link.cut();
        }
      });
    }
  }

  private void planIdleEnd(Wire wire, int spell) {
    long idleNs = options.life().idleTimeoutNs();
    if (idleNs == Long.MAX_VALUE) {
      return;
    }
    world.after(idleNs, () -> {
      if (wire.spell != spell) {
        return;
      }
      if (frozen()) {
        wire.overdue = true;
      } else if (unused.size() > options.minIdle()) {
        closeUnused(wire);
      } else {
        planIdleEnd(wire, spell);
      }
    });
  }

  /** Nothing runs in the instance, time-outs of its pool neither. */
  private boolean frozen() {
    return !box.revision.spec.platform().limits().idleCpu() && box.inside.isEmpty();
  }

  private void closeUnused(Wire wire) {
    unused.remove(wire);
    discard(wire);
  }

  private void discard(Wire wire) {
    wires.remove(wire);
    wire.spell++;
    wire.link.close();
    openForTheLine();
  }

  // Opening.

  private void openForTheLine() {
    if (kind.eager) {
      adder.wake();
    } else if (!closed && !line.isEmpty() && wires.size() < options.most()) {
      openFor(line.remove(0));
    }
  }

  private void openFor(Ask ask) {
    Wire wire = new Wire();
    wire.asker = ask;
    open(wire, () -> {
      if (ask.open) {
        fail(ask, FailureReason.DB_REFUSED);
      }
    });
  }

  void open(Wire wire, Runnable ifTooMany) {
    if (wires.size() >= options.instanceLimit()) {
      world.after(0, ifTooMany);
      return;
    }
    wires.add(wire);
    wire.link = kind.target.open(wire);
  }

  /** The application starts with its first connection, and fails without. */
  void connectFirst(Runnable started, Runnable failed) {
    Wire wire = new Wire();
    wire.ifOpened = () -> {
      adder.begin(options.fill().startNs());
      started.run();
    };
    wire.ifRefused = () -> world.after(options.fill().failureDelayNs(), () -> {
      if (!closed) {
        close(true);
        failed.run();
      }
    });
    open(wire, adder::refused);
  }

  /** The instance takes traffic and the pool was not begun by its start. */
  void begin() {
    if (kind.eager) {
      adder.begin(kind.connectsFirst ? 0 : options.fill().startNs());
    }
  }

  /** The instance is gone; {@code tells}: it says goodbye to the server. */
  void close(boolean tells) {
    closed = true;
    line.clear();
    List<Wire> nobodys = new ArrayList<>(unused);
    nobodys.addAll(onTheWay);
    unused.clear();
    onTheWay.clear();
    wires.clear();
    for (Wire wire : nobodys) {
      wire.spell++;
      if (!tells) {
        wire.link.cut();
      }
      wire.link.close();
    }
  }
}
