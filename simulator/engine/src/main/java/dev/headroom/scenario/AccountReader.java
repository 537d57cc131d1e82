package dev.headroom.scenario;

import dev.headroom.config.Section;
import dev.headroom.scaling.ProvisionedOptions;
import dev.headroom.scaling.ScalingOptions.StartsOf;
import dev.headroom.scenario.ServiceSpec.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the accounts whose limits services share, and holds what the services claim to them. */
final class AccountReader {
  /** What AWS leaves for functions without a reservation; an account may say otherwise. */
  private static final int UNRESERVED_MINIMUM = 100;

  private AccountReader() {}

  static Map<String, Integer> read(Section root, List<ServiceSpec> services) {
    Map<String, Integer> limits = new LinkedHashMap<>();
    Section accounts = root.optionalSection("accounts");
    if (accounts != null) {
      for (String name : accounts.keys()) {
        Section account = accounts.section(name);
        limits.put(name, account.integer("concurrency", 1, 10_000_000, Integer.MAX_VALUE));
        int rest = account.integer("unreservedMinimum", 0, 10_000_000, UNRESERVED_MINIMUM);
        long reserved = 0;
        long kept = 0;
        for (ServiceSpec service : services) {
          boolean shares = name.equals(service.account());
          reserved += shares ? Math.max(0, service.reservedConcurrency()) : 0;
          kept += shares && service.reservedConcurrency() < 0
              ? mostKeptReady(service.revisions(), service.deployments())
              : 0;
        }
        if (reserved > 0 && reserved > limits.get(name) - rest) {
          throw account.problem(
              "concurrency",
              "services reserve " + reserved + " of " + limits.get(name) + "; at least " + rest
                  + " must stay unreserved");
        }
        if (reserved + kept > limits.get(name)) {
          throw account.problem(
              "concurrency",
              "services reserve " + reserved + " and keep up to " + kept
                  + " environments ready; allowed together: " + limits.get(name));
        }
      }
    }
    for (ServiceSpec service : services) {
      if (service.account() != null && !limits.containsKey(service.account())) {
        throw root.problem(
            "accounts",
            "has no " + service.account() + ", which the platform of " + service.name()
                + " names; known: " + String.join(", ", limits.keySet()));
      }
    }
    checkStarts(root, services);
    return limits;
  }

  /**
   * Whoever shares a limit of starts, services of an account or revisions of a service, must give
   * it the same numbers.
   */
  private static void checkStarts(Section root, List<ServiceSpec> services) {
    Map<String, RevisionSpec> first = new LinkedHashMap<>();
    Map<String, String> owner = new LinkedHashMap<>();
    for (ServiceSpec service : services) {
      for (int r = 0; r < service.revisions().size(); r++) {
        RevisionSpec revision = service.revisions().get(r);
        if (revision.scaling().startsOf() == StartsOf.SERVICE) {
          continue;
        }
        String account = service.account();
        String key = (account == null ? "service " + service.name() : "account " + account) + " "
            + revision.platform().name();
        RevisionSpec other = first.putIfAbsent(key, revision);
        String before = owner.putIfAbsent(key, service.label(r));
        if (other != null
            && (other.scaling().startBurst() != revision.scaling().startBurst()
                || other.scaling().startsPerSecond() != revision.scaling().startsPerSecond())) {
          String problem = before + " and " + service.label(r)
              + " share scale.startBurst and scale.startsPerSecond and give them different values";
          throw account == null
              ? root.problem(root.has("services") ? "services" : "platform", problem)
              : root.section("accounts").problem(account, problem);
        }
      }
    }
  }

  static void checkKept(Section platform, int kept, int most) {
    if (kept > most) {
      throw platform.problem(
          "scale",
          "provisioned keeps up to " + kept + "; allowed: at most the function's concurrency of "
              + most);
    }
  }

  /**
   * Environments that a service keeps ready at most: those of all revisions that share its traffic,
   * and during a deployment those of the new one as well as of the one it replaces.
   */
  static int mostKeptReady(List<RevisionSpec> revisions, List<Deployment> deployments) {
    int kept = 0;
    for (RevisionSpec revision : revisions.subList(0, revisions.size() - deployments.size())) {
      kept += keptReady(revision);
    }
    int most = kept;
    for (Deployment deployment : deployments) {
      kept += keptReady(revisions.get(deployment.revision()));
      most = Math.max(most, kept);
      kept -= keptReady(revisions.get(deployment.replaces()));
    }
    return most;
  }

  static int keptReady(RevisionSpec revision) {
    ProvisionedOptions kept = revision.scaling().warm().provisioned();
    return kept == null ? 0 : kept.most();
  }
}
