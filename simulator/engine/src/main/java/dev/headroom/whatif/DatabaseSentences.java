package dev.headroom.whatif;

import dev.headroom.database.Exhaustion.Interval;
import dev.headroom.whatif.ConnectionPlan.Start;
import dev.headroom.whatif.DatabaseTrial.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an answer about a database says in words; every number is asked of the plan. */
final class DatabaseSentences {
  /** Instances without a limit of their own; counting them says nothing. */
  private static final long UNKNOWN_INSTANCES = Integer.MAX_VALUE / 2;

  private DatabaseSentences() {}

  /** The verdict of the arithmetic, then when it tips. */
  static List<String> of(ConnectionPlan plan, boolean range) {
    List<String> sentences = new ArrayList<>();
    sentences.add(verdict(plan));
    if (range) {
      sentences.add(tips(plan));
    }
    Start start = plan.failingStart();
    if (start != null && start.none() < UNKNOWN_INSTANCES) {
      sentences.add(start(plan, start));
    }
    if (plan.pooler() != null) {
      sentences.add(pooler(plan));
    }
    return sentences;
  }

  private static String verdict(ConnectionPlan plan) {
    String asked = sum(plan) + " = " + count(plan.asked()) + " connections";
    if (!plan.fits()) {
      return "EXHAUSTED: " + asked + " > " + limit(plan) + ".";
    }
    String deploy = count(plan.askedInDeploy()) + " during a deploy";
    if (!plan.fitsInDeploy()) {
      return "EXHAUSTED DURING A DEPLOY: " + asked + " fit, " + deploy + " (old and new) > "
          + limit(plan) + ".";
    }
    return "FITS: " + asked + (plan.surge() > 0 ? ", " + deploy : "")
        + (plan.unlimited() ? "; nothing limits them." : ", of " + limit(plan) + ".");
  }

  private static String sum(ConnectionPlan plan) {
    if (plan.services().size() == 1) {
      PoolUser user = plan.services().get(0);
      return count(user.instances()) + (user.instances() == 1 ? " instance" : " instances")
          + " x pool " + count(user.pool());
    }
    List<String> parts = new ArrayList<>();
    plan.services()
        .forEach(user ->
            parts.add(user.name() + " " + count(user.instances()) + " x " + count(user.pool())));
    return String.join(" + ", parts);
  }

  private static String limit(ConnectionPlan plan) {
    ServerBudget server = plan.server();
    if (plan.pooler() != null && plan.most() != server.usable()) {
      return count(plan.most()) + " client connections of " + plan.pooler().kind();
    }
    String other = server.other() == 0 ? "" : " - " + count(server.other()) + " other";
    return count(server.usable()) + " usable (" + count(server.maxConnections()) + " - "
        + count(server.reserved()) + " reserved" + other + ")";
  }

  private static String tips(ConnectionPlan plan) {
    if (plan.unlimited()) {
      return "No number of instances exhausts it.";
    }
    int pool = plan.services().get(0).pool();
    int alone = plan.ceiling(0) + 1;
    int inDeploy = plan.ceilingInDeploy(0) + 1;
    String deploy = plan.surge() > 0
        ? "; during a deploy at " + count(inDeploy) + " old + "
            + count(PoolUser.surging(inDeploy, plan.surge())) + " new ("
            + count((inDeploy + PoolUser.surging(inDeploy, plan.surge())) * pool) + ")"
        : "";
    return "It tips at " + count(alone) + (alone == 1 ? " instance (" : " instances (")
        + count((long) alone * pool) + " > " + count(plan.most()) + ")" + deploy + ".";
  }

  private static String start(ConnectionPlan plan, Start start) {
    String who = plan.fits() ? "Of the new instances " : "Of the instances ";
    String partial = start.partial() == 0
        ? "none"
        : start.partial() == 1 ? "1 (" + count(start.partialHas()) + ")" : count(start.partial());
    return who + count(start.full()) + " start with a full pool, " + partial
        + " with a part of it, " + count(start.none())
        + " with none, if pools fill one after the other; if they take turns, "
        + count(start.atLeastOne()) + " have at least one connection.";
  }

  private static String pooler(ConnectionPlan plan) {
    PoolerPlan pooler = plan.pooler();
    long clients = plan.askedInDeploy();
    StringBuilder text = new StringBuilder(pooler.kind()).append(": ");
    if (!pooler.pooling()) {
      text.append("a tunnel, ")
          .append(count(plan.onServer(clients)))
          .append(" connections to the server for as many of clients");
    } else {
      text.append(count(plan.onServer(clients)))
          .append(" connections to the server of ")
          .append(count(plan.server().usable()))
          .append(" usable, for ")
          .append(count(clients))
          .append(" of clients, which queue if they are in use for more than ")
          .append(share(plan))
          .append(" of the time");
      if (pooler.serverPool() > plan.server().usable()) {
        text.append("; its server pool of ")
            .append(count(pooler.serverPool()))
            .append(" is larger than the server allows");
      }
    }
    text.append("; its client limit is ")
        .append(count(pooler.clientLimit()))
        .append(clients > pooler.clientLimit() ? ", which binds" : "");
    if (pooler.note() != null) {
      text.append("; ").append(pooler.note());
    }
    return text.append('.').toString();
  }

  /** How much of the time all client connections can be in use at once without a queue. */
  static String share(ConnectionPlan plan) {
    double share = Math.min(1, (double) plan.pooler().serverPool() / Math.max(1, plan.asked()));
    return String.format(Locale.ROOT, share < 0.1 ? "%.2f %%" : "%.0f %%", share * 100);
  }

  /** The verdict of a run. */
  static String simulated(Observed seen, ServerBudget server) {
    String peak = "peak " + count(seen.peakConnections()) + " of " + count(server.usable())
        + " usable connections";
    String failures = count(seen.failed()) + " of " + count(seen.offered())
        + " requests failed"
        + (seen.failed() == 0
            ? ""
            : " ("
                + decimal(100.0 * seen.failed() / seen.offered()) + " %), "
                + count(seen.failedByDatabase()) + " of them for want of a connection");
    if (seen.fits()) {
      return "FITS THIS TRAFFIC: " + peak + "; " + failures + ".";
    }
    String when = "";
    if (!seen.exhausted().isEmpty()) {
      Interval first = seen.exhausted().get(0);
      Interval last = seen.exhausted().get(seen.exhausted().size() - 1);
      when = clock(first.fromNs()) + "-" + clock(last.toNs()) + " ("
          + decimal(seen.exhaustedNs() / 1e9) + " s"
          + (seen.exhausted().size() == 1 ? "" : " in " + seen.exhausted().size() + " intervals")
          + "); ";
    }
    String wait = seen.acquireP99Ns() < 1_000_000
        ? ""
        : "; p99 wait for a connection " + decimal(seen.acquireP99Ns() / 1e9) + " s";
    return "EXHAUSTED: " + when + failures + "; " + peak + wait + ".";
  }

  /** A whole number for people; {@code unlimited} where there is no limit. */
  static String count(long value) {
    return value >= Integer.MAX_VALUE ? "unlimited" : String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 1 ? "%.1f" : "%.3f", value);
  }

  private static String clock(long ns) {
    long s = ns / 1_000_000_000L;
    return String.format(Locale.ROOT, "%02d:%02d:%02d", s / 3600, s % 3600 / 60, s % 60);
  }
}
