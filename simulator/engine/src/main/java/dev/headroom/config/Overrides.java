package dev.headroom.config;

import dev.headroom.core.UserError;
import java.util.List;

/** Single values set over a tree, as {@code --set PATH=VALUE} does. */
public final class Overrides {
  private Overrides() {}

  /**
   * The tree with the values set, one after the other.
   *
   * @param sets each {@code PATH=VALUE}, e.g. {@code platform.scale.min=3}
   * @param origin what said so, for messages and as the values' origin: {@code --set}
   * @throws UserError where one does not read so or its path leads nowhere
   */
  public static ConfigNode apply(ConfigNode tree, List<String> sets, String origin) {
    ConfigNode changed = tree;
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals <= 0) {
        throw UserError.invalid(
            origin + ": " + set + "; reads PATH=VALUE, e.g. platform.scale.min=3");
      }
      changed = changed.with(set.substring(0, equals), set.substring(equals + 1), origin);
    }
    return changed;
  }
}
