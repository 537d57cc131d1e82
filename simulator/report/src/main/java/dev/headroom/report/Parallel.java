package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Independent drawings on two threads; more would only load classes against each other. */
final class Parallel {
  private static final int THREADS = 2;

  private Parallel() {}

  /** Runs all and returns their results in order; the first failure is thrown as it was. */
  static <T> List<T> run(List<Callable<T>> work) {
    int threads = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
    ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
      Thread thread = new Thread(task, "charts");
      thread.setDaemon(true);
      return thread;
    });
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while drawing");
    } finally {
      executor.shutdownNow();
    }
  }
}
