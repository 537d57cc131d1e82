package dev.headroom.traffic;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CSV {@code timestamp,count}, one row per interval, stamped with its start; also with the header
 * {@code num_request} for the count, and further columns, which are ignored.
 *
 * <p>The length of an interval is the most common step between the first rows; a row that is
 * missing is an interval without requests.
 */
final class CountCsvReader extends TraceReader {
  private static final int LOOK_AHEAD = 4_096;

  private final CsvLines rows;
  private final CsvStamp stamp;
  private final int countColumn;
  private final long[] aheadTime = new long[LOOK_AHEAD];
  private final long[] aheadCount = new long[LOOK_AHEAD];
  private final long[] aheadLine = new long[LOOK_AHEAD];
  private int aheadSize;
  private int aheadNext;
  private long line;
  private final long intervalNs;

  CountCsvReader(TraceInput in, ReadLog log, TrafficSpec spec) throws IOException {
    super(log);
    rows = new CsvLines(in, log);
    stamp = new CsvStamp(rows, log);
    int named = rows.column("count");
    countColumn = named >= 0 ? named : rows.column("num_request");
    if (countColumn < 0) {
      throw log.fatal(rows.line(), "the header has no column 'count'");
    }
    while (aheadSize < LOOK_AHEAD && read()) {
      aheadTime[aheadSize] = timeNs;
      aheadCount[aheadSize] = count;
      aheadLine[aheadSize++] = line;
    }
    intervalNs = commonStep();
    for (String name : rows.header()) {
      if (!name.equals("timestamp") && !name.equals(rows.header().get(countColumn))) {
        log.warn(log.name() + ": column '" + name + "' is ignored");
      }
    }
  }

  private long commonStep() {
    Map<Long, Integer> steps = new LinkedHashMap<>();
    for (int i = 1; i < aheadSize; i++) {
      long step = aheadTime[i] - aheadTime[i - 1];
      if (step > 0) {
        steps.merge(step, 1, Integer::sum);
      }
    }
    long best = TimeText.SECOND_NS;
    int times = 0;
    for (Map.Entry<Long, Integer> step : steps.entrySet()) {
      boolean more = step.getValue() > times;
      if (more || step.getValue() == times && step.getKey() < best) {
        best = step.getKey();
        times = step.getValue();
      }
    }
    if (times == 0 && aheadSize > 0) {
      log.warn(log.name() + ": a single interval, taken as one second long");
    }
    return best;
  }

  @Override
  boolean next() throws IOException {
    if (aheadNext == aheadSize) {
      return read();
    }
    timeNs = aheadTime[aheadNext];
    count = aheadCount[aheadNext];
    line = aheadLine[aheadNext++];
    return true;
  }

  private boolean read() throws IOException {
    int needed = 1 + Math.max(stamp.column(), countColumn);
    while (rows.next(needed)) {
      line = rows.line();
      timeNs = stamp.read();
      if (timeNs == StampParser.BAD) {
        continue;
      }
      count = Counts.read(rows.bytes(), rows.start(countColumn), rows.end(countColumn), log, line);
      if (count >= 0) {
        calendar = stamp.calendar();
        offsetSeconds = stamp.offsetSeconds();
        log.good();
        return true;
      }
    }
    return false;
  }

  @Override
  long intervalNs() {
    return intervalNs;
  }

  @Override
  long line() {
    return line;
  }
}
