package dev.headroom.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements under the names that published examples give to their lines. */
final class Quote {
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private final List<Statement> statements = new ArrayList<>();
  private final Map<String, BigDecimal> lines = new LinkedHashMap<>();

  Statement add(Tariff tariff, Meters meters, FreeTier freeTier, Rounding rounding) {
    Statement statement = Statement.of(tariff, meters, freeTier, rounding);
    statements.add(statement);
    return statement;
  }

  /** Names a line: the sum of some meters of a statement. */
  void name(String line, Statement statement, Meter... meters) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Meter meter : meters) {
      sum = sum.add(statement.amount(meter));
    }
    lines.put(line, sum);
  }

  void name(String line, BigDecimal amount) {
    lines.put(line, amount);
  }

  /** Names the tiers of a meter: {@code first6B}, {@code next9B}, {@code over15B}. */
  void nameTiers(Statement statement, Meter meter) {
    List<Tariff.Band> bands = statement.tariff().bands().get(meter);
    for (Statement.Line line : statement.lines()) {
      if (line.meter() == meter && bands.size() > 1) {
        int i = bands.stream().map(Tariff.Band::from).toList().indexOf(line.band());
        lines.put(tier(bands, i), line.amount());
      }
    }
  }

  private static String tier(List<Tariff.Band> bands, int i) {
    BigDecimal from = bands.get(i).from();
    if (i + 1 == bands.size()) {
      return "over" + billions(from);
    }
    BigDecimal length = bands.get(i + 1).from().subtract(from);
    return (i == 0 ? "first" : "next") + billions(length);
  }

  private static String billions(BigDecimal amount) {
    return amount.divide(BILLION).stripTrailingZeros().toPlainString() + "B";
  }

  /** A line by its published name; one that no rule has is a failure that names it. */
  BigDecimal line(String name) {
    if (!lines.containsKey(name)) {
      throw new IllegalArgumentException(
          "unknown line '" + name + "'; known here: " + String.join(", ", lines.keySet()));
    }
    return lines.get(name);
  }

  BigDecimal total() {
    return statements.stream().map(Statement::total).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal beforeCredits() {
    return statements.stream()
        .map(Statement::beforeCredits)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
