package dev.headroom.database;

import dev.headroom.core.FailureReason;

/** What a service learns from its database: hand-overs, failures, and changes to meter. */
public interface DatabaseListener {
  /** The attempt's connection from its pool is ready. */
  void borrowed(int attempt);

  /** The attempt may run its statement: the pooler has a server connection for it. */
  void served(int attempt);

  /** The attempt gets no connection. */
  void failed(int attempt, FailureReason reason);

  /** Connections that the server holds for this service changed by {@code delta}. */
  void heldChanged(int delta);

  /** Connections that an attempt is using changed by {@code delta}. */
  void busyChanged(int delta);

  /** Connections being set up changed by {@code delta}. */
  void openingChanged(int delta);

  /** Attempts waiting for a connection changed by {@code delta}. */
  void waitingChanged(int delta);

  /** Attempts waiting inside the pooler changed by {@code delta}. */
  void poolerWaitingChanged(int delta);

  /** A connection attempt of this service was refused. */
  void refused();

  /** An attempt gave up waiting. */
  void acquireTimedOut();

  /** An attempt got a connection after {@code waitNs}. */
  void waited(long waitNs);
}
