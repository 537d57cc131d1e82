package dev.headroom.whatif;

import java.util.ArrayList;
import java.util.List;

/**
 * Services, a database server and perhaps a pooler between: who gets a connection when every pool
 * is full. Pools are counted at their size, since idle connections hold slots as busy ones do.
 *
 * <p>During a deployment old and new instances of one service stand side by side. Services are
 * taken to be deployed one at a time, and the one that needs most counts.
 *
 * @param server what there is to give
 * @param services who asks, at least one
 * @param surge instances a deployment starts ahead of stopping old ones, as a share of the old; 0
 *     where deployments do not overlap
 * @param pooler between them, or null
 */
public record ConnectionPlan(
    ServerBudget server, List<PoolUser> services, double surge, PoolerPlan pooler) {

  public ConnectionPlan {
    services = List.copyOf(services);
  }

  /** Connections that all instances hold when every pool is full. */
  public long asked() {
    return services.stream().mapToLong(PoolUser::connections).sum();
  }

  /** The most during a deployment of one of the services. */
  public long askedInDeploy() {
    long more = services.stream().mapToLong(this::moreInDeploy).max().orElse(0);
    return asked() + more;
  }

  /** Connections if all services were deployed at once. */
  public long askedInDeployOfAll() {
    return asked() + services.stream().mapToLong(this::moreInDeploy).sum();
  }

  private long moreInDeploy(PoolUser user) {
    return PoolUser.surging(user.instances(), surge) * user.pool();
  }

  /** Connections that the server sees when clients hold this many. */
  public long onServer(long clients) {
    return pooler == null ? clients : pooler.serverConnections(clients);
  }

  /** The most client connections that can all be open: the server's limit, or the pooler's. */
  public long most() {
    int usable = server.usable();
    if (pooler == null) {
      return usable;
    }
    return pooler.pooling() && pooler.serverPool() <= usable
        ? pooler.clientLimit()
        : Math.min(usable, pooler.clientLimit());
  }

  /** Whether nothing limits the number of connections. */
  public boolean unlimited() {
    return most() == Integer.MAX_VALUE;
  }

  private boolean fits(long clients) {
    return unlimited() || clients <= most();
  }

  /** Whether every connection can be opened outside deployments. */
  public boolean fits() {
    return fits(asked());
  }

  /** Whether every connection can be opened during deployments too. */
  public boolean fitsInDeploy() {
    return fits(askedInDeploy());
  }

  /** Most instances of a service, the others as they are, {@code Integer.MAX_VALUE} any number. */
  public int ceiling(int service) {
    return unlimited() ? Integer.MAX_VALUE : (int) poolsFor(service);
  }

  /** The same while the service is deployed: the old instances of which it may have. */
  public int ceilingInDeploy(int service) {
    if (unlimited()) {
      return Integer.MAX_VALUE;
    }
    long pools = poolsFor(service);
    long most = (long) (pools / (1 + surge));
    while (most > 0 && most + PoolUser.surging(most, surge) > pools) {
      most--;
    }
    while (most + 1 + PoolUser.surging(most + 1, surge) <= pools) {
      most++;
    }
    return (int) most;
  }

  private long poolsFor(int service) {
    PoolUser user = services.get(service);
    return Math.max(0, most() - asked() + user.connections()) / user.pool();
  }

  /** Largest pool of a service's instances that fits, 0 if not even one connection each does. */
  public int safePool(int service) {
    return safePool(service, 0);
  }

  /** The same that fits also while the service is deployed. */
  public int safePoolInDeploy(int service) {
    return safePool(service, surge);
  }

  private int safePool(int service, double overlap) {
    PoolUser user = services.get(service);
    long instances = user.instances() + PoolUser.surging(user.instances(), overlap);
    if (unlimited() || instances == 0) {
      return Integer.MAX_VALUE;
    }
    long left = Math.max(0, most() - asked() + user.connections());
    return (int) (left / instances);
  }

  /**
   * What instances get that fill their pools one after the other until nothing is left.
   *
   * @param full instances with the whole pool
   * @param partial instances with a part of it: 1 or 0
   * @param partialHas connections of that one
   * @param none instances without any
   * @param atLeastOne instances with at least one, if they took turns instead
   */
  public record Start(long full, long partial, long partialHas, long none, long atLeastOne) {}

  /** How the instances of a service start into what {@code free} connections are left. */
  public static Start start(long instances, int pool, long free) {
    long full = Math.min(instances, free / pool);
    long rest = full < instances ? free - full * pool : 0;
    long partial = rest > 0 ? 1 : 0;
    return new Start(full, partial, rest, instances - full - partial, Math.min(instances, free));
  }

  /**
   * How the last start that does not fit goes, or null where all fit: of the whole fleet in the
   * order of the services, or of the new revision of the service that needs most.
   */
  public Start failingStart() {
    if (fitsInDeploy()) {
      return null;
    }
    if (fits()) {
      PoolUser most = services.get(0);
      for (PoolUser user : services) {
        most = moreInDeploy(user) > moreInDeploy(most) ? user : most;
      }
      return start(PoolUser.surging(most.instances(), surge), most.pool(), most() - asked());
    }
    Start sum = new Start(0, 0, 0, 0, 0);
    long free = most();
    long turns = most();
    for (PoolUser user : services) {
      Start one = start(user.instances(), user.pool(), free);
      long each = Math.min(user.instances(), turns);
      sum = new Start(
          sum.full + one.full,
          sum.partial + one.partial,
          sum.partialHas + one.partialHas,
          sum.none + one.none,
          sum.atLeastOne + each);
      free = Math.max(0, free - user.connections());
      turns -= each;
    }
    return sum;
  }

  /** The same plan with one service changed. */
  ConnectionPlan with(int service, PoolUser user) {
    List<PoolUser> changed = new ArrayList<>(services);
    changed.set(service, user);
    return new ConnectionPlan(server, changed, surge, pooler);
  }

  /** The same plan with that many instances of its only service. */
  public ConnectionPlan withInstances(int instances) {
    return with(0, services.get(0).withInstances(instances));
  }

  ConnectionPlan withServices(List<PoolUser> changed) {
    return new ConnectionPlan(server, changed, surge, pooler);
  }

  ConnectionPlan on(ServerBudget other) {
    return new ConnectionPlan(other, services, surge, pooler);
  }

  /** The same plan behind another pooler. */
  public ConnectionPlan behind(PoolerPlan other) {
    return new ConnectionPlan(server, services, surge, other);
  }
}
