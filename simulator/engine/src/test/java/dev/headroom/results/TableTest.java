package dev.headroom.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.results.Table.Column;
import dev.headroom.results.Table.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table as CSV. */
final class TableTest {
  private static final List<Column> COLUMNS = List.of(
      new Column("a, b", Kind.TEXT),
      new Column("n", Kind.WHOLE),
      new Column("x", Kind.NUMBER),
      new Column("y", Kind.TRUTH));

  @Test
  void csvQuotesWhatNeedsItAndRoundsNumbers() {
    Table table = new Table(COLUMNS);
    table.row(List.of("say \"hi\"", 3, 0.1 + 0.2, true));
    table.row(List.of("", -3, Double.NaN, false));
    table.row(List.of("1,2", 0, Double.POSITIVE_INFINITY, false));
    assertEquals("""
        "a, b",n,x,y
        "say ""hi""\",3,0.3,true
        ,-3,,false
        "1,2",0,inf,false
        """, table.csv());
    assertEquals(COLUMNS, table.columns());
    assertEquals(List.of("say \"hi\"", 3, 0.1 + 0.2, true), table.rows().get(0));
  }

  @Test
  void aCellOfAnotherKindIsRefused() {
    Table table = new Table(COLUMNS);
    assertThrows(IllegalArgumentException.class, () -> table.row(List.of("", 1L, 1.0, true)));
    assertThrows(IllegalArgumentException.class, () -> table.row(List.of("", 1, 1.0)));
    assertEquals(List.of(), table.rows());
  }
}
