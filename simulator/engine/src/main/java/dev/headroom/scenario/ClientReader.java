package dev.headroom.scenario;

import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import dev.headroom.scenario.RetryRules.Budget;
import dev.headroom.scenario.RetryRules.Jitter;
import java.util.List;

/** Reads how clients that wait for their answer react: {@code workload.clients}. */
final class ClientReader {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final long DAY = 86_400 * SECOND;
  private static final int RETRIES_MAX = 1_000_000;
  private static final List<String> TOKENS = List.of("429", "503", "504", "refused", "timeout");

  /** An error of the code and an open breaker are retried only where a scenario says so. */
  private static final List<String> ON_REQUEST = List.of("500", "breaker");

  private ClientReader() {}

  static ClientRules synchronous(Section clients) {
    Section breaker = clients.optionalSection("breaker");
    Section retries = clients.optionalSection("retries");
    return new ClientRules(
        clients.durationOrUnlimitedNs("timeout", MILLI, DAY, Long.MAX_VALUE),
        clients
            .choice("onClientGone", List.of("continue", "cancel"), "continue")
            .equals("cancel"),
        retries == null ? RetryRules.NONE : retries(retries),
        clients.has("patience") ? clients.distribution("patience") : null,
        breaker == null ? null : breaker(breaker),
        null);
  }

  private static RetryRules retries(Section retries) {
    List<String> on = retries.has("on") ? retries.texts("on") : TOKENS;
    for (String token : on) {
      if (!TOKENS.contains(token) && !ON_REQUEST.contains(token)) {
        throw retries.error(
            "on", token, String.join(", ", TOKENS) + ", " + String.join(", ", ON_REQUEST));
      }
    }
    boolean exponential = retries
        .choice("backoff", List.of("constant", "exponential"), "constant")
        .equals("exponential");
    double factor = retries.number("factor", 1, 100, 2);
    Jitter jitter = retries.choice("jitter", Jitter.NONE);
    if (retries.has("factor") && (!exponential || jitter == Jitter.DECORRELATED)) {
      throw retries.problem(
          "factor",
          "has no part here; it needs backoff: exponential with jitter" + " none, full or equal");
    }
    return new RetryRules(
        retries.integerOrUnlimited("max", 0, RETRIES_MAX),
        retries.distribution("base", Distribution.constant(0)),
        exponential ? factor : 1,
        retries.durationOrUnlimitedNs("maxBackoff", MILLI, DAY, Long.MAX_VALUE),
        jitter,
        on,
        retries.has("budget") ? budget(retries) : null);
  }

  /** A share alone, or a map with the window and the retries on top. */
  private static Budget budget(Section retries) {
    if (!(retries.node("budget") instanceof MapNode)) {
      return new Budget(positive(retries, "budget"), 10 * SECOND, 0);
    }
    Section budget = retries.section("budget");
    return new Budget(
        positive(budget, "share"),
        budget.durationNs("window", SECOND, 60 * SECOND, 10 * SECOND),
        budget.rate("minRate", 0));
  }

  private static double positive(Section section, String key) {
    double share = section.share(key);
    if (share == 0) {
      throw section.error(key, share, "above 0 to 100%");
    }
    return share;
  }

  private static BreakerRules breaker(Section breaker) {
    double share = breaker.has("failureShare") ? positive(breaker, "failureShare") : 0.5;
    long windowNs = breaker.durationNs("window", SECOND, 3600 * SECOND, 100 * SECOND);
    if (windowNs % SECOND != 0) {
      throw breaker.problem("window", "needs whole seconds");
    }
    return new BreakerRules(
        share,
        (int) (windowNs / SECOND),
        breaker.integer("minimumCalls", 1, RETRIES_MAX, 100),
        breaker.durationNs("openFor", MILLI, DAY, 60 * SECOND),
        breaker.integer("halfOpenCalls", 1, RETRIES_MAX, 10));
  }
}
