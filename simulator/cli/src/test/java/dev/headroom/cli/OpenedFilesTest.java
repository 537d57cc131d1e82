package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel is asked for: no network, no program, no file but those named. */
final class OpenedFilesTest {
  private static final String CALLS = "openat,open,creat,connect,bind,sendto,execve,unlink,"
      + "unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,symlinkat,truncate";

  /** Scenarios that ask for code, the network or files that nobody named. */
  private static final List<String> TRAPS = List.of(
      "metadata: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader"
          + " [[!!java.net.URL [\"http://127.0.0.1:9/\"]]]]",
      "metadata: !!java.io.FileOutputStream [planted]",
      "platform: { use: ../../secret }",
      "database: { use: ../../../secret }",
      "metadata: { name: ../../planted, include: secret }");

  private static final Pattern CALL = Pattern.compile("^\\d+\\s+(\\w+)\\((.*)\\)\\s+= (-?\\d+).*");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  @TempDir
  private Path folder;

  @Test
  void aRunOpensWhatItWasGivenAndWritesWhereItWasTold() throws Exception {
    Path trace = folder.resolve("calls");
    Child child = new Child(folder).withScenario(200);
    List<String> command = new ArrayList<>(List.of(
        "strace", "-f", "-qq", "-s", "4096", "-e", "trace=" + CALLS, "-o", trace.toString()));
    command.addAll(Child.command(
        List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + folder),
        "run",
        "-f",
        "s.yaml",
        "-o",
        "out"));
    assumeTrue(canTrace(), "strace cannot be used here");
    assertEquals(0, Child.exit(child.start(command)), child.stderr());
    assertTrue(Files.exists(folder.resolve("out/report.html")));
    List<String> touched = new ArrayList<>();
    int calls = 0;
    for (String line : Files.readAllLines(trace, StandardCharsets.UTF_8)) {
      Matcher call = CALL.matcher(line);
      if (!call.matches() || call.group(3).startsWith("-")) {
        continue;
      }
      calls++;
      String name = call.group(1);
      String what = call.group(2);
      assertFalse(name.equals("bind") || name.equals("sendto"), line);
      assertFalse(name.equals("connect") && what.contains("AF_INET"), line);
      // The first is the JVM itself.
      assertFalse(name.equals("execve") && calls > 1, line);
      boolean changes =
          !name.startsWith("open") && !name.equals("connect") && !name.equals("execve")
              || what.matches(".*\\bO_(WRONLY|RDWR|CREAT)\\b.*");
      Matcher path = QUOTED.matcher(what);
      while (changes && path.find()) {
        touched.add(path.group(1));
      }
      if (name.startsWith("open") && path.reset().find()) {
        Path file = folder.resolve(path.group(1)).normalize();
        assertTrue(isSystem(file) || file.startsWith(folder), line);
      }
    }
    assertTrue(calls > 50, "only " + calls + " calls seen");
    assertTrue(touched.size() > 10, touched.toString());
    for (String file : touched) {
      Path path = folder.resolve(file).normalize();
      assertTrue(
          path.startsWith(folder.resolve("out"))
              || path.toString().startsWith(folder.resolve(".headroom-").toString())
              || path.startsWith("/dev")
              || path.startsWith("/proc"),
          "changes " + file);
    }
    assertEquals(
        List.of("calls", "s.yaml"),
        Child.files(folder).stream().filter(name -> !name.startsWith("out")).toList());
  }

  @Test
  void noYamlRunsCodeOrLeadsAway() throws IOException {
    Files.writeString(folder.resolve("secret.yaml"), "secret: 1\n");
    Path own = Files.createDirectories(folder.resolve("a/b"));
    for (String trap : TRAPS) {
      String text = Child.SCENARIO.formatted(100);
      String key = trap.substring(0, trap.indexOf(':') + 1);
      text = text.lines()
              .filter(line -> !line.startsWith(key))
              .reduce("", (all, line) -> all + line + "\n")
          + trap + "\n";
      Files.writeString(own.resolve("s.yaml"), text);
      InProcess.Outcome outcome = InProcess.run(
          "run",
          "-f",
          own.resolve("s.yaml").toString(),
          "-o",
          own.resolve("out").toString());
      assertEquals(2, outcome.exitCode(), trap + ": " + outcome.err());
      assertTrue(outcome.err().matches("headroom: \\S*s\\.yaml:\\d+:\\d+: .*\\n"), outcome.err());
      assertEquals(List.of("s.yaml"), Child.files(own), trap);
    }
  }

  private static boolean isSystem(Path file) {
    Path javaHome = Path.of(System.getProperty("java.home"));
    boolean onClassPath = Stream.of(System.getProperty("java.class.path").split(":"))
        .anyMatch(part -> file.startsWith(part));
    return onClassPath
        || file.startsWith(javaHome)
        || Stream.of("/etc", "/usr", "/lib", "/lib64", "/proc", "/sys", "/dev", "/var/cache")
            .anyMatch(file::startsWith)
        || file.toString().matches(".*/(\\.cache/fontconfig|\\.fonts|\\.java)(/.*)?|/root/.*");
  }

  private boolean canTrace() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-o", folder.resolve("calls").toString(), "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
