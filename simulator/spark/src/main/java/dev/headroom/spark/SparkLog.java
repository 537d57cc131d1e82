package dev.headroom.spark;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** What Spark tells of itself: nothing, unless somebody looks for a fault. */
final class SparkLog {
  /** Read by Log4j when it starts, before Spark's own defaults. */
  private static final String CONFIGURATION = "log4j2.configurationFile";

  private SparkLog() {}

  /**
   * Silences it; what matters is told by the command, in one line. {@code HEADROOM_DEBUG=1} leaves
   * it as it is.
   */
  static void quiet() {
    if ("1".equals(System.getenv("HEADROOM_DEBUG"))) {
      return;
    }
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "classpath:dev/headroom/spark/quiet.properties");
    }
    // Started by spark-submit, Log4j stands already.
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
  }
}
