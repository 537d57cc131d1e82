package dev.headroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the sources of every module must keep: sizes, the direction of imports inside the engine,
 * and nothing in what a run executes that would make two runs differ.
 */
final class TidyTest {
  private static final int COLUMNS = 100;
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 70;

  /** Package of the engine to the packages that it stands on, which it and they may import. */
  private static final Map<String, List<String>> STANDS_ON = standsOn();

  private static final Set<String> MAY_READ_CONFIG = Set.of(
      "platform",
      "scaling",
      "database",
      "scenario",
      "cost",
      "measure",
      "replication",
      "whatif",
      "review",
      "comparison",
      "traffic",
      "settings",
      "sweep",
      "functions",
      "search",
      "explain",
      "replay");

  /** What a run executes; the rest (cost, what-if, review) works on results. */
  private static final Set<String> REPEATABLE = Set.of(
      "core",
      "config",
      "traffic",
      "platform",
      "scaling",
      "database",
      "results",
      "scenario",
      "simulation");

  /** {@code Math} may differ in the last bit between machines where {@code StrictMath} may not. */
  private static final Pattern BANNED = Pattern.compile("\\b(System\\.nanoTime|currentTimeMillis"
      + "|Instant\\.now|Math\\.random|new Random\\(|ThreadLocalRandom|HashSet<|Set\\.of\\("
      + "|Map\\.of\\(|parallel\\(\\)|parallelStream\\(|Math\\.exp|Math\\.log|Math\\.pow)");

  private static final Pattern OURS = Pattern.compile("\\bdev\\.headroom\\.(\\w+)\\.");
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
  private static final Pattern TYPE = Pattern.compile("\\b(class|interface|enum|record)\\s+\\w+");
  private static final Pattern METHOD = Pattern.compile("\\)\\s*(throws\\s+[\\w.,\\s]+)?$");

  private final List<String> findings = new ArrayList<>();

  @Test
  void sourcesAreTidy() throws IOException {
    Path simulator = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    List<Path> sources = sources(simulator);
    assertTrue(sources.size() > 20, "found only " + sources.size() + " sources in " + simulator);
    for (Path file : sources) {
      check(simulator.relativize(file).toString().replace('\\', '/'), Files.readString(file));
    }
    packagesAreDescribed(simulator, sources);
    assertTrue(
        findings.isEmpty(), () -> findings.size() + " findings:\n" + String.join("\n", findings));
  }

  @Test
  void findsWhatItLooksFor() {
    String path = "engine/src/main/java/dev/headroom/core/Sample.java";
    check(
        path,
        "package dev.headroom.core;\nimport dev.headroom.cost.Bill;\nclass Sample {\n"
            + "  /** Set.of( in a comment. */\n  Object a = new HashSet<>();\n"
            + "  String b = \"Math.pow( in a text\";\n\tdouble c = StrictMath.pow(2, 3);\n"
            + "  double d = Math.pow(2, 3); // TO" + "DO\n" + "  void e() {\n" + "\n".repeat(70)
            + "  }\n  void f() {\n    if (a != null) {\n    }\n  }\n}\n" + "x".repeat(101) + "\n");
    assertEquals(
        List.of(
            path + ":7: a tab",
            path + ":8: unfinished",
            path + ":86: 101 columns, at most 100",
            path + ":5: HashSet< in what a run executes",
            path + ":8: Math.pow in what a run executes",
            path + ":2: core must not import cost",
            path + ":9: method of 72 lines, at most 70"),
        findings);
  }

  private static List<Path> sources(Path simulator) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(simulator)) {
      for (Path module : modules.sorted().toList()) {
        if (Files.isDirectory(module.resolve("src"))) {
          try (Stream<Path> walk = Files.walk(module.resolve("src"))) {
            walk.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
          }
        }
      }
    }
    return files;
  }

  private void check(String path, String text) {
    lines(path, text);
    String code = withoutCommentsAndTexts(text);
    if (path.contains("src/main/")) {
      Matcher area = Pattern.compile("^engine/.*/dev/headroom/(\\w+)/").matcher(path);
      if (area.find()) {
        engine(path, area.group(1), code);
      }
    }
    methods(path, code);
  }

  private void lines(String path, String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() > FILE_LINES) {
      findings.add(path + ": " + lines.size() + " lines, at most " + FILE_LINES);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String at = path + ":" + (i + 1) + ": ";
      int columns = line.codePointCount(0, line.length());
      if (columns > COLUMNS) {
        findings.add(at + columns + " columns, at most " + COLUMNS);
      }
      if (line.indexOf('\t') >= 0) {
        findings.add(at + "a tab");
      }
      if (UNFINISHED.matcher(line).find()) {
        findings.add(at + "unfinished");
      }
    }
  }

  private void engine(String path, String area, String code) {
    Matcher banned = BANNED.matcher(code);
    while (REPEATABLE.contains(area) && banned.find()) {
      findings.add(path + ":" + lineOf(code, banned.start()) + ": " + banned.group()
          + " in what a run executes");
    }
    if (!STANDS_ON.containsKey(area)) {
      findings.add(path + ": package " + area + " has no place in the direction of imports");
      return;
    }
    Set<String> allowed = new TreeSet<>();
    collect(area, allowed);
    if (MAY_READ_CONFIG.contains(area)) {
      allowed.add("config");
    }
    Matcher ours = OURS.matcher(code);
    while (ours.find()) {
      if (!allowed.contains(ours.group(1))) {
        findings.add(path + ":" + lineOf(code, ours.start()) + ": " + area + " must not import "
            + ours.group(1));
      }
    }
  }

  private static void collect(String area, Set<String> into) {
    if (into.add(area)) {
      STANDS_ON.get(area).forEach(below -> collect(below, into));
    }
  }

  private void packagesAreDescribed(Path simulator, List<Path> sources) {
    Set<Path> folders = new TreeSet<>();
    sources.stream()
        .map(Path::getParent)
        .filter(folder -> folder.toString().replace('\\', '/').contains("/src/main/"))
        .forEach(folders::add);
    for (Path folder : folders) {
      if (!Files.exists(folder.resolve("package-info.java"))) {
        findings.add(simulator.relativize(folder) + ": no package-info.java");
      }
    }
  }

  /** Counts braces: good enough for sources that compile. */
  private void methods(String path, String code) {
    Deque<Integer> methodStarts = new ArrayDeque<>();
    int headerStart = 0;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '{') {
        String header = code.substring(headerStart, i).strip();
        boolean method = METHOD.matcher(header).find() && !TYPE.matcher(header).find();
        // A method's length runs from its signature; -1 stands for any other block.
        methodStarts.push(
            method ? i - code.substring(headerStart, i).stripLeading().length() : -1);
      } else if (c == '}' && !methodStarts.isEmpty()) {
        int start = methodStarts.pop();
        int length = start < 0 ? 0 : lineOf(code, i) - lineOf(code, start) + 1;
        if (length > METHOD_LINES) {
          findings.add(path + ":" + lineOf(code, start) + ": method of " + length
              + " lines, at most " + METHOD_LINES);
        }
      }
      if (c == '{' || c == '}' || c == ';') {
        headerStart = i + 1;
      }
    }
  }

  /** The same lines with comments and the insides of texts blanked. */
  private static String withoutCommentsAndTexts(String text) {
    Matcher matcher = Pattern.compile("(?s)//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\""
            + "|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\n])*+'")
        .matcher(text);
    return matcher.replaceAll(found -> found.group().replaceAll("[^\n]", " "));
  }

  private static int lineOf(String code, int index) {
    return 1 + (int) code.substring(0, index).chars().filter(c -> c == '\n').count();
  }

  private static Map<String, List<String>> standsOn() {
    Map<String, List<String>> edges = new LinkedHashMap<>();
    edges.put("core", List.of());
    edges.put("config", List.of("core"));
    edges.put("traffic", List.of("core"));
    edges.put("platform", List.of("core"));
    edges.put("scaling", List.of("core"));
    edges.put("database", List.of("core"));
    edges.put("results", List.of("core"));
    edges.put("scenario", List.of("traffic", "platform", "scaling", "database"));
    edges.put("simulation", List.of("scenario", "results"));
    edges.put("cost", List.of("platform", "results"));
    edges.put("measure", List.of("simulation", "cost"));
    edges.put("statistics", List.of());
    edges.put("replication", List.of("measure", "statistics"));
    edges.put("whatif", List.of("replication"));
    edges.put("review", List.of("whatif"));
    edges.put("replay", List.of("replication"));
    edges.put("comparison", List.of("replication"));
    edges.put("settings", List.of("scenario"));
    edges.put("sweep", List.of("settings", "review"));
    edges.put("functions", List.of("replication"));
    edges.put("search", List.of("settings", "review"));
    edges.put("explain", List.of("measure"));
    edges.put("export", List.of("measure"));
    return edges;
  }
}
