package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.database.PoolOptions;
import dev.headroom.database.PoolOptions.Open;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The database server, the pooler before it, and the pools inside the instances. */
final class Database {
  private static final int DOUBLINGS_MOST = 30;

  final World world;
  final Pooler pooler;
  private final ServerOptions server;
  private final Cpu<Asker> setUp;
  private final Job.Numbers numbers = new Job.Numbers();
  private int held;
  private int authenticating;

  Database(World world, ServerOptions server, PoolerOptions pooler) {
    this.world = world;
    this.server = server;
    this.pooler = pooler == null ? null : new Pooler(pooler);
    this.setUp = new Cpu<>(world, server.cores(), Asker::number, this::authenticated);
  }

  Pool pool(Revision revision, Box box) {
    return new Pool(revision, box);
  }

  /**
   * Who wants a connection of the server.
   *
   * @param number of the connection; of those that end their set-up at one instant the lower is
   *     first
   * @param heard the number where there is a connection, -1 where it is refused
   */
  private record Asker(int number, IntConsumer heard) {}

  /** Asks the server for a connection; told later whether there is one. */
  private void connect(IntConsumer heard) {
    Asker asker = new Asker(numbers.take(), heard);
    if (held + authenticating >= server.maxConnections()) {
      world.after(server.connectLatencyNs(), () -> refuse(asker));
      return;
    }
    authenticating++;
    world.after(server.connectLatencyNs(), () -> {
      if (server.connectCpuNs() == 0) {
        authenticated(asker);
      } else {
        setUp.add(asker, server.connectCpuNs());
      }
    });
  }

  private void refuse(Asker asker) {
    numbers.give(asker.number);
    asker.heard.accept(-1);
  }

  private void authenticated(Asker asker) {
    authenticating--;
    if (server.maxConnections() - held - authenticating - 1 < server.reserved()) {
      refuse(asker);
    } else {
      held++;
      asker.heard.accept(asker.number);
    }
  }

  private void disconnect(int number) {
    held--;
    numbers.give(number);
  }

  /** A connection of an instance's pool. */
  static final class Link {
    final Pool pool;
    /** At the server or the pooler. */
    final int number;

    long idleNumber;

    Link(Pool pool, int number) {
      this.pool = pool;
      this.number = number;
    }
  }

  /** An attempt that waits for a connection of its pool. */
  final class Ask {
    final Job job;
    boolean open = true;

    Ask(Job job) {
      this.job = job;
      job.ask = this;
    }

    void drop() {
      open = false;
      job.ask = null;
    }
  }

  /** An attempt that waits for a connection of the pooler. */
  static final class Turn {
    final Job job;

    Turn(Job job) {
      this.job = job;
      job.turn = this;
    }
  }

  /** The pool of one instance. */
  final class Pool {
    private final Revision revision;
    private final PoolOptions options;
    private final List<Link> idle = new ArrayList<>();
    private final List<Ask> waiting = new ArrayList<>();
    private int total;
    private int refusals;
    private boolean closed;
    private long idles;

    private Pool(Revision revision, Box box) {
      this.revision = revision;
      this.options = revision.spec.pool();
      if (options.open() == Open.EAGER) {
        addOne();
      }
    }

    private void open(Consumer<Link> opened, Runnable refused) {
      total++;
      IntConsumer asker = number -> {
        Link link = number < 0 ? null : new Link(this, number);
        if (closed && link != null) {
          shut(link);
        } else if (closed) {
          return;
        } else if (link != null) {
          opened.accept(link);
        } else {
          total--;
          refused.run();
        }
      };
      if (pooler == null) {
        connect(asker);
      } else {
        pooler.connect(asker);
      }
    }

    private void shut(Link link) {
      if (pooler == null) {
        disconnect(link.number);
      } else {
        pooler.clients--;
      }
    }

    /** The one adder of an eager pool. */
    private void addOne() {
      open(
          link -> {
            refusals = 0;
            addLater(options.fillDelayNs());
            pass(link);
          },
          () -> {
            long pauseNs = options.backoffFirstNs() << Math.min(refusals++, DOUBLINGS_MOST);
            addLater(Math.min(pauseNs, options.backoffMaxNs()));
          });
    }

    private void addLater(long pauseNs) {
      if (total < options.most()) {
        world.after(pauseNs, () -> {
          if (!closed && total < options.most()) {
            addOne();
          }
        });
      }
    }

    void borrow(Job job) {
      if (!idle.isEmpty()) {
        grant(job, idle.remove(idle.size() - 1));
        return;
      }
      Ask ask = new Ask(job);
      if (options.acquireTimeoutNs() != Long.MAX_VALUE) {
        world.after(options.acquireTimeoutNs(), () -> {
          if (ask.open) {
            ask.drop();
            revision.work.abort(job, FailureReason.DB_ACQUIRE_TIMEOUT);
          }
        });
      }
      if (options.open() == Open.LAZY && total < options.most()) {
        openFor(ask);
      } else {
        waiting.add(ask);
      }
    }

    private void openFor(Ask ask) {
      open(
          link -> {
            if (ask.open) {
              ask.drop();
              grant(ask.job, link);
            } else {
              pass(link);
            }
          },
          () -> {
            if (ask.open) {
              ask.drop();
              revision.work.abort(ask.job, FailureReason.DB_REFUSED);
            }
            Ask next = nextWaiting();
            if (next != null) {
              openFor(next);
            }
          });
    }

    private Ask nextWaiting() {
      while (!waiting.isEmpty()) {
        Ask ask = waiting.remove(0);
        if (ask.open) {
          return ask;
        }
      }
      return null;
    }

    private void grant(Job job, Link link) {
      job.link = link;
      revision.work.borrowed(job);
    }

    void giveBack(Link link) {
      if (closed || options.size() == 0) {
        total = Math.max(0, total - 1);
        shut(link);
      } else {
        pass(link);
      }
    }

    private void pass(Link link) {
      Ask ask = nextWaiting();
      if (ask != null) {
        ask.drop();
        grant(ask.job, link);
        return;
      }
      idle.add(link);
      long mine = ++idles;
      link.idleNumber = mine;
      boolean ends =
          options.idleTimeoutNs() != Long.MAX_VALUE
              && options.open() == Open.LAZY
              && options.size() > 0;
      if (ends) {
        world.after(options.idleTimeoutNs(), () -> {
          if (link.idleNumber == mine && idle.remove(link)) {
            total--;
            shut(link);
          }
        });
      }
    }

    /** The instance is gone. */
    void close() {
      closed = true;
      waiting.clear();
      while (!idle.isEmpty()) {
        shut(idle.remove(idle.size() - 1));
      }
      total = 0;
    }
  }

  /** Many clients, few connections to the server; those who wait are served in turn. */
  final class Pooler {
    private final PoolerOptions options;
    private final List<Turn> waiting = new ArrayList<>();
    private int clients;
    private int idleServers;
    private int servers;
    private boolean opening;

    private Pooler(PoolerOptions options) {
      this.options = options;
    }

    private void connect(IntConsumer heard) {
      world.after(options.connectLatencyNs(), () -> {
        boolean room = clients < options.clientLimit();
        clients += room ? 1 : 0;
        heard.accept(room ? 0 : -1);
      });
    }

    void acquire(Job job) {
      if (idleServers > 0) {
        idleServers--;
        job.revision.work.served(job);
        return;
      }
      Turn turn = new Turn(job);
      waiting.add(turn);
      if (options.borrowTimeoutNs() != Long.MAX_VALUE) {
        world.after(options.borrowTimeoutNs(), () -> {
          if (waiting.contains(turn)) {
            cancel(job);
            job.revision.work.abort(job, FailureReason.POOLER_TIMEOUT);
          }
        });
      }
      openMore();
    }

    void cancel(Job job) {
      waiting.remove(job.turn);
      job.turn = null;
    }

    void release() {
      if (waiting.isEmpty()) {
        idleServers++;
        return;
      }
      Turn turn = waiting.remove(0);
      turn.job.turn = null;
      turn.job.revision.work.served(turn.job);
    }

    private void openMore() {
      if (!opening && !waiting.isEmpty() && servers < options.serverPool()) {
        opening = true;
        Database.this.connect(number -> {
          if (number >= 0) {
            opening = false;
            servers++;
            release();
            openMore();
          } else {
            world.after(options.loginRetryNs(), () -> {
              opening = false;
              openMore();
            });
          }
        });
      }
    }
  }
}
