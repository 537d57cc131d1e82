package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.database.DatabaseListener;
import dev.headroom.database.DatabaseServer;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;

/** Passes what the database says to the work of a service and to the recorder. */
final class DatabaseMeter implements DatabaseListener {
  private final ServiceRuntime service;
  private final DatabaseServer server;

  DatabaseMeter(ServiceRuntime service, DatabaseServer server) {
    this.service = service;
    this.server = server;
  }

  @Override
  public void borrowed(int attempt) {
    service.work.borrowed(attempt);
  }

  @Override
  public void served(int attempt) {
    service.work.served(attempt);
  }

  @Override
  public void failed(int attempt, FailureReason reason) {
    service.work.abort(attempt, reason);
  }

  @Override
  public void heldChanged(int delta) {
    long nowNs = service.queue.nowNs();
    change(Gauge.DB_HELD, delta);
    service.recorder.count(
        service.index, delta > 0 ? Count.DB_OPENED : Count.DB_CLOSED, nowNs);
    service.recorder.dbHeld(server.held(), nowNs);
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
  public void refused() {
    service.recorder.count(service.index, Count.DB_REFUSED, service.queue.nowNs());
  }

  @Override
  public void acquireTimedOut() {
    service.recorder.count(service.index, Count.DB_ACQUIRE_TIMEOUTS, service.queue.nowNs());
  }

  @Override
  public void waited(long waitNs) {
    service.recorder.acquired(waitNs);
  }

  private void change(Gauge gauge, int delta) {
    service.recorder.change(service.index, gauge, delta, service.queue.nowNs());
  }
}
