package io.framemill.cli.console;

import io.framemill.protocol.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text in columns that are as wide as their widest cell, two spaces apart. Cells are escaped. */
public final class Table {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param headings the first row; none for a table without
   */
  public Table(String... headings) {
    if (headings.length > 0) {
      rows.add(headings);
    }
  }

  public void row(String... cells) {
    rows.add(Stream.of(cells).map(PrintableText::of).toArray(String[]::new));
  }

  /** All rows, each with a line end. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(width(i) - columns(row[i]))).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.length > column)
        .mapToInt(row -> columns(row[column]))
        .max()
        .orElse(0);
  }

  private static int columns(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
