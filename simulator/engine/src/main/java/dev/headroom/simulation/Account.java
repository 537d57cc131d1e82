package dev.headroom.simulation;

/**
 * A limit on requests in progress that several services share.
 *
 * <p>What a service has reserved is its own: nobody else may use it, and it may use nothing else.
 * Environments that a service keeps ready are carved out of the common rest likewise, but the
 * service may go beyond them.
 */
final class Account {
  private final int limit;
  private int reserved;
  /** Of the common rest: in use, or kept free for those who keep environments ready. */
  private int claimed;

  Account(int limit) {
    this.limit = limit;
  }

  /**
   * A service's part.
   *
   * @param reservation what is set aside for it, negative for nothing
   */
  Share share(int reservation) {
    reserved += Math.max(0, reservation);
    return new Share(this, reservation);
  }

  /** What one service may use. */
  static final class Share {
    private final Account account;
    private final int reservation;
    private int ready;
    private int inUse;

    private Share(Account account, int reservation) {
      this.account = account;
      this.reservation = reservation;
    }

    /** Most that it can ever use at once. */
    int limit() {
      return reservation >= 0 ? reservation : account.limit;
    }

    /** What refuses a request when {@link #take} does. */
    ThrottleLimit refusing() {
      return reservation >= 0 ? ThrottleLimit.RESERVED : ThrottleLimit.ACCOUNT;
    }

    /** It keeps so many more environments ready from now on, or fewer. */
    void keepReady(int more) {
      account.claimed += claim(inUse, ready + more) - claim(inUse, ready);
      ready += more;
    }

    boolean take() {
      if (reservation >= 0
          ? inUse >= reservation
          : inUse >= ready && account.claimed >= account.limit - account.reserved) {
        return false;
      }
      account.claimed += claim(inUse + 1, ready) - claim(inUse, ready);
      inUse++;
      return true;
    }

    void give() {
      account.claimed += claim(inUse - 1, ready) - claim(inUse, ready);
      inUse--;
    }

    private int claim(int used, int kept) {
      return reservation >= 0 ? 0 : Math.max(used, kept);
    }
  }
}
