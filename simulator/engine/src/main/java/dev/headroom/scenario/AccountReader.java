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
        checkStarts(accounts, name, services);
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
    return limits;
  }

  /** Services that share an account's limit of starts must give it the same numbers. */
  private static void checkStarts(Section accounts, String name, List<ServiceSpec> services) {
    Map<String, ServiceSpec> first = new LinkedHashMap<>();
    for (ServiceSpec service : services) {
      if (!name.equals(service.account()) || service.scaling().startsOf() == StartsOf.SERVICE) {
        continue;
      }
      ServiceSpec other = first.putIfAbsent(service.platform().name(), service);
      if (other != null
          && (other.scaling().startBurst() != service.scaling().startBurst()
              || other.scaling().startsPerSecond() != service.scaling().startsPerSecond())) {
        throw accounts.problem(
            name,
            "its services " + other.name() + " and " + service.name()
                + " share scale.startBurst and scale.startsPerSecond and give them different "
                + "values");
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
