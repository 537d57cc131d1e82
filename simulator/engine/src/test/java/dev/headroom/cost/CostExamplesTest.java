package dev.headroom.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.TestData;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Worked price examples come out to the cent, lines and total: the project's copy, or the file that
 * the system property {@code headroom.costExamples} names. Published amounts with more than two
 * decimals are met to their last one.
 */
@Tag("cost-examples")
final class CostExamplesTest {
  private static final Validation HELD =
      Validation.of(CostExamplesTest.class, "headroom.costExamples");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Pattern WITHIN = Pattern.compile("within (\\d+) cents?");

  /** From provider to the rule that turns inputs into meters. */
  private static final Map<String, Function<ExampleInputs, Quote>> RULES = rules();

  private final List<String> table = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();

  private static Map<String, Function<ExampleInputs, Quote>> rules() {
    Map<String, Function<ExampleInputs, Quote>> rules = new LinkedHashMap<>();
    rules.put("aws-lambda", AwsExamples::lambda);
    rules.put("aws-fargate", AwsExamples::fargate);
    rules.put("aws-fargate-eks", AwsExamples::fargate);
    rules.put("aws-common", AwsExamples::common);
    rules.put("dynamodb", AwsExamples::dynamodb);
    rules.put("ec2", AwsExamples::ec2);
    rules.put("rds", AwsExamples::rds);
    rules.put("google-cloud-run", OtherExamples::cloudRun);
    rules.put("gke-autopilot", OtherExamples::autopilot);
    rules.put("cloud-sql", OtherExamples::cloudSql);
    rules.put("azure-container-apps", OtherExamples::containerApps);
    rules.put("vercel", OtherExamples::vercel);
    return rules;
  }

  @Test
  void examplesComeOutToTheCent() {
    Path file = TestData.of("headroom.costExamples", "src/test/resources/cost-examples.json");
    if (!Files.isRegularFile(file)) {
      fail("no file " + file.toAbsolutePath());
    }
    table.add(String.format("%-34s %-22s %14s %14s", "example", "line", "published", "ours"));
    int required = 0;
    for (JsonNode example : examples(file)) {
      JsonNode reproduces = example.path("reproduces_with_list_price");
      Matcher within = WITHIN.matcher(reproduces.asText());
      if (reproduces.isBoolean() && reproduces.asBoolean()) {
        required++;
        check(example, BigDecimal.ZERO);
      } else if (within.matches()) {
        required++;
        check(example, new BigDecimal(within.group(1)).movePointLeft(2));
      } else {
        tell(example, reproduces.asText());
      }
    }
    System.out.println(String.join("\n", table));
    assertTrue(required > 0, "no example in " + file + " says that list prices reproduce it");
    assertEquals(List.of(), wrong);
    lines.forEach(Line::put);
  }

  @Test
  void whatNoRuleKnowsIsNamed() {
    assertNamed("unknown provider 'fly-io'", "{'provider': 'fly-io', 'inputs': {}}");
    assertNamed(
        "aws-lambda: unknown input 'warmth'",
        "{'provider': 'aws-lambda', 'inputs': {'requests': 1, 'duration_ms': 1,"
            + " 'memory_mb': 128, 'warmth': 3}}");
    assertNamed(
        "aws-lambda: input 'memory_mb' is \"big\"",
        "{'provider': 'aws-lambda', 'inputs': {'requests': 1, 'duration_ms': 1,"
            + " 'memory_mb': 'big'}}");
    assertNamed(
        "aws-fargate: needs an input 'tasks' or 'pods'",
        "{'provider': 'aws-fargate', 'inputs': {'vcpu': 1, 'gb': 2, 'hours': 1}}");
    assertNamed(
        "no price of aws-lambda in region mars-1",
        "{'provider': 'aws-lambda', 'inputs': {'requests': 1, 'duration_ms': 1,"
            + " 'memory_mb': 128, 'region': 'mars-1'}}");
  }

  @Test
  void anAmountThatIsACentOffIsFound() throws IOException {
    check(JSON.readTree("""
        {"id": "off", "provider": "aws-common", "inputs": {"hours": 730, "gb": 100},
         "published_lines_usd": {"hours": 32.86, "data": 4.5, "tax": 1},
         "published_total_usd": 37.36}"""), BigDecimal.ZERO);
    assertEquals(
        List.of(
            "off: hours is 32.85, published 32.86",
            "off: unknown line 'tax'; known here: hours, data",
            "off: total is 37.35, published 37.36"),
        wrong);
  }

  private static void assertNamed(String message, String example) {
    RuntimeException e = assertThrows(
        RuntimeException.class, () -> quote(JSON.readTree(example.replace('\'', '"'))));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static JsonNode examples(Path file) {
    try {
      return JSON.readTree(file.toFile()).path("examples");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static Quote quote(JsonNode example) {
    ExampleInputs inputs = new ExampleInputs(example);
    if (!RULES.containsKey(inputs.provider())) {
      throw new IllegalArgumentException("unknown provider '" + inputs.provider() + "'; known: "
          + String.join(", ", RULES.keySet()));
    }
    Quote quote = RULES.get(inputs.provider()).apply(inputs);
    inputs.finish();
    return quote;
  }

  private void check(JsonNode example, BigDecimal tolerance) {
    String id = example.path("id").asText();
    Quote quote;
    try {
      quote = quote(example);
    } catch (RuntimeException e) {
      wrong.add(id + ": " + e.getMessage());
      return;
    }
    example.path("published_lines_usd").properties().forEach(line -> {
      try {
        compare(id, line.getKey(), line.getValue(), quote.line(line.getKey()), tolerance);
      } catch (IllegalArgumentException e) {
        wrong.add(id + ": " + e.getMessage());
      }
    });
    JsonNode total = example.path("published_total_usd");
    if (total.isNumber()) {
      compare(id, "total", total, quote.total(), tolerance);
    } else if (example.path("published_lines_usd").isEmpty()) {
      wrong.add(id + ": nothing published to compare with");
    }
  }

  private void compare(
      String id, String line, JsonNode published, BigDecimal ours, BigDecimal tolerance) {
    BigDecimal said = published.decimalValue();
    BigDecimal rounded = ours.setScale(Math.max(2, said.scale()), RoundingMode.HALF_UP);
    table.add(String.format(
        "%-34s %-22s %14s %14s",
        id, line, said.setScale(rounded.scale()).toPlainString(), rounded.toPlainString()));
    if (rounded.subtract(said).abs().compareTo(tolerance) > 0) {
      wrong.add(id + ": " + line + " is " + rounded.toPlainString() + ", published "
          + said.toPlainString());
    }
    String note = tolerance.signum() == 0 ? "" : "within a cent";
    lines.add(new Line(id, line, said, rounded, tolerance, note));
  }

  /** A published amount and ours. */
  private record Line(
      String id, String line, BigDecimal said, BigDecimal ours, BigDecimal within, String note) {
    void put() {
      HELD.put(
          Section.PRICES,
          id,
          id + ", " + line + ", USD",
          said.doubleValue(),
          ours.doubleValue(),
          ours.subtract(within).doubleValue(),
          ours.add(within).doubleValue(),
          note);
    }
  }

  /** An example that list prices alone do not reproduce: shown, not judged. */
  private void tell(JsonNode example, String reproduces) {
    String ours;
    try {
      BigDecimal total = quote(example).total();
      ours = total.toPlainString();
      if (example.path("published_total_usd").isNumber()) {
        BigDecimal said = example.path("published_total_usd").decimalValue();
        lines.add(new Line(
            example.path("id").asText(),
            "total",
            said,
            total.setScale(Math.max(2, said.scale()), RoundingMode.HALF_UP),
            BigDecimal.ZERO,
            "list prices reproduce it: " + reproduces));
      }
    } catch (RuntimeException e) {
      ours = "-";
    }
    table.add(String.format(
        "%-34s %-22s %14s %14s  not judged; reproduces: %s",
        example.path("id").asText(),
        "total",
        example.path("published_total_usd").asText(),
        ours,
        reproduces));
  }
}
