package dev.headroom.scenario;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.Section;
import dev.headroom.platform.PlatformModel;
import dev.headroom.platform.PlatformReader;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scenario.ServiceSpec.Deployment;
import dev.headroom.scenario.ServiceSpec.Interruption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a service runs: the revisions its traffic is split among, and those that deployments
 * bring. Each has the service's platform with its own values laid over it.
 */
final class RevisionReader {
  private static final long YEAR_NS = 365L * 86_400 * 1_000_000_000L;
  private static final double SHARE_SLACK = 1e-9;

  private final Section service;
  private final PoolRules pool;
  private final List<RevisionSpec> revisions = new ArrayList<>();
  private final List<Deployment> deployments = new ArrayList<>();
  private final List<Interruption> interruptions = new ArrayList<>();

  /**
   * Reads the revisions that are there from the beginning.
   *
   * @param pool of every revision, or null
   */
  RevisionReader(Section service, PoolRules pool) {
    this.service = service;
    this.pool = pool;
    if (!service.has("revisions")) {
      Section platform = service.section("platform");
      revisions.add(revision("1", 1, platform));
      return;
    }
    double sum = 0;
    List<Section> listed = service.sections("revisions");
    for (Section one : listed) {
      double share = one.share("traffic");
      sum += share;
      revisions.add(revision(unique(one), share, merged(one)));
    }
    if (Math.abs(sum - 1) > SHARE_SLACK) {
      throw service.problem("revisions", "traffic adds up to " + 100 * sum + " %, must be 100 %");
    }
  }

  /** Reads the service's events; all revisions, those of deployments after the first ones. */
  List<RevisionSpec> withEvents(List<Section> events) {
    long lastNs = -1;
    int serving = 0;
    for (Section event : events) {
      long atNs = event.durationNs("at", 0, YEAR_NS);
      if (atNs <= lastNs) {
        throw event.error("at", event.text("at"), "later than the event before");
      }
      lastNs = atNs;
      if (EventKind.of(event) == EventKind.INTERRUPT) {
        interruptions.add(interruption(event, atNs));
        continue;
      }
      double surge = event.share("surge", 1);
      if (!(surge > 0)) {
        throw event.error("surge", event.text("surge"), "above 0 %, at most 100 %");
      }
      String name = event.has("name") ? unique(event) : Integer.toString(revisions.size() + 1);
      int replaced = serving;
      if (event.has("replaces")) {
        List<String> known = revisions.stream().map(RevisionSpec::name).toList();
        replaced = known.indexOf(event.choice("replaces", known));
      }
      serving = revisions.size();
      deployments.add(new Deployment(atNs, serving, replaced, surge));
      revisions.add(revision(name, 0, merged(event)));
    }
    return List.copyOf(revisions);
  }

  private Interruption interruption(Section event, long atNs) {
    if (revisions.stream().anyMatch(one -> one.platform().limits().interruption() == null)) {
      throw event.error(
          "do",
          "interrupt",
          "deploy; this platform takes nothing back, or give platform.interruption.warning");
    }
    double share = event.share("share", 1);
    if (!(share > 0)) {
      throw event.error("share", event.text("share"), "above 0 %, at most 100 %");
    }
    return new Interruption(atNs, share);
  }

  List<Interruption> interruptions() {
    return List.copyOf(interruptions);
  }

  List<Deployment> deployments() {
    return List.copyOf(deployments);
  }

  private String unique(Section one) {
    String name = one.text("name");
    if (revisions.stream().anyMatch(known -> known.name().equals(name))) {
      throw one.problem("name", name + "; another revision has this name");
    }
    return name;
  }

  /** The service's platform under the values that a revision or deployment gives. */
  private Section merged(Section one) {
    ConfigNode platform = service.node("platform");
    ConfigNode whole = one.has("platform") ? platform.merge(one.node("platform")) : platform;
    return Section.at(whole, one.path("platform"));
  }

  private RevisionSpec revision(String name, double share, Section platform) {
    PlatformModel model = PlatformReader.read(platform);
    ScalingOptions scaling = ScalingOptions.read(platform.section("scale"), model.concurrency());
    platform.finish();
    return new RevisionSpec(name, share, model, scaling, pool == null ? null : pool.in(model));
  }
}
