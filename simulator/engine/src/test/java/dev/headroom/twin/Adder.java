package dev.headroom.twin;

import dev.headroom.database.PoolOptions;

/** Opens connections one after the other where the library does so by itself. */
final class Adder {
  private final Pool pool;
  private final World world;
  private final PoolOptions options;
  private boolean atWork;
  private boolean lookPlanned;
  private long backoffNs;
  private long fromNs;

  Adder(Pool pool) {
    this.pool = pool;
    this.world = pool.world;
    this.options = pool.options;
  }

  private boolean wants() {
    return pool.wires.size() < options.most()
        && (!pool.line.isEmpty() || pool.unused.size() < options.minIdle());
  }

  void begin(long delayNs) {
    backoffNs = options.fill().retryFirstNs();
    fromNs = world.nowNs + delayNs;
    planLook(delayNs);
  }

  private void planLook(long delayNs) {
    lookPlanned = true;
    later(delayNs, () -> {
      lookPlanned = false;
      wake();
    });
  }

  private void later(long delayNs, Runnable what) {
    world.after(delayNs, () -> {
      if (!pool.closed) {
        what.run();
      }
    });
  }

  void wake() {
    if (pool.kind.eager && !atWork && wants()) {
      atWork = true;
      openOne();
    }
  }

  void lookAtNextTurn() {
    if (pool.kind.eager && !lookPlanned && !atWork && wants()) {
      long everyNs = options.fill().everyNs();
      long turns = Math.max(0, world.nowNs - fromNs) / everyNs + 1;
      planLook(fromNs + turns * everyNs - world.nowNs);
    }
  }

  private void openOne() {
    Pool.Wire wire = pool.new Wire();
    wire.ifOpened = () -> {
      backoffNs = options.fill().retryFirstNs();
      later(options.fill().delayNs(), this::goOn);
    };
    wire.ifRefused = this::refused;
    pool.open(wire, () -> {
      if (!pool.closed) {
        refused();
      }
    });
  }

  void refused() {
    later(backoffNs, this::goOn);
    backoffNs = Math.min(2 * backoffNs, options.fill().retryMaxNs());
  }

  private void goOn() {
    if (wants()) {
      openOne();
    } else {
      atWork = false;
      backoffNs = options.fill().retryFirstNs();
    }
  }
}
