package dev.headroom.replay;

import java.util.ArrayList;
import java.util.List;

/** What people export about a running system, as far as a simulation has the same. */
public enum Metric {
  REQUESTS(
      "requests",
      Kind.COUNT,
      false,
      "requests",
      "request",
      "requestcount",
      "rps",
      "qps",
      "rpm",
      "throughput",
      "hits",
      "invocations",
      "offered",
      "attempts",
      "traffic"),
  /** All that exist, from the start of the process until it ends. */
  INSTANCES(
      "instances",
      Kind.LEVEL,
      true,
      "instances",
      "instance",
      "instancecount",
      "replicas",
      "pods",
      "containers",
      "tasks",
      "runningtasks",
      "runningtaskcount",
      "dynos",
      "environments",
      "concurrentexecutions"),
  /** Those that take requests. */
  READY_INSTANCES(
      "ready instances",
      Kind.LEVEL,
      true,
      "readyinstances",
      "readyreplicas",
      "readypods",
      "availablereplicas",
      "healthyhosts",
      "healthyhostcount"),
  LATENCY_P50("p50 latency", Kind.TIME, true, latency("50", "median")),
  LATENCY_P90("p90 latency", Kind.TIME, true, latency("90")),
  LATENCY_P95("p95 latency", Kind.TIME, true, latency("95")),
  LATENCY_P99("p99 latency", Kind.TIME, true, latency("99")),
  /** Requests that failed in the end, as users see them. */
  ERRORS(
      "errors",
      Kind.COUNT,
      true,
      "errors",
      "error",
      "errorcount",
      "failures",
      "failure",
      "failed",
      "failedrequests",
      "requestsfailed"),
  ERROR_SHARE(
      "error share",
      Kind.SHARE,
      false,
      "errorrate",
      "errorshare",
      "errorratio",
      "failurerate",
      "errorpercent"),
  /** Attempts that failed, retried or not, as a server sees them. */
  FAILED_ATTEMPTS(
      "failed attempts",
      Kind.COUNT,
      true,
      "failedattempts",
      "5xx",
      "http5xx",
      "status5xx",
      "elb5xx",
      "target5xx",
      "httpcodetarget5xx",
      "httpcodeelb5xx"),
  DB_CONNECTIONS(
      "db connections",
      Kind.LEVEL,
      true,
      "dbconnections",
      "databaseconnections",
      "connections",
      "pgconnections",
      "numbackends",
      "postgresconnections",
      "mysqlconnections",
      "threadsconnected",
      "dbheld"),
  /** The simulation keeps no series of it. */
  CPU("cpu", Kind.SHARE, false, "cpu", "cpuutilization", "cpuutilisation", "cpuusage", "cpuload");

  /** What values of a metric are. */
  enum Kind {
    /** So many in an interval. */
    COUNT,
    /** A mean over an interval. */
    LEVEL,
    /** Milliseconds. */
    TIME,
    /** 0 to 1. */
    SHARE
  }

  private final String label;
  private final Kind kind;
  private final boolean scored;
  private final List<String> spellings;

  Metric(String label, Kind kind, boolean scored, String... spellings) {
    this.label = label;
    this.kind = kind;
    this.scored = scored;
    this.spellings = List.of(spellings);
  }

  private static String[] latency(String digits, String... further) {
    List<String> names = new ArrayList<>(List.of(further));
    for (String p : List.of(
        "p" + digits,
        digits + "th",
        digits + "percentile",
        digits + "thpercentile",
        "percentile" + digits)) {
      names.add(p);
      for (String what : List.of("latency", "responsetime", "duration", "targetresponsetime")) {
        names.add(what + p);
        names.add(p + what);
      }
    }
    return names.toArray(String[]::new);
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  Kind kind() {
    return kind;
  }

  /** Whether a simulation is held against it; requests are what it is given. */
  public boolean scored() {
    return scored;
  }

  /** Lower-case letters and digits of the names it has, units left out. */
  List<String> spellings() {
    return spellings;
  }
}
