package dev.innkeeper.jdbc;

/**
 * The statements for one table on one database.
 *
 * <p>A lease has expired when the time of its end is <em>before</em> now. Both are cut to whole
 * milliseconds, so "not after now" could end a lease up to a millisecond too early.
 */
record LeaseSql(Database database, String table) {

  String create() {
    return """
    create table %s (
      name varchar(%d) not null primary key,
      token bigint not null,
      holder varchar(36) not null,
      held_by varchar(%d) not null,
      expires_at_millis bigint not null
    )\
    """
        .formatted(table, LeaseTable.NAME_LENGTH, LeaseTable.HELD_BY_LENGTH);
  }

  /** Parameter: name. */
  String read() {
    return select("") + " where name = ?";
  }

  /**
   * As {@link #read}, and nobody else can change the row, or verify, until the transaction ends.
   */
  String lock() {
    return select(database.tableHint) + " where name = ?" + database.lock;
  }

  /** As {@link #read}, and nobody else can take the lease until the transaction ends. */
  String share() {
    return select(database.tableHint) + " where name = ?" + database.share;
  }

  /** Parameters: name, holder, held by, lease in milliseconds. */
  String insert() {
    return "insert into "
        + table
        + " (name, token, holder, held_by, expires_at_millis) values (?, 1, ?, ?, "
        + database.now
        + " + ?)";
  }

  /** Parameters: holder, held by, lease in milliseconds, name, the token until now. */
  String take() {
    return "update "
        + table
        + " set token = token + 1, holder = ?, held_by = ?, expires_at_millis = "
        + database.now
        + " + ? where name = ? and token = ? and expires_at_millis < "
        + database.now;
  }

  /** Parameters: lease in milliseconds, name, token, holder. */
  String renew() {
    return "update "
        + table
        + " set expires_at_millis = "
        + database.now
        + " + ? where name = ? and token = ? and holder = ? and expires_at_millis >= "
        + database.now;
  }

  /** Parameters: name, token, holder. */
  String release() {
    return "update "
        + table
        + " set expires_at_millis = 0 where name = ? and token = ? and holder = ?";
  }

  private String select(String hint) {
    return "select token, held_by, expires_at_millis - " + database.now + " from " + table + hint;
  }
}
