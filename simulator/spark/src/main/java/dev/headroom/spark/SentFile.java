package dev.headroom.spark;

import dev.headroom.core.HeldFiles;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A file that Spark brings to every executor.
 *
 * @param path as the scenario leads to it
 * @param name that the copy has
 */
record SentFile(String path, String name) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Has files sent before the next task begins.
   *
   * @throws UserError where one cannot be
   */
  static List<SentFile> send(List<Path> files, JavaSparkContext spark) {
    List<SentFile> sent = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        boolean stream = Files.exists(file) || file.endsWith("-");
        throw UserError.input(
            stream
                ? file + ": cannot be sent to other machines; put it into a file first"
                : file + ": no such file");
      }
      Path from = file.toAbsolutePath();
      String name = from.getFileName().toString();
      if (!names.add(name)) {
        // Spark tells files apart by name.
        name = sent.size() + "-" + name;
        names.add(name);
        from = copy(from, name);
      }
      spark.addFile(from.toUri().toString());
      sent.add(new SentFile(file.toString(), name));
    }
    return sent;
  }

  private static Path copy(Path file, String name) {
    try {
      Path folder = Files.createTempDirectory("headroom-spark");
      // The last one named goes first.
      folder.toFile().deleteOnExit();
      Path copy = Files.copy(file, folder.resolve(name));
      copy.toFile().deleteOnExit();
      return copy;
    } catch (IOException e) {
      throw UserError.input(file + ": cannot be copied: " + IoReason.of(e));
    }
  }

  /** On an executor: the scenario then reads the copy. */
  void hold() {
    HeldFiles.hold(Path.of(path), Path.of(SparkFiles.get(name)));
  }
}
