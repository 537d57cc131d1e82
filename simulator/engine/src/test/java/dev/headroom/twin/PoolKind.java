package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.database.PoolOptions;
import dev.headroom.database.PoolOptions.Open;

/** What all pools of a revision have in common. */
final class PoolKind {
  final PoolOptions options;
  final boolean eager;
  final boolean connectsFirst;
  final Link.Target target;
  final Draws lives;
  long opened;

  private PoolKind(Revision revision, Link.Target target) {
    this.options = revision.spec.pool();
    this.target = target;
    this.lives = revision.draws(Purpose.CONNECTION_LIFE);
    this.eager = options.open() == Open.EAGER && options.size() > 0;
    this.connectsFirst = eager && options.fill().failFast();
  }

  static PoolKind of(Revision revision) {
    World world = revision.world;
    return revision.spec.pool() == null || world.server == null
        ? null
        : new PoolKind(revision, world.target);
  }
}
