package dev.headroom.database;

import dev.headroom.core.FailureReason;

/** A service that nothing is looked at of; tests override what they look at. */
public abstract class DeafListener implements DatabaseListener {
  @Override
  public void borrowed(int attempt) {}

  @Override
  public void served(int attempt) {}

  @Override
  public void failed(int attempt, FailureReason reason) {}

  @Override
  public void heldChanged(int delta) {}

  @Override
  public void busyChanged(int delta) {}

  @Override
  public void openingChanged(int delta) {}

  @Override
  public void waitingChanged(int delta) {}

  @Override
  public void poolerWaitingChanged(int delta) {}

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public void acquireTimedOut() {}

  @Override
  public void poolerTimedOut() {}

  @Override
  public void waited(long waitNs) {}

  @Override
  public void poolerWaited(long waitNs) {}

  @Override
  public void poolStarted(int instance) {}

  @Override
  public void poolStartFailed(int instance) {}
}
