package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step that the others wait for: the tables are as this version of the shop needs them. */
final class Migrations implements HostedService {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final Database database;

  Migrations(Database database) {
    this.database = database;
  }

  @Override
  public void start(ServiceContext context) {
    MigrateResult result =
        Flyway.configure()
            .dataSource(database.pool())
            .locations("classpath:shop/migrations")
            .load()
            .migrate();
    LOG.info(
        "{} migrations done, the tables are at version {}",
        result.migrationsExecuted,
        result.targetSchemaVersion == null
            ? result.initialSchemaVersion
            : result.targetSchemaVersion);
  }
}
