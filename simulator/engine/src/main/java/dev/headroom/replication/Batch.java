package dev.headroom.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Runs of one thread each, several at a time. Results stand in the order of their numbers and do
 * not depend on how many threads there are; where the batch is stopped those of the first numbers
 * are kept and whatever came after a gap is thrown away.
 */
public final class Batch implements Workers {
  private final int threads;
  private volatile boolean stopped;

  /**
   * One of the runs.
   *
   * @param <T> what is kept of it
   */
  @FunctionalInterface
  public interface Job<T> {
    /**
     * Does it.
     *
     * @param number of the job
     * @param progress to be called now and then with the simulated time; throws where the batch
     *     has been stopped, to end the run
     */
    T run(int number, LongConsumer progress);
  }

  /**
   * A batch that may be stopped from another thread.
   *
   * @param threads at least 1
   */
  public Batch(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
    this.threads = threads;
  }

  /** As many threads as the machine has processors. */
  public static int defaultThreads() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public <R> void run(Work<R> work, int[] numbers, Consumer<R> finished) {
    Job<R> job = work.open();
    run(
        0,
        numbers.length,
        (index, progress) -> {
          finished.accept(job.run(numbers[index], progress));
          return true;
        },
        done -> {});
  }

  /**
   * Does the jobs {@code from} to {@code to - 1}.
   *
   * @param finished told by any thread, after each job, how many are done so far
   * @return what they gave, in order; fewer than asked for only where the batch was stopped
   * @throws RuntimeException of the first job, by number, that failed
   */
  public <T> List<T> run(int from, int to, Job<T> job, IntConsumer finished) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
      Thread thread = new Thread(task, "headroom-run");
      thread.setDaemon(true);
      return thread;
    });
    AtomicInteger done = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    LongConsumer check = simulatedNs -> {
      if (stopped || over.get()) {
        throw new CancellationException();
      }
    };
    List<Future<T>> futures = new ArrayList<>();
    for (int number = from; number < to; number++) {
      int mine = number;
      futures.add(pool.submit(() -> {
        check.accept(0);
        T result = job.run(mine, check);
        finished.accept(done.incrementAndGet());
        return result;
      }));
    }
    pool.shutdown();
    try {
      return collect(futures);
    } finally {
      // After a failure the others are of no use; those before it have all been waited for.
      over.set(true);
    }
  }

  private <T> List<T> collect(List<Future<T>> futures) {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof CancellationException) {
          return results;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) e.getCause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stop();
        return results;
      }
    }
    return results;
  }
}
