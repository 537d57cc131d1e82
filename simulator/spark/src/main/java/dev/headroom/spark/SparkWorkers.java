package dev.headroom.spark;

import dev.headroom.core.UserError;
import dev.headroom.replication.Work;
import dev.headroom.replication.Workers;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * The executors of a Spark application. Each task is a batch of parts; what it gave is told as soon
 * as it is there, so that a lost driver or Ctrl-C costs only the tasks under way.
 */
final class SparkWorkers implements Workers {
  private static final int TASKS_PER_CORE = 8;
  private static final int BATCH_MAX = 100;
  private static final int LOOK_MS = 100;

  /** Executors come one after the other; that long after the last nobody is waited for. */
  private static final long SETTLED_NS = TimeUnit.SECONDS.toNanos(1);

  private static final long TELL_NS = TimeUnit.SECONDS.toNanos(15);

  private final SparkMaster master;
  private final JavaSparkContext spark;
  private final int batch;
  private final PrintWriter err;
  private volatile boolean stopped;

  private SparkWorkers(SparkMaster master, JavaSparkContext spark, int batch, PrintWriter err) {
    this.master = master;
    this.spark = spark;
    this.batch = batch;
    this.err = err;
  }

  /**
   * Starts an application.
   *
   * @param conf the user's settings, completed here
   * @param batch parts of a task, 0 for as many as suit
   * @param err told where nothing happens for long
   * @throws UserError where Spark does not start
   */
  static SparkWorkers connect(SparkMaster master, SparkConf conf, int batch, PrintWriter err) {
    conf.setMaster(master.url());
    conf.setIfMissing("spark.ui.enabled", "false");
    SparkLog.quiet(conf);
    if (master.isLoopback()) {
      // Without a look at what this machine calls itself, which may be no address at all.
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    String jar = ownJar();
    if (jar != null && !master.isLocal()) {
      conf.setIfMissing("spark.jars", jar);
    }
    try {
      return new SparkWorkers(master, new JavaSparkContext(conf), batch, err);
    } catch (RuntimeException e) {
      throw UserError.input("--master: " + master.url() + ": Spark does not start: " + reason(e));
    }
  }

  /** Where these classes are, if in a jar. */
  private static String ownJar() {
    try {
      URI place =
          SparkWorkers.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return place.getPath().endsWith(".jar") ? place.toString() : null;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public <R> void run(Work<R> work, int[] numbers, Consumer<R> finished) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    try {
      if (numbers.length == 0 || !awaitExecutors()) {
        return;
      }
      List<SentFile> files = master.isLocal() ? List.of() : SentFile.send(work.files(), spark);
      Broadcast<Work<R>> sent = spark.broadcast(work);
      List<int[]> tasks = tasks(numbers);
      spark
          .sc()
          .runJob(
              spark.parallelize(tasks, tasks.size()).rdd(),
              new SparkTask<>(sent, files),
              (partition, outcome) -> {
                take(outcome, finished, failure);
                return BoxedUnit.UNIT;
              },
              ClassTag.apply(SparkTask.Outcome.class));
    } catch (Exception e) {
      // Scala's methods throw what they like, undeclared.
      if (failure.get() == null && !isStopped()) {
        throw e instanceof UserError user
            ? user
            : UserError.input("--master: " + master.url() + ": " + reason(e));
      }
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** Called by one thread of Spark's for each task. */
  private <R> void take(
      SparkTask.Outcome<R> outcome,
      Consumer<R> finished,
      AtomicReference<RuntimeException> failure) {
    try {
      outcome.results().forEach(finished);
      if (outcome.failure() != null) {
        throw outcome.failure();
      }
    } catch (RuntimeException e) {
      if (failure.compareAndSet(null, e)) {
        spark.sc().cancelAllJobs();
      }
    }
  }

  private List<int[]> tasks(int[] numbers) {
    int size = batch;
    if (size == 0) {
      int wanted = TASKS_PER_CORE * spark.defaultParallelism();
      size = Math.min(BATCH_MAX, (numbers.length + wanted - 1) / wanted);
    }
    List<int[]> tasks = new ArrayList<>();
    for (int from = 0; from < numbers.length; from += size) {
      tasks.add(Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + size)));
    }
    return tasks;
  }

  /** Whether there are some; false where everything was stopped meanwhile. */
  private boolean awaitExecutors() throws InterruptedException {
    long beganNs = System.nanoTime();
    long changedNs = beganNs;
    boolean told = false;
    int executors = 0;
    while (!master.isLocal() && (executors == 0 || System.nanoTime() - changedNs < SETTLED_NS)) {
      if (isStopped()) {
        return false;
      }
      if (spark.sc().isStopped()) {
        throw new IllegalStateException("the application was ended there");
      }
      // The driver is counted too.
      int now = spark.sc().getExecutorMemoryStatus().size() - 1;
      if (now != executors) {
        executors = now;
        changedNs = System.nanoTime();
      }
      if (executors == 0 && !told && System.nanoTime() - beganNs > TELL_NS) {
        told = true;
        err.println("headroom: waiting for an executor; has a worker of " + master.url()
            + " a free core and " + spark.getConf().get("spark.executor.memory", "1g") + "?");
      }
      Thread.sleep(LOOK_MS);
    }
    return true;
  }

  /** The first line of the innermost message that says something. */
  private static String reason(Throwable e) {
    String text = e.toString();
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at.getMessage() != null && !at.getMessage().isBlank()) {
        text = at.getMessage();
      }
    }
    return text.strip().lines().findFirst().orElse(text);
  }

  @Override
  public void stop() {
    stopped = true;
    if (!spark.sc().isStopped()) {
      spark.sc().cancelAllJobs();
    }
  }

  @Override
  public boolean isStopped() {
    return stopped || isEnding();
  }

  /** Spark ends its application by itself when the JVM ends, maybe before {@link #stop}. */
  private static boolean isEnding() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Override
  public void close() {
    spark.close();
  }
}
