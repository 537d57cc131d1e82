package dev.headroom.cli;

import dev.headroom.replication.Workers;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C while days are simulated: no more are begun, and the process ends once those that were
 * finished are written.
 */
final class Interruption {
  /** As a shell reports a program that SIGINT ended. */
  static final int EXIT_CODE = 130;

  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook;

  Interruption(Workers workers) {
    hook = new Thread(() -> {
      workers.stop();
      try {
        written.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Everything is written: the process may end. */
  void end() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is waiting already.
      written.countDown();
    }
  }
}
