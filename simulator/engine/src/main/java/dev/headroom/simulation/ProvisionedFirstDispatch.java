package dev.headroom.simulation;

/** Environments kept ready first; only when all of them are busy, those started on demand. */
final class ProvisionedFirstDispatch extends Dispatch {
  private final Dispatch provisioned;
  private final Dispatch onDemand;
  private Instances rows;

  ProvisionedFirstDispatch(Dispatch provisioned, Dispatch onDemand) {
    this.provisioned = provisioned;
    this.onDemand = onDemand;
  }

  /** The instances it spreads requests over; before the first of them is added. */
  void over(Instances instances) {
    rows = instances;
  }

  private Dispatch of(int instance) {
    return rows.at(instance).provisioned ? provisioned : onDemand;
  }

  @Override
  void add(int instance, int load) {
    of(instance).add(instance, load);
  }

  @Override
  void remove(int instance, int load) {
    of(instance).remove(instance, load);
  }

  @Override
  void loadChanged(int instance, int oldLoad, int newLoad) {
    of(instance).loadChanged(instance, oldLoad, newLoad);
  }

  @Override
  int pick(long entity) {
    int instance = provisioned.pick(entity);
    return instance == Fleet.NONE ? onDemand.pick(entity) : instance;
  }
}
