package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.database.DatabaseListener;
import dev.headroom.database.DatabaseServer;
import dev.headroom.database.Refusal;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;

/** Passes what the database says to the work of a service and to the recorder. */
final class DatabaseMeter implements DatabaseListener {
  private final Revision revision;
  private final DatabaseServer server;

  DatabaseMeter(Revision revision, DatabaseServer server) {
    this.revision = revision;
    this.server = server;
  }

  @Override
  public void borrowed(int attempt) {
    revision.work.borrowed(attempt);
  }

  @Override
  public void served(int attempt) {
    revision.work.served(attempt);
  }

  @Override
  public void failed(int attempt, FailureReason reason) {
    revision.work.abort(attempt, reason);
  }

  @Override
  public void heldChanged(int delta) {
    change(Gauge.DB_HELD, delta);
    revision.recorder.count(revision.row, delta > 0 ? Count.DB_OPENED : Count.DB_CLOSED);
    revision.recorder.dbHeld(server.held());
  }

  @Override
  public void busyChanged(int delta) {
    change(Gauge.DB_BUSY, delta);
  }

  @Override
  public void openingChanged(int delta) {
    change(Gauge.DB_OPENING, delta);
  }

  @Override
  public void waitingChanged(int delta) {
    change(Gauge.DB_WAITING, delta);
  }

  @Override
  public void poolerWaitingChanged(int delta) {
    change(Gauge.POOLER_WAITING, delta);
  }

  @Override
  public void refused(Refusal refusal) {
    count(Count.DB_REFUSED);
    count(
        switch (refusal) {
          case SLOT -> Count.DB_REFUSED_SLOT;
          case RESERVED -> Count.DB_REFUSED_RESERVED;
          case DOWN -> Count.DB_REFUSED_DOWN;
          case CLIENT_LIMIT -> Count.POOLER_REFUSED_CLIENT;
          case LOGIN_FAILING -> Count.POOLER_LOGIN_FAILING;
          case INSTANCE_LIMIT -> Count.DB_REFUSED_INSTANCE;
        });
  }

  @Override
  public void acquireTimedOut() {
    count(Count.DB_ACQUIRE_TIMEOUTS);
    count(Count.POOL_TIMEOUTS);
  }

  @Override
  public void poolerTimedOut() {
    count(Count.DB_ACQUIRE_TIMEOUTS);
  }

  @Override
  public void waited(long waitNs) {
    revision.recorder.acquired(waitNs);
  }

  @Override
  public void poolerWaited(long waitNs) {
    revision.recorder.poolerServed(waitNs);
  }

  @Override
  public void poolStarted(int instance) {
    revision.fleet.startUp.poolStarted(instance);
  }

  @Override
  public void poolStartFailed(int instance) {
    count(Count.DB_START_FAILED);
    revision.fleet.startUp.poolStartFailed(instance);
  }

  private void count(Count what) {
    revision.recorder.count(revision.row, what);
  }

  private void change(Gauge gauge, int delta) {
    revision.recorder.change(revision.row, gauge, delta);
  }
}
