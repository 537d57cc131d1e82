package dev.headroom.core;

/**
 * Random draws that depend only on (seed, run, purpose, entity, index), never on the order of
 * events: two variants of a scenario face the same work.
 *
 * <p>The generator is a counter put through the 64-bit finaliser that SplitMix64 uses (Steele, Lea,
 * Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014). Exponential and normal
 * draws use the ziggurat (Marsaglia, Tsang, J. Stat. Software 5(8), 2000) with 256 layers; its
 * tables and tails use {@link StrictMath}, whose results are the same on every machine.
 */
public final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long SILVER = 0xD1342543DE82EF95L;
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private final long key;

  private Draws(long key) {
    this.key = key;
  }

  /** The draws of one run for one purpose, entities of the first service. */
  public static Draws of(long seed, int run, Purpose purpose) {
    return of(seed, run, purpose, 0);
  }

  /** The draws of one run for one purpose and one {@code stream}, for example a service. */
  public static Draws of(long seed, int run, Purpose purpose, int stream) {
    long k = mix(seed + GOLDEN);
    k = mix(k ^ (run + 1L) * SILVER);
    k = mix(k + purpose.code() * GOLDEN);
    return new Draws(mix(k ^ (stream + 1L) * SILVER));
  }

  /** Finaliser of SplitMix64: a bijection of 64 bits in which every input bit reaches all. */
  public static long mix(long x) {
    long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 64 random bits of an entity. */
  public long bits(long entity) {
    return mix(key + entity * GOLDEN);
  }

  /** 64 random bits of an entity's draw number {@code index}. */
  public long bits(long entity, int index) {
    return index == 0 ? bits(entity) : mix(bits(entity) + index * SILVER);
  }

  /** Uniform in [0, 1). */
  public double uniform(long entity) {
    return toUnit(bits(entity));
  }

  /** Uniform in [0, 1). */
  public double uniform(long entity, int index) {
    return toUnit(bits(entity, index));
  }

  /** Uniform in 0 (inclusive) to {@code bound} (exclusive), bound at most 2^31 - 1. */
  public int below(int bound, long entity, int index) {
    return (int) ((bits(entity, index) >>> 33) * bound >>> 31);
  }

  /** Exponential with mean 1. */
  public double exponential(long entity) {
    return Ziggurat.exponential(bits(entity));
  }

  /** Exponential with mean 1. */
  public double exponential(long entity, int index) {
    return Ziggurat.exponential(bits(entity, index));
  }

  /** Normal with mean 0 and standard deviation 1. */
  public double normal(long entity, int index) {
    return Ziggurat.normal(bits(entity, index));
  }

  static double toUnit(long bits) {
    return (bits >>> 11) * TWO_TO_MINUS_53;
  }

  /** The bits after {@code bits} where one draw needs several. */
  static long after(long bits) {
    return mix(bits + GOLDEN);
  }
}
