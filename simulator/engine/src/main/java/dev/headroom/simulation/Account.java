package dev.headroom.simulation;

/** A limit on requests in progress that several services share. */
final class Account {
  private final int limit;
  private int inUse;

  Account(int limit) {
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  boolean take() {
    if (inUse >= limit) {
      return false;
    }
    inUse++;
    return true;
  }

  void give() {
    inUse--;
  }
}
