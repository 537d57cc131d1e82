package dev.headroom.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Spoils texts and bytes, each time differently but always alike for one seed. */
final class Mutator {
  /** What stands where a value should: extremes, other types, hostile texts, YAML's own traps. */
  static final List<String> VALUES = List.of(
      "",
      "~",
      "null",
      "true",
      "yes",
      "0",
      "-0",
      "1",
      "-1",
      "-5s",
      "0s",
      "1e3",
      "1e999",
      "-1e999",
      "NaN",
      ".nan",
      ".inf",
      "-.inf",
      "0x10",
      "0o17",
      "1_000",
      "3.14159",
      "1e-30",
      "2147483647",
      "2147483648",
      "-2147483649",
      "9223372036854775807",
      "9223372036854775808",
      "1000000000000000000000000000000",
      "99999999999999999999d",
      "1e18/s",
      "5/week",
      "100%",
      "101%",
      "-1%",
      "0.5",
      "1000m",
      "512Mi",
      "8Ei",
      "1e9Ti",
      "30",
      "30s",
      "10ns",
      "290d",
      "100000d",
      "25h",
      "30 seconds",
      "1:30",
      "2026-02-30",
      "16:61",
      "unlimited",
      "none",
      "auto",
      "default",
      "*x",
      "&x 1",
      "[]",
      "{}",
      "[[]]",
      "[1, 2",
      "{a: 1",
      "{p50: 1s}",
      "{p50: 9s, p99: 1s}",
      "{p50: 0s, p99: 0s}",
      "{dist: exponential, mean: 0s}",
      "{dist: lognormal}",
      "{dist: pareto, mean: 1s, shape: 0.1}",
      "{dist: weibull, mean: 1s, shape: -1}",
      "5s to 1s",
      "1s to 1s",
      "{value: 1}",
      "{value: 1, source: nowhere}",
      "{value: {value: 1, source: a}}",
      "{include: x}",
      "!!javax.script.ScriptEngineManager [x]",
      "!!java.net.URL [\"http://[::1]\"]",
      "!!binary aGVsbG8=",
      "!!set {a}",
      "!!float x",
      "!local x",
      "'<script>alert(1)</script>'",
      "'\"><img src=x onerror=alert(1)>'",
      "\"\\0\"",
      "\"a\\0b\"",
      "\"\\e[2J\\e]0;x\\a\"",
      "\"\\u202Eevil\\u202C\"",
      "\"\\uD800\"",
      "\"line\\nline\"",
      "\"\\r\\n\"",
      "'\u202Efdp.exe'",
      "😀🏳️‍🌈",
      "é",
      "İ",
      "'../../../../../../etc/passwd'",
      "/dev/zero",
      "/dev/null",
      "/",
      ".",
      "..",
      "''",
      "' '",
      "'%s%n%d'",
      "'${x}'",
      "'$(id)'",
      "'a;b|c&d'",
      "\"\\\\\"",
      "|",
      ">-",
      "? a",
      "---",
      "...",
      "%YAML 1.1",
      "# x",
      "@",
      "`",
      "!",
      "cloud-run",
      "aws-lambda",
      "knative",
      "sqs",
      "postgres",
      "dynamodb",
      "p99(latency) < 1s",
      "p99(latency) <",
      "rate(errors) < -1%",
      "p999999(latency) < 1s",
      "((((",
      "max(instances) <= 1e400");

  /** What may well be meant, if not together with the rest. */
  private static final List<String> PLAUSIBLE = List.of(
      "0",
      "1",
      "2",
      "3",
      "17",
      "1000",
      "1000000",
      "0s",
      "1ns",
      "1ms",
      "100ms",
      "1s",
      "59s",
      "10min",
      "1h",
      "30d",
      "0%",
      "1%",
      "50%",
      "100%",
      "0.001",
      "1.5",
      "1e-9",
      "1/s",
      "0.1/min",
      "1000/s",
      "0/s",
      "128Mi",
      "1Gi",
      "1000Ti",
      "1B",
      "250m",
      "true",
      "false",
      "none",
      "unlimited",
      "auto",
      "{p50: 1ms, p99: 10s}",
      "{p50: 1s, p99: 1s}",
      "{dist: exponential, mean: 1s}",
      "1ms to 2s",
      "{dist: uniform, min: 1s, max: 1s}",
      "[]",
      "[1s, 2s]",
      "{max: 0}",
      "{max: 1, min: 1}",
      "exponential",
      "full",
      "early",
      "central",
      "early",
      "poisson",
      "uniform",
      "batch",
      "bursty");

  /** Whole lines that do harm at any place. */
  private static final List<String> LINES = List.of(
      "unknownKey: 1",
      "metadata: { name: twice }",
      "workload: 1",
      "platform: []",
      "run: { seed: x }",
      "run: { seed: 99999999999999999999 }",
      "  bad indent: 1",
      "\ttab: 1",
      "- item",
      "? [a, b]",
      "<<: *x",
      "a: &a [*a]",
      "{",
      "}",
      "]",
      "\"",
      "'",
      "---",
      "...",
      "%TAG ! tag:x,2000:",
      "slo: [{ expr: 'p99(latency) < 0s' }]",
      "events: [{ at: 1s, do: nothing }]",
      "events: [{ at: 99999d, do: deploy, surge: 100% }]",
      "services: []",
      "services: [1]",
      "database: { engine: postgres, maxConnections: 1, pool: { size: 0 } }",
      "include: scenario");

  private final SplittableRandom random;

  Mutator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** One to three changes of a text that is mostly lines of {@code key: value}. */
  String yaml(String text) {
    String changed = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed = switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> value(changed);
        case 5, 6 -> line(changed);
        case 7 -> key(changed);
        case 8 -> token(changed);
        case 9 -> bomb(changed);
        default ->
          new String(
              bytes(changed.getBytes(StandardCharsets.UTF_8)),
              chance(0.5) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      };
    }
    return changed;
  }

  /** A hostile value, sometimes a very long one. */
  String hostile() {
    return switch (random.nextInt(30)) {
      case 0 -> "x".repeat(10_000);
      case 1 -> "9".repeat(1 + random.nextInt(400));
      case 2 -> "[".repeat(1 + random.nextInt(200));
      case 3 -> "{a: ".repeat(1 + random.nextInt(100)) + "1" + "}".repeat(100);
      case 4, 5, 6, 7, 8, 9 -> any(VALUES);
      default -> any(PLAUSIBLE);
    };
  }

  /** Replaces what stands after a colon, up to a comma, a bracket or the line's end. */
  private String value(String text) {
    List<int[]> spans = new ArrayList<>();
    for (int i = text.indexOf(": "); i >= 0; i = text.indexOf(": ", i + 1)) {
      int end = i + 2;
      while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      spans.add(new int[] {i + 2, end});
    }
    if (spans.isEmpty()) {
      return line(text);
    }
    int[] span = any(spans);
    String old = text.substring(span[0], span[1]);
    String fresh = chance(0.3) ? digits(old) : hostile();
    return text.substring(0, span[0]) + fresh + text.substring(span[1]);
  }

  /** Other digits, or more of them, in the same unit. */
  private String digits(String old) {
    StringBuilder out = new StringBuilder();
    for (char c : old.toCharArray()) {
      boolean digit = c >= '0' && c <= '9';
      out.append(digit && chance(0.5) ? (char) ('0' + random.nextInt(10)) : c);
      if (digit && chance(0.1)) {
        out.append("0".repeat(random.nextInt(6)));
      }
    }
    return chance(0.1) ? "-" + out : out.toString();
  }

  String line(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.set(at, " ".repeat(random.nextInt(6)) + lines.get(at).strip());
      case 3 -> lines.add(at, " ".repeat(random.nextInt(6)) + any(LINES));
      case 4 -> lines.set(at, lines.get(at).substring(0, lines.get(at).length() / 2));
      default -> lines.subList(at, lines.size()).clear();
    }
    return String.join("\n", lines);
  }

  private String key(String text) {
    int colon = text.indexOf(':', random.nextInt(text.length() + 1));
    return colon <= 0
        ? text
        : text.substring(0, colon)
            + any(List.of("x", "", " ", "é", "\u200f", "0"))
            + text.substring(colon);
  }

  String token(String text) {
    String[] tokens = text.split("(?<=\\W)|(?=\\W)");
    if (tokens.length < 2) {
      return text + hostile();
    }
    int at = random.nextInt(tokens.length);
    tokens[at] = switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> tokens[random.nextInt(tokens.length)];
      default -> tokens[at] + tokens[at];
    };
    return String.join("", tokens);
  }

  /** Aliases that grow with each level, or a depth no parser likes. */
  private String bomb(String text) {
    StringBuilder out = new StringBuilder(text).append('\n');
    if (chance(0.5)) {
      out.append("b0: &b0 [x, x, x, x, x, x, x, x, x]\n");
      for (int i = 1; i < 12; i++) {
        out.append('b').append(i).append(": &b").append(i).append(" [");
        for (int k = 0; k < 9; k++) {
          out.append(k == 0 ? "" : ", ").append("*b").append(i - 1);
        }
        out.append("]\n");
      }
      return out.toString();
    }
    int depth = 40 + random.nextInt(3_000);
    return out.append("deep: ")
        .append("[".repeat(depth))
        .append("]".repeat(depth))
        .append('\n')
        .toString();
  }

  /** Bytes flipped, cut out, doubled or cut off. */
  byte[] bytes(byte[] from) {
    byte[] b = from.clone();
    for (int i = 1 + random.nextInt(4); i > 0 && b.length > 0; i--) {
      int at = random.nextInt(b.length);
      int length = Math.min(b.length - at, 1 + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> b[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> b[at] = (byte) random.nextInt(256);
        case 2 -> b = joined(b, at, b, at + length);
        case 3 -> b = joined(b, at + length, b, at);
        default -> b = chance(0.3) ? Arrays.copyOf(b, at) : b;
      }
    }
    return b;
  }

  /** The first {@code until} bytes of one and those of the other from {@code from} on. */
  private static byte[] joined(byte[] one, int until, byte[] other, int from) {
    byte[] all = Arrays.copyOf(one, until + other.length - from);
    System.arraycopy(other, from, all, until, other.length - from);
    return all;
  }
}
