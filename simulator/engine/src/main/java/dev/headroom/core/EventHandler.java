package dev.headroom.core;

/** Receives one event; {@code arg} is whatever the scheduler passed, for example a request id. */
@FunctionalInterface
public interface EventHandler {
  void onEvent(long arg);
}
