package dev.headroom.database;

/**
 * How many pools got what they want while connections are short: those that hold all they may,
 * those whose last try was refused and hold some, and those of them that hold none.
 *
 * <p>Remembers the moment when most were short, the earliest of equals.
 */
public final class PoolCensus {
  private int full;
  private int partial;
  private int none;
  private Moment worst;

  /** Where a pool stands. */
  enum Standing {
    /** Closed, or neither full nor refused. */
    UNCOUNTED,
    FULL,
    PARTIAL,
    NONE
  }

  /**
   * A moment's count.
   *
   * @param atNs when
   * @param full pools with all their connections
   * @param partial pools that were refused and hold some
   * @param none pools that were refused and hold none
   */
  public record Moment(long atNs, int full, int partial, int none) {
    private int shortOf() {
      return partial + none;
    }
  }

  /** A pool that may have so many connections has changed. */
  void count(InstancePool pool, int most, long nowNs) {
    Standing standing = Standing.UNCOUNTED;
    if (pool.open && pool.held >= most) {
      standing = Standing.FULL;
    } else if (pool.open && pool.refused) {
      standing = pool.held > 0 ? Standing.PARTIAL : Standing.NONE;
    }
    Standing before = pool.standing;
    pool.standing = standing;
    moved(before, standing, nowNs);
  }

  private void moved(Standing from, Standing to, long nowNs) {
    if (from == to) {
      return;
    }
    add(from, -1);
    add(to, 1);
    if (partial + none > 0 && (worst == null || partial + none > worst.shortOf())) {
      worst = new Moment(nowNs, full, partial, none);
    }
  }

  private void add(Standing standing, int delta) {
    switch (standing) {
      case FULL -> full += delta;
      case PARTIAL -> partial += delta;
      case NONE -> none += delta;
      case UNCOUNTED -> {
        // No count of these is kept.
      }
    }
  }

  /** The count of now. */
  public Moment at(long nowNs) {
    return new Moment(nowNs, full, partial, none);
  }

  /** The moment when most pools were short, or null where none was ever refused. */
  public Moment worst() {
    return worst;
  }
}
