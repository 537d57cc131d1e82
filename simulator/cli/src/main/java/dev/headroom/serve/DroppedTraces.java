package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.headroom.core.HeldFiles;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Traces that were dropped on a page. They stay in memory, as if they lay beside the scenario;
 * whoever runs the page's YAML puts them there.
 */
final class DroppedTraces {
  private static final int BYTES_MAX = 64 << 20;
  private static final int COUNT_MAX = 8;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}");

  private final TraceFiles files;
  private final Path folder;
  private final Set<Path> held = ConcurrentHashMap.newKeySet();

  DroppedTraces(TraceFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /** Takes one; the answer says what a scenario calls it. */
  ObjectNode take(HttpExchange exchange, String name) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!"application/octet-stream".equals(type)) {
      throw UserError.invalid("trace: needs Content-Type: application/octet-stream");
    }
    if (!NAME.matcher(name).matches()) {
      throw UserError.invalid("trace: allowed names: letters, digits, '.', '-' and '_'");
    }
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      throw UserError.invalid(name + ": a file of this name lies beside the scenario; start the"
          + " server with a scenario that names it, or rename what is dropped");
    }
    if (held.size() >= COUNT_MAX && !held.contains(file)) {
      throw UserError.invalid("trace: allowed: " + COUNT_MAX + " of them; start the server anew");
    }
    byte[] bytes = exchange.getRequestBody().readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw UserError.invalid(name + ": allowed: 64 MiB; name larger ones in a scenario");
    }
    HeldFiles.hold(file, bytes);
    held.add(file);
    files.allow(file);
    return JsonNodeFactory.instance.objectNode().put("file", name);
  }

  /** Forgets all of them. */
  void forget() {
    held.forEach(HeldFiles::forget);
  }
}
