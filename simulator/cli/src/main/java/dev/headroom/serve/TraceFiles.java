package dev.headroom.serve;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.core.UserError;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which files a page may have read: those of the scenario that the server was started with. A
 * shared link is somebody else's text and must not open other files of this machine.
 */
final class TraceFiles {
  private final Set<Path> allowed = ConcurrentHashMap.newKeySet();

  /** Allows every file that a scenario names. */
  void allow(ConfigNode scenario) {
    walk(scenario, false);
  }

  /** Allows one that the page itself brought. */
  void allow(Path file) {
    allowed.add(file.toAbsolutePath().normalize());
  }

  /**
   * Looks through a scenario before anything of it is opened.
   *
   * @throws UserError at the first file that is not allowed
   */
  void check(ConfigNode scenario) {
    walk(scenario, true);
  }

  private void walk(ConfigNode node, boolean checking) {
    if (node instanceof MapNode map) {
      map.entries().forEach((key, entry) -> {
        if (key.equals("file") && entry.value() instanceof ScalarNode scalar) {
          file(scalar, checking);
        }
        walk(entry.value(), checking);
      });
    } else if (node instanceof ListNode list) {
      list.items().forEach(item -> walk(item, checking));
    }
  }

  private void file(ScalarNode scalar, boolean checking) {
    Path file;
    try {
      Path scenario = Path.of(scalar.position().file());
      file = scenario.resolveSibling(scalar.text()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw UserError.input(scalar.position() + ": " + scalar.describe() + "; is no file name");
    }
    if (!checking) {
      allowed.add(file);
    } else if (scalar.text().equals("-") || !allowed.contains(file)) {
      throw UserError.input(scalar.position() + ": " + scalar.describe() + "; the page reads only"
          + " the files of the scenario it was started with; start it with this one:"
          + " headroom serve -f");
    }
  }
}
