package dev.headroom.cli;

import dev.headroom.replication.Workers;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

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

  /** Says that it came before anything was finished; returns the exit code. */
  static int beforeAnything(CommandSpec spec) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("headroom: interrupted; nothing was finished");
    err.flush();
    return EXIT_CODE;
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
