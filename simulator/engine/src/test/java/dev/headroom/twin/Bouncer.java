package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.PoolerOptions.Mode;
import dev.headroom.database.PoolerOptions.Servers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A pooler: clients that share few connections to the server and wait for one in line. */
final class Bouncer implements Link.Target {
  private final World world;
  private final PoolerOptions options;
  private final Servers rules;
  private final Link.Target server;
  private final Draws pinDraws;
  private final List<Process> processes = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Job.Numbers ranks = new Job.Numbers();
  private long clientsEver;

  Bouncer(World world, PoolerOptions options, Link.Target server) {
    this.world = world;
    this.options = options;
    this.rules = options.servers();
    this.server = server;
    this.pinDraws = world.draws(Purpose.PINNED_CLIENT, 0);
    for (int p = 0; p < options.poolers(); p++) {
      processes.add(new Process());
    }
  }

  /** A client connection; those that are there count, those being set up do not. */
  final class Client implements Link {
    private final int rank = ranks.take();
    private final Caller caller;
    private final Process process;
    private final boolean keeps;
    private Upstream upstream;
    private Job job;
    private boolean inUse;
    /** Moves on when it begins or ends to use, or to wait for, a connection to the server. */
    private int spell;

    private Client(Caller caller) {
      this.caller = caller;
      this.process = processes.get((int) (clientsEver % processes.size()));
      double u = pinDraws.uniform(clientsEver++);
      this.keeps = options.mode() == Mode.SESSION || u < options.pinFraction();
    }

    private void arrived() {
      if (clients.size() >= options.clientLimit()) {
        turnAway();
      } else if (process.loginFails()) {
        process.tryAgain();
        turnAway();
      } else {
        clients.add(this);
        caller.opened(this);
        planIdleEnd();
      }
    }

    private void turnAway() {
      ranks.give(rank);
      caller.refused(this);
    }

    private void planIdleEnd() {
      int mine = spell;
      if (options.clientIdleTimeoutNs() != Long.MAX_VALUE) {
        world.after(options.clientIdleTimeoutNs(), () -> {
          if (spell == mine && !inUse && clients.contains(this)) {
            lose();
          }
        });
      }
    }

    private void unusedFromNow() {
      inUse = false;
      spell++;
      planIdleEnd();
    }

    /** The pooler ends it; the client learns so at once. */
    private void lose() {
      disconnect();
      caller.lost(this);
    }

    private void disconnect() {
      clients.remove(this);
      giveUpstreamBack();
    }

    private void giveUpstreamBack() {
      if (upstream != null) {
        Upstream free = upstream;
        upstream = null;
        process.giveBack(free);
      }
    }

    @Override
    public void close() {
      if (clients.contains(this)) {
        disconnect();
      }
      ranks.give(rank);
    }

    @Override
    public void cut() {
      // Somebody else than the server is at its other end, and nothing is said of that.
    }

    /** Asks for a connection to the server. */
    void acquire(Job asking) {
      if (!clients.contains(this)) {
        asking.revision.work.abort(asking, FailureReason.DB_CONNECTION_LOST);
        return;
      }
      job = asking;
      inUse = true;
      int mine = ++spell;
      if (upstream == null && !process.unused.isEmpty()) {
        upstream = process.unused.remove(0);
      }
      if (upstream != null) {
        serve();
        return;
      }
      long waitNs = options.waits().timeoutNs();
      if (waitNs != Long.MAX_VALUE) {
        world.after(waitNs, () -> {
          if (spell == mine && process.line.contains(this)) {
            waitIsOver(mine);
          }
        });
      }
      process.line.add(this);
      process.openMore();
    }

    private void serve() {
      job.revision.sql.served(job);
    }

    /** Waits are looked at only so often. */
    private void waitIsOver(int mine) {
      long tickNs = options.waits().tickNs();
      if (tickNs == 0) {
        expire();
        return;
      }
      long lateNs = Math.floorMod(world.nowNs, tickNs);
      world.after(lateNs == 0 ? 0 : tickNs - lateNs, () -> {
        if (spell == mine && process.line.contains(this)) {
          expire();
        }
      });
    }

    private void expire() {
      Job expired = job;
      leaveLine();
      if (options.waits().disconnects()) {
        lose();
      }
      expired.revision.work.abort(expired, FailureReason.POOLER_TIMEOUT);
    }

    void leaveLine() {
      if (process.line.remove(this)) {
        unusedFromNow();
      }
    }

    /** The transaction has ended. */
    void release() {
      unusedFromNow();
      if (!keeps) {
        giveUpstreamBack();
      }
    }
  }

  @Override
  public Link open(Link.Caller caller) {
    Client client = new Client(caller);
    world.after(options.connectLatencyNs(), client::arrived);
    return client;
  }

  /** Clients that keep a connection to the server without using it lose their own. */
  void serverFailed() {
    List<Client> all = new ArrayList<>(clients);
    all.sort(Comparator.comparingInt(client -> client.rank));
    for (Client client : all) {
      if (client.upstream != null && !client.inUse) {
        client.lose();
      }
    }
  }

  /** A connection to the server. */
  private final class Upstream implements Link.Caller {
    private final Process of;
    private Link link;
    private long openedNs;
    private long unusedSinceNs;
    private boolean lost;

    private Upstream(Process of) {
      this.of = of;
    }

    @Override
    public void opened(Link opened) {
      openedNs = world.nowNs;
      of.opening--;
      of.open++;
      of.lastRefused = false;
      of.pass(this);
      of.openMore();
    }

    @Override
    public void refused(Link refused) {
      of.opening--;
      of.lastRefused = true;
      if (!of.pausing) {
        of.pausing = true;
        world.after(rules.loginRetryNs(), () -> {
          of.pausing = false;
          of.openMore();
        });
      }
    }

    @Override
    public void lost(Link gone) {
      lost = true;
      if (of.unused.remove(this)) {
        of.close(this);
      }
    }
  }

  /** One of the pooler's processes, with connections of its own. */
  private final class Process {
    /** The last used first. */
    private final List<Upstream> unused = new ArrayList<>();

    private final List<Client> line = new ArrayList<>();
    private int open;
    private int opening;
    private boolean pausing;
    private boolean lastRefused;

    private boolean loginFails() {
      return lastRefused && open == 0;
    }

    private void tryAgain() {
      if (opening == 0 && !pausing) {
        openOne();
      }
    }

    private void openMore() {
      while (!pausing
          && opening < Math.min(rules.opensAtOnce(), line.size())
          && open + opening < rules.most()) {
        openOne();
      }
    }

    private void openOne() {
      opening++;
      Upstream one = new Upstream(this);
      one.link = server.open(one);
    }

    private void giveBack(Upstream one) {
      if (one.lost || world.nowNs - one.openedNs >= rules.maxLifetimeNs()) {
        close(one);
      } else {
        pass(one);
      }
    }

    private void pass(Upstream one) {
      if (!line.isEmpty()) {
        Client first = line.remove(0);
        first.spell++;
        first.upstream = one;
        first.serve();
        return;
      }
      unused.add(0, one);
      one.unusedSinceNs = world.nowNs;
      planIdleEnd();
    }

    private void close(Upstream one) {
      open--;
      one.link.close();
      openMore();
    }

    private Upstream longestUnused() {
      return unused.size() > rules.idleMin() ? unused.get(unused.size() - 1) : null;
    }

    private long idleEndNs(Upstream one) {
      return one.unusedSinceNs + rules.idleTimeoutNs();
    }

    private void planIdleEnd() {
      if (rules.idleTimeoutNs() != Long.MAX_VALUE && longestUnused() != null) {
        world.after(Math.max(0, idleEndNs(longestUnused()) - world.nowNs), this::idleEnd);
      }
    }

    private void idleEnd() {
      while (longestUnused() != null && idleEndNs(longestUnused()) <= world.nowNs) {
        close(unused.remove(unused.size() - 1));
      }
      planIdleEnd();
    }
  }
}
