package dev.headroom.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order, failures and interruption, whatever the number of threads. */
class BatchTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 64})
  void resultsStandInOrder(int threads) {
    AtomicInteger most = new AtomicInteger();
    List<Integer> squares = new Batch(threads)
        .run(
            3,
            50,
            (number, progress) -> number * number,
            done -> most.accumulateAndGet(done, Math::max));
    assertEquals(IntStream.range(3, 50).map(n -> n * n).boxed().toList(), squares);
    assertEquals(47, most.get());
    assertEquals(List.of(), new Batch(threads).run(5, 5, (n, p) -> n, done -> {}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theFirstFailureByNumberIsTheOneTold(int threads) {
    Batch batch = new Batch(threads);
    CountDownLatch laterFailed = new CountDownLatch(threads == 1 ? 0 : 1);
    IllegalStateException seen = assertThrows(
        IllegalStateException.class,
        () -> batch.run(
            0,
            8,
            (number, progress) -> {
              if (number == 3) {
                await(laterFailed);
                throw new IllegalStateException("3");
              }
              if (number == 4) {
                laterFailed.countDown();
                throw new IllegalStateException("4");
              }
              return number;
            },
            done -> {}));
    assertEquals("3", seen.getMessage());
    OutOfMemoryError error = new OutOfMemoryError();
    assertSame(
        error,
        assertThrows(
            OutOfMemoryError.class,
            () -> batch.run(
                0,
                2,
                (n, p) -> {
                  throw error;
                },
                done -> {})));
  }

  /** Finished runs before the gap stay, the one under way ends, what came after it is dropped. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void stoppingKeepsTheFirstOnes(int threads) {
    Batch batch = new Batch(threads);
    // All that is to be kept has begun by then, and one that comes after the gap.
    CountDownLatch others = new CountDownLatch(threads == 1 ? 0 : 3);
    List<Integer> kept = batch.run(
        0,
        100,
        (number, progress) -> {
          if (number == 2) {
            await(others);
            batch.stop();
            progress.accept(1);
            throw new AssertionError("goes on after the stop");
          }
          if (number <= 3) {
            others.countDown();
          }
          return number;
        },
        done -> {});
    assertEquals(List.of(0, 1), kept);
    assertTrue(batch.isStopped());
    assertEquals(List.of(), batch.run(0, 3, (n, p) -> n, done -> {}));
  }

  @Test
  void needsAThread() {
    assertThrows(IllegalArgumentException.class, () -> new Batch(0));
    assertTrue(Batch.defaultThreads() >= 1);
    assertFalse(new Batch(1).isStopped());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
