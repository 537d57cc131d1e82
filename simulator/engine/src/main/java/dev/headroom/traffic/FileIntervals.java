package dev.headroom.traffic;

/** The intervals of a trace file. */
final class FileIntervals implements IntervalSource {
  private final TraceCursor cursor;

  FileIntervals(TraceCursor cursor) {
    this.cursor = cursor;
  }

  @Override
  public boolean next() {
    return cursor.next();
  }

  @Override
  public long startNs() {
    return cursor.timeNs();
  }

  @Override
  public long lengthNs() {
    return cursor.lengthNs();
  }

  @Override
  public long count() {
    return cursor.count();
  }

  @Override
  public double mean() {
    return cursor.count();
  }

  @Override
  public long endNs() {
    return cursor.endNs();
  }

  @Override
  public TraceCursor file() {
    return cursor;
  }

  @Override
  public void close() {
    cursor.close();
  }
}
