package dev.headroom.spark;

import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.replication.Work;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function1;
import scala.collection.Iterator;

/**
 * What an executor does with a batch of parts.
 *
 * @param <R> what is kept of each part
 */
final class SparkTask<R> implements Function1<Iterator<int[]>, SparkTask.Outcome<R>>, Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Work<R>> work;
  private final ArrayList<SentFile> files;

  /**
   * What a batch gave.
   *
   * @param results of its parts, those before a failure
   * @param failure that ended it, or null. A part fails each time alike, so that this is a result:
   *     what is thrown Spark would try three times more
   */
  record Outcome<R>(ArrayList<R> results, RuntimeException failure) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  SparkTask(Broadcast<Work<R>> work, List<SentFile> files) {
    this.work = work;
    this.files = new ArrayList<>(files);
  }

  @Override
  public Outcome<R> apply(Iterator<int[]> batches) {
    TaskContext context = TaskContext.get();
    LongConsumer check = simulatedNs -> {
      if (context.isInterrupted()) {
        throw new CancellationException();
      }
    };
    ArrayList<R> results = new ArrayList<>();
    try {
      files.forEach(SentFile::hold);
      Batch.Job<R> job = work.value().open();
      while (batches.hasNext()) {
        for (int number : batches.next()) {
          check.accept(0);
          results.add(job.run(number, check));
        }
      }
      return new Outcome<>(results, null);
    } catch (CancellationException e) {
      context.killTaskIfInterrupted();
      throw e;
    } catch (UserError e) {
      return new Outcome<>(results, e);
    } catch (RuntimeException e) {
      // Its causes may be of classes that cannot be sent.
      IllegalStateException sent = new IllegalStateException(e.getMessage());
      sent.setStackTrace(e.getStackTrace());
      return new Outcome<>(results, sent);
    }
  }
}
