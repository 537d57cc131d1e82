package dev.headroom.twin;

import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingOptions.StartsOf;
import java.util.ArrayList;
import java.util.List;

/** How fast the instances of a revision may start: both of its limits must allow it. */
final class StartRate {
  private static final long MINUTE_NS = 60_000_000_000L;

  /** Starts that an account has left on a platform, or a revision alone. */
  static final class Launches {
    private final Tokens left;
    private final List<Revision> users = new ArrayList<>();

    private Launches(ScalingOptions scaling, long nowNs) {
      this.left = new Tokens(scaling.startBurst(), scaling.startsPerSecond(), nowNs);
    }
  }

  private final World world;
  private final ScalingOptions scaling;
  /** Null where nothing limits them but the minute. */
  private final Launches launches;

  private final List<Long> startsNs = new ArrayList<>();

  StartRate(Revision revision) {
    this.world = revision.world;
    this.scaling = revision.spec.scaling();
    if (scaling.startBurst() == 0) {
      this.launches = null;
      return;
    }
    Launches own = new Launches(scaling, world.nowNs);
    this.launches = scaling.startsOf() == StartsOf.ACCOUNT
        ? world.launches.computeIfAbsent(owner(revision), key -> own)
        : own;
    this.launches.users.add(revision);
  }

  /** A service that names no account has one of its own. */
  private static List<Object> owner(Revision revision) {
    String account = revision.service.spec.account();
    return List.of(
        account == null ? revision.service.index : account,
        revision.spec.platform().name());
  }

  boolean isShared() {
    return launches != null && launches.users.size() > 1;
  }

  /** When the next may happen: now, later, or at the end of time. */
  long nextNs() {
    long nextNs = launches == null ? world.nowNs : launches.left.nextNs(world.nowNs);
    int most = scaling.startsPerMinute();
    if (startsNs.size() >= most) {
      nextNs = Math.max(nextNs, startsNs.get(startsNs.size() - most) + MINUTE_NS);
    }
    return nextNs;
  }

  boolean take() {
    if (nextNs() > world.nowNs) {
      return false;
    }
    startsNs.add(world.nowNs);
    return launches == null || launches.left.take(world.nowNs);
  }
}
