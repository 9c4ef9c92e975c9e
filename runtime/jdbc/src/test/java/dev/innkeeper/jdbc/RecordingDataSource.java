package dev.innkeeper.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Writes down what is done with its connections; what some methods answer can be told. */
final class RecordingDataSource extends PlainDataSource {

  interface Answer {
    Object get() throws Throwable;
  }

  private static final Set<String> SETTINGS =
      Set.of("setAutoCommit", "setNetworkTimeout", "setQueryTimeout");
  private static final Set<String> STEPS = Set.of("commit", "rollback");

  final List<String> trail = new ArrayList<>();

  /** By the name of the method, instead of the driver's. */
  final Map<String, Answer> answers = new HashMap<>();

  private final DataSource dataSource;

  RecordingDataSource(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return recording(Connection.class, dataSource.getConnection());
  }

  private <T> T recording(Class<T> type, T real) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(type, real, method, arguments));
    return type.cast(proxy);
  }

  private Object call(Class<?> type, Object real, Method method, Object[] arguments)
      throws Throwable {
    String name = method.getName();
    if (SETTINGS.contains(name)) {
      trail.add(name + " " + arguments[arguments.length - 1]);
    } else if (STEPS.contains(name) || (name.equals("close") && type == Connection.class)) {
      trail.add(name);
    } else if (name.equals("prepareStatement")) {
      trail.add(arguments[0].toString().replaceFirst(" .*", ""));
    }
    Answer answer = answers.get(name);
    if (answer != null) {
      return answer.get();
    }
    Object result;
    try {
      result = method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    return switch (result) {
      case PreparedStatement statement -> recording(PreparedStatement.class, statement);
      case DatabaseMetaData data -> recording(DatabaseMetaData.class, data);
      case null, default -> result;
    };
  }
}
