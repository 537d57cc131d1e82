package dev.headroom.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One month of an account: services that buy by the same tariff climb its tiers together and share
 * its free amounts.
 */
public final class Account {
  private final Map<Tariff, Meters> months = new LinkedHashMap<>();
  private final Map<Tariff, Rounding> roundings = new LinkedHashMap<>();

  /** Adds a month's use of one service. */
  public void add(Tariff tariff, Meters month, Rounding rounding) {
    months.computeIfAbsent(tariff, key -> new Meters()).addAll(month);
    roundings.put(tariff, rounding);
  }

  /** A statement for each tariff, in the order in which they were first used. */
  public List<Statement> statements(FreeTier freeTier) {
    List<Statement> statements = new ArrayList<>();
    months.forEach((tariff, month) ->
        statements.add(Statement.of(tariff, month, freeTier, roundings.get(tariff))));
    return statements;
  }

  /** The sum of the statements. */
  public BigDecimal total(FreeTier freeTier) {
    return statements(freeTier).stream()
        .map(Statement::total)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
