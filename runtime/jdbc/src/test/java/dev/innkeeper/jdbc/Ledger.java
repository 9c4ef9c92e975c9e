package dev.innkeeper.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What the contenders have written, and whether it is as it must be. Times are microseconds. */
final class Ledger {

  /** Something that is told by the test, of a process. */
  static final long NO_TOKEN = 0;

  private record Mark(long pid, long token, String what, long at) {}

  private record Span(long token, long pid, long begin, long end) {}

  private final DataSource dataSource;

  Ledger(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void create(String ddl) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(ddl);
      statement.execute(Marks.TABLE);
      statement.execute(Contender.TABLE);
    }
  }

  /** The process with the greatest token whose work has begun; zero: there is none. */
  long lastLeader() throws SQLException {
    List<long[]> rows =
        query("select pid from marks where what = 'begin' order by token desc limit 1");
    return rows.isEmpty() ? 0 : rows.getFirst()[0];
  }

  long writesOf(long pid) throws SQLException {
    return query("select count(*) from writes where pid = " + pid).getFirst()[0];
  }

  /** The token of the lease, if it is held, as the row has it. */
  OptionalLong held() throws SQLException {
    return query("select token from innkeeper_lease where expires_at_millis > 0").stream()
        .mapToLong(row -> row[0])
        .findFirst();
  }

  /** How often any has begun its work. */
  long leaders() throws SQLException {
    return query("select count(*) from marks where what = 'begin'").getFirst()[0];
  }

  long writes() throws SQLException {
    return query("select count(*) from writes").getFirst()[0];
  }

  /** From the last of these events of the process until the next work of any began. */
  long takeoverMillis(long pid, String event) throws SQLException {
    return millisToNextBegin(
        "(select max(at) from marks where what = '%s' and pid = %d)".formatted(event, pid));
  }

  /** The same, from when the server was started. */
  long takeoverMillisAfterStart() throws SQLException {
    return millisToNextBegin("pg_postmaster_start_time()");
  }

  /** From when the process went on until its work ended. */
  long noticedMillis(long pid) throws SQLException {
    return query(
            """
            select cast(extract(epoch from
              (select max(at) from marks where what = 'end' and pid = %1$d)
              - (select max(at) from marks where what = 'goes on' and pid = %1$d)) * 1000 as bigint)\
            """
                .formatted(pid))
        .getFirst()[0];
  }

  boolean hasEnded(long token) throws SQLException {
    return query("select count(*) from marks where what = 'end' and token = " + token).getFirst()[0]
        > 0;
  }

  /** From the end of the work to the begin of the next one. */
  long gapMillis(long token) throws SQLException {
    return millisToNextBegin(
        "(select min(at) from marks where what = 'end' and token = " + token + ")");
  }

  private long millisToNextBegin(String since) throws SQLException {
    return query(
            """
            select cast(extract(epoch from min(at) - %1$s) * 1000 as bigint)
            from marks where what = 'begin' and at > %1$s\
            """
                .formatted(since))
        .getFirst()[0];
  }

  /** Everything that must hold at any time; empty if it does. */
  List<String> violations(long graceMillis) throws SQLException {
    List<Mark> marks = marks();
    List<String> found = new ArrayList<>();
    List<Span> spans = spans(marks);
    for (int i = 0; i < spans.size(); i++) {
      for (Span later : spans.subList(i + 1, spans.size())) {
        Span earlier = spans.get(i);
        if (later.begin() < earlier.end() && !halted(marks, earlier, later, graceMillis * 1000)) {
          found.add("both lead: " + earlier + " and " + later);
        }
      }
    }
    query(
            """
            select a.token, b.token from
              (select token, max(id) as last from writes group by token) a
              join (select token, min(id) as first from writes group by token) b
              on a.token < b.token and a.last > b.first\
            """)
        .forEach(row -> found.add("a write with token " + row[0] + " after one with " + row[1]));
    query(
            "select token, count(distinct pid) from writes group by token having count(distinct"
                + " pid) > 1")
        .forEach(row -> found.add("token " + row[0] + " was given to " + row[1]));
    return found;
  }

  /** By their tokens. */
  private List<Span> spans(List<Mark> marks) {
    Map<Long, Mark> begins = new TreeMap<>();
    Map<Long, Long> ends = new HashMap<>();
    Map<Long, Long> deaths = new HashMap<>();
    for (Mark mark : marks) {
      switch (mark.what()) {
        case "begin" -> begins.putIfAbsent(mark.token(), mark);
        case "end" -> ends.put(mark.token(), mark.at());
        case "killed" -> deaths.put(mark.pid(), mark.at());
        default -> {}
      }
    }
    List<Span> spans = new ArrayList<>();
    begins.forEach((token, begin) -> {
      long death = deaths.getOrDefault(begin.pid(), Long.MAX_VALUE);
      long end = ends.getOrDefault(token, death);
      spans.add(new Span(token, begin.pid(), begin.at(), end));
    });
    return spans;
  }

  /**
   * The earlier one was halted when the later one began, so that it could not know, and ended soon
   * after it went on. When it goes on just before its lease ends, it has so little time, too.
   */
  private static boolean halted(List<Mark> marks, Span earlier, Span later, long grace) {
    long halted = Long.MAX_VALUE;
    for (Mark mark : marks) {
      if (mark.pid() != earlier.pid()) {
        continue;
      }
      if (mark.what().equals("halted")) {
        halted = mark.at();
      } else if (mark.what().equals("goes on")
          && halted <= later.begin()
          && earlier.end() <= mark.at() + grace) {
        return true;
      }
    }
    return false;
  }

  private List<Mark> marks() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select pid, token, what, cast(extract(epoch from at) * 1000000 as bigint)"
                    + " from marks order by at")) {
      List<Mark> marks = new ArrayList<>();
      while (result.next()) {
        marks.add(
            new Mark(result.getLong(1), result.getLong(2), result.getString(3), result.getLong(4)));
      }
      return marks;
    }
  }

  private List<long[]> query(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<long[]> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        long[] row = new long[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = result.getLong(i + 1);
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
