-- For H2 and PostgreSQL.

create table prices (
  item varchar(40) primary key,
  cents bigint not null check (cents > 0)
);

insert into prices (item, cents) values
  ('apple', 45), ('bread', 380), ('cheese', 720), ('honey', 650), ('milk', 130);

create table orders (
  id uuid primary key,
  item varchar(40) not null references prices (item),
  quantity int not null check (quantity > 0),
  email varchar(254) not null,
  cents bigint not null,
  -- What the customer sent to be able to ask again; many have none.
  idempotency_key varchar(200) unique,
  placed_at timestamp with time zone not null,
  mailed_at timestamp with time zone
);

create index orders_placed_at on orders (placed_at);
create index orders_mailed_at on orders (mailed_at);

-- Mails that are promised and not sent. A row comes with its order and goes when the mail server has taken the mail.
create table outbox (
  position bigint generated always as identity primary key,
  order_id uuid not null unique references orders (id),
  recipient varchar(254) not null,
  subject varchar(200) not null,
  body varchar(2000) not null,
  refusals int not null default 0,
  due_at timestamp with time zone not null
);

create table daily_reports (
  sold_on date primary key,
  orders int not null,
  mails int not null,
  cents bigint not null
);
