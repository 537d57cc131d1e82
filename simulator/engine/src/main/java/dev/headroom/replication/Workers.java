package dev.headroom.replication;

import java.util.function.Consumer;

/** Whoever does work: threads of this process ({@link Batch}) or other machines. */
public interface Workers extends AutoCloseable {
  /**
   * Does some parts and returns once all are done or {@link #stop} was called.
   *
   * @param numbers of the parts
   * @param finished told what each part gave, by any thread, in any order, each once
   * @throws RuntimeException of a part that failed; others may have been done
   */
  <R> void run(Work<R> work, int[] numbers, Consumer<R> finished);

  /** Ends what is under way and begins no more; any thread may call it. */
  void stop();

  /** Whether it was stopped. */
  boolean isStopped();

  /** Lets go of other machines, where there are any. */
  @Override
  default void close() {}
}
