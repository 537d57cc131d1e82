package dev.headroom.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.Citations;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every figure of a model says where it comes from. */
class ModelsTest {
  private static final List<String> UNCITED =
      List.of("name", "title", "retrieved", "region", "currency", "date", "engine");

  private static Path models() {
    Path dir = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(dir.resolve("models/platforms"))) {
      dir = dir.getParent();
    }
    return dir.resolve("models");
  }

  private static List<String> files(String folder) throws IOException {
    try (Stream<Path> list = Files.list(models().resolve(folder))) {
      return list.map(path -> path.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyFigureCitesASourceThatExists() throws IOException {
    List<String> wrong = new ArrayList<>();
    int leaves = 0;
    for (String folder : List.of("platforms", "databases", "queues", "prices")) {
      for (String name : files(folder)) {
        MapNode model = (MapNode) Models.read(folder + "/" + name);
        for (Citations.Leaf leaf : Citations.of(model)) {
          if (exempt(leaf.path())) {
            continue;
          }
          leaves++;
          if (leaf.citation() == null) {
            wrong.add(leaf.position() + " " + leaf.path() + " has no source");
          } else if (!leaf.citation().isAssumption()
              && ((MapNode) model.get("sources")).get(leaf.citation().source()) == null) {
            wrong.add(leaf.position() + " source " + leaf.citation().source() + " is not listed");
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(leaves > 400, "only " + leaves + " figures found");
  }

  private static boolean exempt(String path) {
    return UNCITED.contains(path)
        || path.startsWith("assumptions")
        || path.startsWith("price.")
        || path.startsWith("prices.")
        || path.contains(".prices.")
        || path.contains(".price.");
  }

  @Test
  void everyPlatformFileIsListedAndTheOtherWayRound() throws IOException {
    assertEquals(files("platforms"), Models.PLATFORMS.stream().sorted().toList());
    assertEquals(files("prices"), Models.PRICE_BOOKS.stream().sorted().toList());
    ConfigNode node = Models.read("platforms/generic");
    assertEquals("generic", ((MapNode) node).get("name").describe());
  }

  /** Trees are kept by their text: the same text is parsed once, an edited file is another. */
  @Test
  void anEditedModelIsReadAnew(@TempDir Path home) throws IOException {
    Path file = Files.createDirectories(home.resolve("models/platforms")).resolve("mine.yaml");
    String before = System.getProperty("headroom.home");
    System.setProperty("headroom.home", home.toString());
    try {
      Files.writeString(file, "name: one\n");
      ConfigNode first = Models.read("platforms/mine");
      assertSame(first, Models.read("platforms/mine"));
      Files.writeString(file, "name: two\n");
      assertEquals("two", ((MapNode) Models.read("platforms/mine")).get("name").describe());
    } finally {
      if (before == null) {
        System.clearProperty("headroom.home");
      } else {
        System.setProperty("headroom.home", before);
      }
    }
  }
}
