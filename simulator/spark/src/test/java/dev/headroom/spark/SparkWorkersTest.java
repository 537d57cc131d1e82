package dev.headroom.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.replication.Work;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes back from Spark, and what does where something fails. */
final class SparkWorkersTest {
  private static final AtomicInteger OPENED = new AtomicInteger();

  private static SparkWorkers workers;

  /** Squares; some parts fail. */
  private record Squares(int invalidFrom, int brokenFrom) implements Work<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Batch.Job<Long> open() {
      OPENED.incrementAndGet();
      return (number, progress) -> {
        progress.accept(number);
        if (number >= brokenFrom) {
          throw new IllegalStateException("broken at " + number, new BrokenCause());
        }
        if (number >= invalidFrom) {
          throw UserError.input("trace.csv:" + number + ": is damaged");
        }
        return (long) number * number;
      };
    }

    @Override
    public List<Path> files() {
      return List.of(Path.of("none of local workers"));
    }
  }

  /** Cannot be sent, as many a library's exceptions. */
  private static final class BrokenCause extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Object notSerializable = new Object();

    @Override
    public String getMessage() {
      return "cause of " + notSerializable;
    }
  }

  @BeforeAll
  static void start() {
    SparkLog.quiet();
    PrintWriter err = new PrintWriter(new StringWriter());
    workers =
        SparkWorkers.connect(new SparkMaster("local[2]"), new SparkConf().setAppName("t"), 0, err);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  private static List<Long> run(Work<Long> work, int... numbers) {
    List<Long> results = Collections.synchronizedList(new ArrayList<>());
    workers.run(work, numbers, results::add);
    Collections.sort(results);
    return results;
  }

  @Test
  void eachPartIsToldOnceAndTasksAreBatches() {
    OPENED.set(0);
    int[] numbers = IntStream.range(0, 1_000).filter(n -> n % 3 != 1).toArray();
    List<Long> results = run(new Squares(9_999, 9_999), numbers);
    assertEquals(IntStream.of(numbers).mapToObj(n -> (long) n * n).toList(), results);
    assertTrue(OPENED.get() <= 2 * 8, "tasks: " + OPENED);
    assertEquals(List.of(), run(new Squares(9_999, 9_999)));
  }

  /** As the same work fails here: the same message, and it is not tried again and again. */
  @Test
  void aFailureIsTheLocalOne() {
    OPENED.set(0);
    List<Long> results = Collections.synchronizedList(new ArrayList<>());
    Squares work = new Squares(2, 9_999);
    UserError failure =
        assertThrows(UserError.class, () -> workers.run(work, new int[] {1, 2}, results::add));
    assertEquals("trace.csv:2: is damaged", failure.getMessage());
    assertEquals(UserError.Kind.INPUT, failure.kind());
    assertTrue(OPENED.get() <= 2, "opened " + OPENED);
    assertFalse(workers.isStopped());

    IllegalStateException broken = assertThrows(
        IllegalStateException.class,
        () -> workers.run(new Squares(9_999, 3), new int[] {3}, results::add));
    assertEquals("broken at 3", broken.getMessage());
  }

  /** Such as a journal that cannot be written. */
  @Test
  void aFailureOfWhoeverIsToldEndsItToo() {
    UserError full = UserError.output("no space left");
    assertEquals(
        full,
        assertThrows(
            UserError.class,
            () -> workers.run(new Squares(9_999, 9_999), new int[] {1, 2, 3}, result -> {
              throw full;
            })));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local[0] | --master: local[0]; allowed: local[4], local[*] or spark://HOST:PORT, e.g."
            + " spark://10.0.0.1:7077",
        "spark://a:1,b | --master: spark://a:1,b; 'b' is no HOST:PORT, e.g. spark://10.0.0.1:7077",
        "spark://a:70000 | --master: spark://a:70000; 'a:70000' is no HOST:PORT, e.g."
            + " spark://10.0.0.1:7077",
      })
  void aMasterThatIsNoneIsSaidSo(String url, String message) {
    UserError error = assertThrows(UserError.class, () -> new SparkMaster(url).check());
    assertEquals(UserError.Kind.INVALID, error.kind());
    assertEquals(message, error.getMessage());
  }
}
