package dev.headroom.core;

/**
 * What a random draw is for. Each purpose has draws of its own, so a new component shifts no
 * other's; the code is part of the seed and never changes.
 */
public enum Purpose {
  ARRIVAL(1),
  COPY(2),
  COPY_OFFSET(3),
  BURST(4),
  CLASS(5),
  SERVICE(6),
  CPU(7),
  WAIT(8),
  QUERY(9),
  START_PHASE(10),
  RETRY_JITTER(11),
  DISPATCH(12),
  SHAPE(14),
  REVISION(15),
  SCALER(16),
  BACKGROUND(17),
  NODE(18),
  CONNECTION_LIFE(21),
  PINNED_CLIENT(22),
  INTERRUPTION(19),
  PROACTIVE(31),
  FUNCTION_ERROR(32),
  QUERY_CPU(41),
  RETRY_PAUSE(44),
  PATIENCE(42),
  THINNING(43),
  HOT_KEY(51),
  TABLE_BACKOFF(52),
  ENQUEUE(53);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
