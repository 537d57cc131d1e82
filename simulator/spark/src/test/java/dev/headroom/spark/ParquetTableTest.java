package dev.headroom.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.results.Table;
import dev.headroom.results.Table.Column;
import dev.headroom.results.Table.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Parquet file is read back, by its own schema, as the table that was written. */
final class ParquetTableTest {
  @TempDir
  private Path folder;

  /** What a Parquet file holds; the kinds of the columns are those of the file. */
  static Table read(Path file) throws IOException {
    InputFile input = new LocalInputFile(file);
    MessageType schema;
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      schema = reader.getFileMetaData().getSchema();
    }
    List<Column> columns = new ArrayList<>();
    for (Type type : schema.getFields()) {
      columns.add(new Column(type.getName(), kind(type)));
    }
    Table table = new Table(columns);
    try (ParquetReader<Group> rows = new ParquetReader.Builder<Group>(input) {
      @Override
      protected GroupReadSupport getReadSupport() {
        return new GroupReadSupport();
      }
    }.build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        List<Object> cells = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
          cells.add(cell(row, c, columns.get(c).kind()));
        }
        table.row(cells);
      }
    }
    return table;
  }

  private static Kind kind(Type type) {
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> Kind.WHOLE;
      case DOUBLE -> Kind.NUMBER;
      case BOOLEAN -> Kind.TRUTH;
      default -> Kind.TEXT;
    };
  }

  private static Object cell(Group row, int column, Kind kind) {
    return switch (kind) {
      case WHOLE -> row.getInteger(column, 0);
      case NUMBER ->
        row.getFieldRepetitionCount(column) == 0 ? Double.NaN : row.getDouble(column, 0);
      case TRUTH -> row.getBoolean(column, 0);
      case TEXT -> row.getString(column, 0);
    };
  }

  @Test
  void everyKindOfCellComesBack() throws IOException {
    Table table = new Table(List.of(
        new Column("n", Kind.WHOLE),
        new Column("p99(latency{completed})", Kind.NUMBER),
        new Column("kept", Kind.TRUTH),
        new Column("label", Kind.TEXT)));
    table.row(List.of(1, 0.1 + 0.2, true, "5 \u00d7 \"a, b\""));
    table.row(List.of(-2, Double.POSITIVE_INFINITY, false, ""));
    table.row(List.of(Integer.MAX_VALUE, Double.NaN, true, "x"));
    Path file = folder.resolve("t.parquet");
    ParquetTable.write(table, file);
    Table back = read(file);
    assertEquals(table.columns(), back.columns());
    assertEquals(table.rows(), back.rows(), "to the last bit");
  }

  @Test
  void aTableWithoutRowsIsAFileToo() throws IOException {
    Path file = folder.resolve("empty.parquet");
    ParquetTable.write(new Table(List.of(new Column("n", Kind.WHOLE))), file);
    assertEquals(List.of(), read(file).rows());
  }
}
