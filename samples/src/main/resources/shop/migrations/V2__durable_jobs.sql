-- For H2 and PostgreSQL.

-- The table of db-scheduler, with the jobs that are promised and not done.
create table scheduled_tasks (
  task_name varchar(100) not null,
  task_instance varchar(100) not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures int,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index scheduled_tasks_due on scheduled_tasks (task_name, execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

-- Mails that an earlier version of the shop has promised: each is a job with the id of its order.
insert into scheduled_tasks
    (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
  select 'mails', cast(order_id as varchar(36)),
      cast('{"order":"' || cast(order_id as varchar(36)) || '"}' as bytea), due_at, false, refusals, 1
    from outbox;

drop table outbox;
