package dev.headroom.scenario;

import dev.headroom.config.Section;
import dev.headroom.core.UserError;
import dev.headroom.scaling.ProvisionedOptions;
import dev.headroom.scaling.ScalingOptions;
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
          kept += shares && service.reservedConcurrency() < 0 ? mostKeptReady(service) : 0;
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
    Map<String, Starter> first = new LinkedHashMap<>();
    for (ServiceSpec service : services) {
      for (int r = 0; r < service.revisions().size(); r++) {
        ScalingOptions scaling = service.revisions().get(r).scaling();
        if (scaling.startsOf() == StartsOf.ACCOUNT) {
          Starter one = new Starter(service, r, scaling.startBurst(), scaling.startsPerSecond());
          Starter other = first.putIfAbsent(service.startsOwner(r), one);
          if (other != null && !one.agreesWith(other)) {
            throw one.disagreement(root, other);
          }
        }
      }
    }
  }

  /** Who starts instances under a limit, and the limit that it gives. */
  private record Starter(ServiceSpec service, int revision, double burst, double perSecond) {
    boolean agreesWith(Starter other) {
      return burst == other.burst && perSecond == other.perSecond;
    }

    UserError disagreement(Section root, Starter other) {
      String problem = other.service.label(other.revision) + " and " + service.label(revision)
          + " share scale.startBurst and scale.startsPerSecond and give them different values";
      return service.account() == null
          ? root.problem(root.has("services") ? "services" : "platform", problem)
          : root.section("accounts").problem(service.account(), problem);
    }
  }

  /** Holds what a service keeps ready against its maximum and its reservation. */
  static void checkKept(Section platform, ServiceSpec service) {
    for (RevisionSpec revision : service.revisions()) {
      checkKept(platform, keptReady(revision), revision.scaling().max());
    }
    if (service.reservedConcurrency() >= 0) {
      checkKept(platform, mostKeptReady(service), service.reservedConcurrency());
    }
  }

  private static void checkKept(Section platform, int kept, int most) {
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
  private static int mostKeptReady(ServiceSpec service) {
    List<RevisionSpec> revisions = service.revisions();
    int begin = revisions.size() - service.deployments().size();
    int kept =
        revisions.subList(0, begin).stream().mapToInt(AccountReader::keptReady).sum();
    int most = kept;
    for (Deployment deployment : service.deployments()) {
      kept += keptReady(revisions.get(deployment.revision()));
      most = Math.max(most, kept);
      kept -= keptReady(revisions.get(deployment.replaces()));
    }
    return most;
  }

  private static int keptReady(RevisionSpec revision) {
    ProvisionedOptions kept = revision.scaling().warm().provisioned();
    return kept == null ? 0 : kept.most();
  }
}
