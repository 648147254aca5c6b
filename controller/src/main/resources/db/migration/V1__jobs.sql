create table job (
  id varchar(100) primary key,
  name text not null,
  source text not null,
  output text not null,
  profile text not null,
  priority integer not null,
  state varchar(20) not null,
  failure text,
  created_millis bigint not null,
  ended_millis bigint,
  -- Attempts below this number belong to a run before a retry of the job.
  first_attempt integer not null,
  media text,
  -- Of its tasks, as JSON; null until it has ended.
  summary text
);

-- Which job a submitter's key has made.
create table idempotency_key (
  name varchar(200) primary key,
  job_id varchar(100) not null references job (id),
  -- Digest of the file and the profile that it was made of.
  request varchar(100) not null
);

create table task (
  job_id varchar(100) not null references job (id),
  name varchar(60) not null,
  position integer not null,
  -- The task of this job of which the payload has all that is not in this one; null if that is whole.
  same_as varchar(60),
  payload text not null,
  cost_seconds double precision not null,
  media_millis bigint not null,
  state varchar(20) not null,
  attempt integer not null,
  failures integer not null,
  losses integer not null,
  published integer not null,
  not_before_millis bigint not null,
  worker text,
  started_millis bigint,
  ended_millis bigint,
  result text,
  -- A second attempt beside the current one, as JSON.
  copy text,
  primary key (job_id, name)
);

-- Append-only: the story of each job. Who, what, when, and in the message why.
create table event (
  job_id varchar(100) not null references job (id),
  sequence bigint not null,
  at_millis bigint not null,
  kind varchar(20) not null,
  actor text not null,
  -- Null for what is about the job as a whole.
  task varchar(60),
  attempt integer,
  message text not null,
  primary key (job_id, sequence)
);

-- Messages that nobody could read, kept for people: the newest thousand.
create table dead_letter (
  number bigint primary key,
  message_id text not null,
  at_millis bigint not null,
  reason text not null,
  -- Of the whole message; the body is its beginning, in Base64.
  bytes integer not null,
  body text not null
);

-- One row: which of a pair of controllers may act. Only PostgreSQL uses it.
create table controller_lease (
  id integer primary key,
  -- Counted up by each who takes it; what is decided under an older one cannot be committed.
  epoch bigint not null,
  holder text not null,
  -- Where the holder is reached.
  address text not null,
  -- By the clock of the database.
  expires_millis bigint not null
);
insert into controller_lease (id, epoch, holder, address, expires_millis) values (1, 0, '', '', 0);
