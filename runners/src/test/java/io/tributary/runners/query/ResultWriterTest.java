package io.tributary.runners.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResultWriterTest {

  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
  }

  private static String show(Format format, String sql) throws SQLException {
    return show(format, new ResultWriter.Layout(3, 60), sql);
  }

  private static String show(Format format, ResultWriter.Layout layout, String... sql)
      throws SQLException {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    ResultWriter writer = ResultWriter.of(format, out, layout);
    for (String one : sql) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(one)) {
        writer.write(rows);
      }
    }
    out.flush();
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void tablesAlignNumbersRight() throws SQLException {
    assertThat(
            show(
                Format.TABLE,
                "FROM (VALUES ('product.viewed', 1200, 1.5), (NULL, 7, NULL)) t(type, n, d)"))
        .isEqualTo(
            """
             type           |    n |    d
            ----------------+------+------
             product.viewed | 1200 |  1.5
             NULL           |    7 | NULL
            (2 rows)
            """);
  }

  @Test
  void tablesSayHowManyRowsTheyLeaveOut() throws SQLException {
    assertThat(show(Format.TABLE, "SELECT range AS n FROM range(2003)"))
        .isEqualTo(
            """
             n
            ---
             0
             1
             2
            ... and 2,000 more rows; use --format csv or --max-rows to see them
            """);
  }

  @Test
  void tablesShowNestedValuesAsJsonAndCutThem() throws SQLException {
    assertThat(show(Format.TABLE, "SELECT {'a': [1, NULL], 'text': repeat('x', 100)} AS s, 1 AS n"))
        .isEqualTo(
            """
             s                                                      | n
            --------------------------------------------------------+---
             {"a":[1,null],"text":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx... | 1
            (1 row)
            """);
  }

  @Test
  void severalTablesAreSetApart() throws SQLException {
    assertThat(show(Format.TABLE, new ResultWriter.Layout(3, 60), "SELECT 1 AS a", "SELECT 2 AS b"))
        .isEqualTo(" a\n---\n 1\n(1 row)\n\n b\n---\n 2\n(1 row)\n");
  }

  @Test
  void csvQuotesByRfc4180AndTellsNullFromEmpty() throws SQLException {
    assertThat(
            show(
                Format.CSV,
                "SELECT 'a,b' AS \"x,y\", 'say \"hi\"' AS q, e'two\\nlines' AS l, '' AS e,"
                    + " NULL AS n, ' s ' AS s, 1.50 AS d"))
        .isEqualTo(
            "\"x,y\",q,l,e,n,s,d\n\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\",,\" s \",1.50\n");
  }

  @Test
  void csvShowsAllRows() throws SQLException {
    assertThat(show(Format.CSV, "SELECT * FROM range(5000)").lines()).hasSize(5001);
  }

  @Test
  void jsonKeepsTypesAndNesting() throws SQLException {
    assertThat(
            show(
                Format.JSON,
                """
                SELECT 1 AS i, 170141183460469231731687303715884105727::HUGEINT AS h,
                  1.50::DECIMAL(9, 2) AS d, 'NaN'::DOUBLE AS nan, true AS b, NULL AS n,
                  'x"\n' AS s, [{'k': [1.5, NULL]}] AS l, MAP {'a': DATE '2026-03-02'} AS m,
                  TIMESTAMPTZ '2026-03-02 12:00:00+01' AS tz, TIMESTAMP '2026-03-02 12:00:00' AS t,
                  {'t': TIMESTAMP '0001-01-01 00:00:00.5'} AS nt,
                  '{"z": [1, 2]}'::JSON AS j, UUID '00000000-0000-0000-0000-000000000001' AS u\
                """))
        .isEqualTo(
            """
            [
            {"i":1,"h":170141183460469231731687303715884105727,"d":1.50,"nan":"NaN","b":true,\
            "n":null,"s":"x\\"\\n","l":[{"k":[1.5,null]}],"m":{"a":"2026-03-02"},\
            "tz":"2026-03-02T11:00:00Z","t":"2026-03-02T12:00:00",\
            "nt":{"t":"0001-01-01T00:00:00.500"},"j":{"z": [1, 2]},\
            "u":"00000000-0000-0000-0000-000000000001"}
            ]
            """);
  }

  @Test
  void jsonOfSeveralRowsHasALineForEach() throws SQLException {
    assertThat(show(Format.JSON, "SELECT range AS n FROM range(2)"))
        .isEqualTo("[\n{\"n\":0},\n{\"n\":1}\n]\n");
    assertThat(show(Format.JSON, "SELECT 1 AS n WHERE false")).isEqualTo("[]\n");
  }

  @Test
  void jsonNamesColumnsOnce() throws SQLException {
    assertThat(show(Format.JSON, "SELECT 1 AS a, 2 AS a, 3 AS a_1"))
        .isEqualTo("[\n{\"a\":1,\"a_1\":2,\"a_1_1\":3}\n]\n");
  }

  @Test
  void binaryIsTextWhereItCanBe() throws SQLException {
    assertThat(
            show(
                Format.JSON,
                "SELECT '{\"a\":1}'::BLOB AS text, '\\xFF\\x00'::BLOB AS hex, ''::BLOB AS empty,"
                    + " 'a\\x00'::BLOB AS control, [{'v': 'ab'::BLOB}] AS nested"))
        .isEqualTo(
            "[\n{\"text\":\"{\\\"a\\\":1}\",\"hex\":\"0xff00\",\"empty\":\"\","
                + "\"control\":\"0x6100\",\"nested\":[{\"v\":\"ab\"}]}\n]\n");
  }

  @Test
  void aValueCannotSpeakToTheTerminal() throws SQLException {
    assertThat(show(Format.TABLE, "SELECT chr(27) || '[31m' || chr(10) || chr(8238) AS v"))
        .contains(" \\u001b[31m\\n\\u202e\n");
  }

  @Test
  void refusesNoRowsAndNegativeWidths() {
    assertThatThrownBy(() -> new ResultWriter.Layout(0, 80)).hasMessageContaining("--max-rows");
    assertThatThrownBy(() -> new ResultWriter.Layout(1, -1)).hasMessageContaining("--width");
  }
}
