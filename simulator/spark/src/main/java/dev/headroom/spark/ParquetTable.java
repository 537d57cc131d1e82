package dev.headroom.spark;

import dev.headroom.results.Table;
import dev.headroom.results.Table.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** A table as a Parquet file, with the names that it has as CSV. */
final class ParquetTable {
  private ParquetTable() {}

  /** Writes the file; an unknown number is null, an infinite one infinite. */
  static void write(Table table, Path file) throws IOException {
    MessageType schema = new MessageType(
        "table", table.columns().stream().map(ParquetTable::type).toList());
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withType(schema)
        .withConf(new PlainParquetConfiguration())
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .build()) {
      for (List<Object> row : table.rows()) {
        Group group = groups.newGroup();
        for (int c = 0; c < row.size(); c++) {
          add(group, c, row.get(c));
        }
        writer.write(group);
      }
    }
  }

  private static Type type(Column column) {
    return switch (column.kind()) {
      case WHOLE -> Types.required(PrimitiveTypeName.INT32).named(column.name());
      case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      case TRUTH -> Types.required(PrimitiveTypeName.BOOLEAN).named(column.name());
      case TEXT ->
        Types.required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(column.name());
    };
  }

  private static void add(Group group, int column, Object cell) {
    if (cell instanceof Integer whole) {
      group.add(column, whole);
    } else if (cell instanceof Double number) {
      if (!Double.isNaN(number)) {
        group.add(column, number);
      }
    } else if (cell instanceof Boolean truth) {
      group.add(column, truth);
    } else {
      group.add(column, (String) cell);
    }
  }
}
