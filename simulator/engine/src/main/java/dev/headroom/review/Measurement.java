package dev.headroom.review;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one would measure to know an assumed value. */
final class Measurement {
  private static final Map<String, String> BY_PART = new LinkedHashMap<>();

  static {
    BY_PART.put(
        "coldStart.placing",
        "measure from the first request to the start of the process"
            + " of at least 20 cold instances, from the platform's log");
    BY_PART.put(
        "coldStart.pull",
        "deploy the image and measure at least 20 starts with and without" + " it on the machine");
    BY_PART.put("coldStart.cachedShare", "count in the log how many starts pulled the image");
    BY_PART.put(
        "coldStart.",
        "measure at least 20 starts of your own application, from the start"
            + " of the process until it answers");
    BY_PART.put(
        "scale.burst",
        "send a burst to an idle service and count the instances that start"
            + " in the first ten seconds");
    BY_PART.put("scale.m", "look up what is set on your service");
    BY_PART.put(
        "scale.", "raise the load by a step and measure when the number of instances" + " follows");
    BY_PART.put(
        "queue.",
        "send more requests at once than your instances take, and see which are"
            + " refused, and when");
    BY_PART.put("dispatch", "send a steady load and compare the requests of each instance");
    BY_PART.put(
        "binding",
        "send two requests to an idle service and see whether the second is"
            + " served by whichever instance is ready first");
    BY_PART.put("concurrency", "look up how many requests your server works on at once");
    BY_PART.put("instance.", "look up what is set on your service");
    BY_PART.put("database.cores", "look up the processors of your database server");
    BY_PART.put(
        "database.connect",
        "measure the processor time of the server while you open" + " connections");
    BY_PART.put("database.pooler", "look up the pooler's configuration");
    BY_PART.put("database.", "look it up in your database's configuration");
    BY_PART.put("timeouts.", "look up the time-out of your load balancer");
    BY_PART.put("billing.", "compare with a bill");
  }

  private Measurement() {}

  /** What to do, without a subject. */
  static String of(String path) {
    for (Map.Entry<String, String> entry : BY_PART.entrySet()) {
      if (path.contains(entry.getKey())) {
        return entry.getValue();
      }
    }
    return "measure it on your platform";
  }
}
