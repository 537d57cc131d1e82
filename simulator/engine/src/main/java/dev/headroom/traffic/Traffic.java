package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** The way into the package: opens the arrivals of a run. */
public final class Traffic {
  /** What a temporary copy may take of the disk. */
  private static final long PIPE_BYTES_MAX = 16L << 30;

  private static final long BURST_STEP_NS = 60 * TimeText.SECOND_NS;

  private static final Map<InputStream, Path> STREAMS =
      Collections.synchronizedMap(new WeakHashMap<>());
  private static final Map<Path, Path> PIPES = new ConcurrentHashMap<>();

  private Traffic() {}

  /**
   * The arrivals of run {@code run} of a scenario's traffic. The same spec, seed and run give the
   * same arrivals on every machine. A file is read anew each time.
   */
  public static Arrivals open(TrafficSpec spec, long seed, int run) {
    Arrivals all = spec.generate() != null ? generated(spec, seed, run) : read(spec, seed, run);
    return spec.thinning() == null ? all : new ThinnedArrivals(all, spec.thinning(), seed, run);
  }

  /**
   * The file that a user means by {@code name}: itself, or, for {@code -} and for pipes, a
   * temporary copy of its bytes, since runs read it again, as whoever reads the scenario anew does;
   * the copy goes when the JVM ends.
   */
  public static Path locate(String name, Path path, InputStream stdin) {
    boolean standard = name.equals("-");
    if (!standard
        && (!Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path))) {
      return path;
    }
    // What was read is gone: a stream, or a pipe of a name, has one copy.
    return standard
        ? STREAMS.computeIfAbsent(stdin, in -> copied(name, path, in))
        : PIPES.computeIfAbsent(path.toAbsolutePath(), pipe -> copied(name, pipe, null));
  }

  private static Path copied(String name, Path path, InputStream stdin) {
    try (InputStream in = stdin != null ? stdin : Files.newInputStream(path)) {
      Path copy = Files.createTempFile("headroom-trace", ".tmp");
      copy.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(copy)) {
        copy(name, in, out);
      }
      return copy;
    } catch (IOException e) {
      throw TraceInput.unreadable(name, e);
    }
  }

  private static void copy(String name, InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long copied = 0;
    for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
      copied += got;
      if (copied > PIPE_BYTES_MAX) {
        throw UserError.input(name + ": more than 16 GiB through a pipe; name a file instead");
      }
      out.write(buffer, 0, got);
    }
  }

  /**
   * Facts about the file of {@code spec}, read once from end to end; format, classes and tolerances
   * count, the rest of the spec does not.
   */
  public static TraceInfo info(TrafficSpec spec) {
    return TraceFacts.of(spec);
  }

  private static Arrivals read(TrafficSpec spec, long seed, int run) {
    TraceCursor cursor = TraceCursor.open(spec);
    try {
      Frame frame = Frame.ofFile(spec, cursor);
      checkArrivals(spec.arrivals(), cursor);
      if (cursor.intervals()) {
        return new IntervalArrivals(
            new FileIntervals(cursor), spec, spec.arrivals(), frame, seed, run);
      }
      return new RowArrivals(cursor, spec, frame, seed, run);
    } catch (RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  private static void checkArrivals(ArrivalKind kind, TraceCursor cursor) {
    boolean exact = kind == ArrivalKind.AUTO || kind == ArrivalKind.EXACT;
    if (kind == ArrivalKind.EXACT && !cursor.stamped()) {
      throw UserError.invalid("arrivals: exact: " + cursor.name() + " holds counts (format "
          + cursor.format().label() + "); allowed are poisson, uniform, batch, bursty, nhpp");
    }
    if (!exact && !cursor.intervals()) {
      cursor
          .log()
          .warn(cursor.name() + ": its requests have exact stamps; they stay where they are"
              + " whatever 'arrivals' says");
    }
    if (kind == ArrivalKind.BURSTY
        && cursor.intervals()
        && cursor.intervalNs() <= TimeText.SECOND_NS) {
      cursor
          .log()
          .warn(cursor.name() + ": its intervals are no longer than a second, so 'bursty' "
              + "places like 'poisson'");
    }
  }

  private static Arrivals generated(TrafficSpec spec, long seed, int run) {
    ArrivalKind kind = spec.arrivals();
    if (kind == ArrivalKind.EXACT) {
      throw UserError.invalid("arrivals: a generator has no exact stamps; allowed are poisson, "
          + "uniform, batch, bursty, nhpp");
    }
    boolean equal = kind == ArrivalKind.UNIFORM;
    boolean process =
        kind == ArrivalKind.AUTO || kind == ArrivalKind.POISSON || kind == ArrivalKind.NHPP;
    boolean constant = spec.generate().shape() == Shape.CONSTANT && spec.window() == null;
    if (constant && (equal || process)) {
      return spec.rateScale() == 1
          ? new ConstantArrivals(spec, equal, 0, seed, run)
          : new ScaledConstant(spec, equal, seed, run);
    }
    long stepNs = kind == ArrivalKind.BURSTY ? BURST_STEP_NS : TimeText.SECOND_NS;
    return new IntervalArrivals(
        new ShapeIntervals(spec.generate(), stepNs),
        spec,
        kind == ArrivalKind.AUTO ? ArrivalKind.NHPP : kind,
        Frame.ofGenerator(spec),
        seed,
        run);
  }
}
