package dev.headroom.report;

/** What a request's time goes on, in the order in which it happens; the colours are the panels'. */
enum LatencyPart {
  EARLIER_ATTEMPTS("earlierAttempts", "attempts that failed, and pauses", "vermillion"),
  QUEUE("queue", "queue for an instance", "grey"),
  INSTANCE_START("instanceStart", "start of an instance", "purple hatch"),
  CONNECTION("connection", "wait for a connection of the pool", "ochre"),
  POOLER("pooler", "wait inside the pooler", "ochre hatch"),
  QUERIES("queries", "database", "green"),
  WORK("work", "work and waits of its own", "blue");

  private final String key;
  private final String label;
  private final String style;

  LatencyPart(String key, String label, String style) {
    this.key = key;
    this.label = label;
    this.style = style;
  }

  String label() {
    return label;
  }

  /** What people call the part that has a key in a result; an unknown one keeps its key. */
  static String labelOf(String key) {
    for (LatencyPart part : values()) {
      if (part.key.equals(key)) {
        return part.label;
      }
    }
    return key;
  }

  /** Classes of its bar. */
  String style() {
    return style;
  }

  /** Mean of the requests {@code of} latencyParts, in milliseconds. */
  double ms(ResultView view, String of) {
    return view.number("latencyParts." + of + ".partsMs." + key);
  }

  /** Which requests, how long they took, and what took most of it. */
  static String sentence(ResultView view, String of) {
    double requests = view.number("latencyParts." + of + ".requests");
    double mean = view.number("latencyParts." + of + ".meanMs");
    LatencyPart most = WORK;
    for (LatencyPart part : values()) {
      if (part.ms(view, of) > most.ms(view, of)) {
        most = part;
      }
    }
    String who = of.equals("all")
        ? "All " + Numbers.count((long) requests) + " completed requests"
        : Numbers.count((long) requests) + " requests, "
            + Numbers.percent(requests / view.number("latencyParts.all.requests"))
            + " of those completed, were at or above the p99 (to 3 %) and";
    return who + " took " + Numbers.milliseconds(mean) + " on average; "
        + Numbers.percent(most.ms(view, of) / mean) + " of it: " + most.label() + ".";
  }
}
