package io.framemill.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table on stdout, whose rows are printed as soon as they are known. */
public final class LiveTable {
  private final List<Column> columns = new ArrayList<>();

  private record Column(String heading, int width, String format) {}

  /**
   * Adds a column; the first one begins at the left, the others end at the right.
   *
   * @param width in characters, without the space between columns
   * @param format of its values, for {@link String#format}, without a width
   */
  public LiveTable column(String heading, int width, String format) {
    columns.add(new Column(heading, width, format));
    return this;
  }

  public void printHeadings() {
    print(columns.stream().map(Column::heading).toList());
  }

  /**
   * Prints a row.
   *
   * @param values one for each column
   */
  public void printRow(Object... values) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.add(String.format(Locale.ROOT, columns.get(i).format, values[i]));
    }
    print(cells);
  }

  private void print(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(Math.max(0, columns.get(i).width - cells.get(i).length()));
      line.append(i == 0 ? cells.get(i) + padding : " " + padding + cells.get(i));
    }
    System.out.println(line);
  }
}
