package dev.headroom.twin;

import java.util.ArrayList;
import java.util.List;

/** Requests in progress that services may have together, and each alone. */
final class Account {
  private final int limit;
  private final List<Share> shares = new ArrayList<>();

  Account(int limit) {
    this.limit = limit;
  }

  Share share(int reservation) {
    Share share = new Share(reservation);
    shares.add(share);
    return share;
  }

  final class Share {
    /** Set aside for the service alone, negative for nothing. */
    final int reservation;

    int inUse;
    /** Environments kept ready, whose concurrency nobody else may use. */
    int ready;

    private Share(int reservation) {
      this.reservation = reservation;
    }

    int limit() {
      return reservation >= 0 ? reservation : limit;
    }

    boolean take() {
      boolean free;
      if (reservation >= 0) {
        free = inUse < reservation;
      } else {
        free = inUse < ready || claimed() < limit - reserved();
      }
      inUse += free ? 1 : 0;
      return free;
    }

    void give() {
      inUse--;
    }
  }

  private int reserved() {
    return shares.stream().mapToInt(share -> Math.max(0, share.reservation)).sum();
  }

  private int claimed() {
    return shares.stream()
        .filter(share -> share.reservation < 0)
        .mapToInt(share -> Math.max(share.inUse, share.ready))
        .sum();
  }
}
