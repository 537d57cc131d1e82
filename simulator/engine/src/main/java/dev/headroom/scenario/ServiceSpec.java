package dev.headroom.scenario;

import dev.headroom.database.PoolOptions;
import dev.headroom.platform.PlatformModel;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.traffic.Thinning;
import dev.headroom.traffic.TrafficSpec;
import java.util.List;

/**
 * One service of a scenario.
 *
 * @param name unique in the scenario
 * @param traffic what arrives; of a service that works on messages, what arrives at their sender
 * @param fedBy place of the service whose requests are its messages, or -1
 * @param classes kinds of requests, at least one
 * @param clients how callers react
 * @param revisions what runs, at least one; those that come with a deployment stand last
 * @param deployments in the order of their times
 * @param interruptions when the platform takes instances back, in the order of their times
 * @param account the account whose concurrency limit it shares, or null
 * @param reservedConcurrency what is set aside for it and limits it, negative for nothing
 * @param nodePool number of the pool its instances are placed on, or -1
 */
public record ServiceSpec(
    String name,
    TrafficSpec traffic,
    int fedBy,
    List<WorkloadClass> classes,
    ClientRules clients,
    List<RevisionSpec> revisions,
    List<Deployment> deployments,
    List<Interruption> interruptions,
    String account,
    int reservedConcurrency,
    int nodePool) {

  /**
   * A new revision that takes over from another.
   *
   * @param atNs when it begins, in nanoseconds from the start of the run
   * @param revision place of the new one among the service's
   * @param replaces place of the one that it takes over from
   * @param surge instances started ahead of stopping old ones, as a share of the old count
   */
  public record Deployment(long atNs, int revision, int replaces, double surge) {}

  /**
   * The platform wants capacity back.
   *
   * @param atNs when it warns, in nanoseconds from the start of the run
   * @param share of the instances that serve, above 0, at most 1
   */
  public record Interruption(long atNs, double share) {}

  /** The same with less traffic for a while. */
  ServiceSpec with(Thinning thinning) {
    return new ServiceSpec(
        name,
        traffic.withThinning(thinning),
        fedBy,
        classes,
        clients,
        revisions,
        deployments,
        interruptions,
        account,
        reservedConcurrency,
        nodePool);
  }

  /** The same with a multiple of the traffic it has now. */
  ServiceSpec withTraffic(double multiple) {
    TrafficSpec scaled = traffic.withScale(traffic.rateScale() * multiple, traffic.timeScale());
    return new ServiceSpec(
        name,
        scaled,
        fedBy,
        classes,
        clients,
        revisions,
        deployments,
        interruptions,
        account,
        reservedConcurrency,
        nodePool);
  }

  /** Whether it works on messages that another service's requests leave, and has no users. */
  public boolean isFed() {
    return fedBy >= 0;
  }

  /** What to call a revision where people read: the service, and itself if it is not the only. */
  public String label(int revision) {
    return revisions.size() == 1 ? name : name + "/" + revisions.get(revision).name();
  }

  /**
   * Whose limit of starts a revision shares, where its platform has one of accounts: the account's
   * on that platform. Services that name no account are taken to have one each.
   */
  public String startsOwner(int revision) {
    String owner = account == null ? "service " + name : "account " + account;
    return owner + " on " + revisions.get(revision).platform().name();
  }

  /** The platform of the first revision. */
  public PlatformModel platform() {
    return revisions.get(0).platform();
  }

  /** The scaling rule of the first revision. */
  public ScalingOptions scaling() {
    return revisions.get(0).scaling();
  }

  /** The pool of the first revision, or null where it uses no database. */
  public PoolOptions pool() {
    return revisions.get(0).pool();
  }
}
