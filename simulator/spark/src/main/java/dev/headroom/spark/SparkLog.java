package dev.headroom.spark;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;

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
    if (isWanted()) {
      return;
    }
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "classpath:dev/headroom/spark/quiet.properties");
    }
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
  }

  /** The same of an application that spark-submit starts: it sets logging up once more. */
  static void quiet(SparkConf conf) {
    if (!isWanted()) {
      conf.setIfMissing("spark.log.level", "OFF");
    }
  }

  private static boolean isWanted() {
    return "1".equals(System.getenv("HEADROOM_DEBUG"));
  }
}
