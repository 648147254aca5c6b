-- One row: which state this is, and who wrote it last.
create table state_info (
  id integer primary key,
  -- Random, for ever. The mark on the broker that its queues belong to this state.
  identity varchar(40) not null,
  -- Of Framemill, for people who start an older one.
  release varchar(100) not null
);
