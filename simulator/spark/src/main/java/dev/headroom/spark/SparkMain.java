package dev.headroom.spark;

import dev.headroom.cli.Main;
import java.util.List;

/** The program: {@code headroom-spark sweep ...} and {@code functions ...}. */
public final class SparkMain {
  private static final List<Class<?>> COMMANDS = List.of(SparkSweep.class, SparkFunctions.class);

  private SparkMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    SparkLog.quiet();
    Main.start("headroom-spark", COMMANDS, args);
  }
}
