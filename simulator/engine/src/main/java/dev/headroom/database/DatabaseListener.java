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
  void refused(Refusal refusal);

  /** An attempt gave up waiting for a connection of its pool. */
  void acquireTimedOut();

  /** An attempt gave up waiting inside the pooler. */
  void poolerTimedOut();

  /** An attempt got a connection from its pool after {@code waitNs}. */
  void waited(long waitNs);

  /** An attempt got a server connection from the pooler after {@code waitNs}. */
  void poolerWaited(long waitNs);

  /** The first connection of a starting instance's pool is up: its application can start. */
  void poolStarted(int instance);

  /** The first connection of a starting instance's pool was refused: the start has failed. */
  void poolStartFailed(int instance);
}
