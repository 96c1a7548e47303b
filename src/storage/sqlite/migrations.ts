/**
 * Numbered changes of the schema, oldest first; one that has been released is never edited. `user_version` of the
 * database counts those applied.
 */

import type { Database } from './database.ts'

const migrations: readonly string[] = [
  `
  create table records (
    arn text primary key,
    kind text not null,
    account text not null,
    region text not null,
    name text not null,
    parent text,
    group_arn text,
    status text,
    created_at_ms bigint not null,
    updated_at_ms bigint not null,
    version bigint not null,
    body text not null
  );
  create index records_by_name on records (kind, account, region, name, arn);
  create index records_by_age on records (kind, account, region, created_at_ms, arn);
  create index records_by_parent on records (parent, kind);
  create index records_by_group on records (group_arn, kind);

  create table tags (
    arn text not null,
    tag_key text not null,
    tag_value text not null,
    primary key (arn, tag_key)
  );

  create table jobs (
    sequence integer primary key autoincrement,
    id text not null unique,
    kind text not null,
    resource text not null,
    subject text not null,
    payload text not null,
    created_at_ms bigint not null,
    due_at_ms bigint not null,
    attempts bigint not null default 0,
    state text not null default 'queued',
    holder text,
    lease_until_ms bigint,
    cancel_requested bigint not null default 0,
    error text,
    progress text
  );
  create index jobs_by_state on jobs (state, due_at_ms);
  create index jobs_by_subject on jobs (subject, sequence);
  create index jobs_by_resource on jobs (resource);
  `,
]

export function migrate(database: Database): void {
  const row = database.prepare('pragma user_version').get() as { user_version: number }
  if (row.user_version > migrations.length) {
    throw new Error(
      `the data directory was written by a newer Attune (schema ${row.user_version}, this one knows ${migrations.length})`,
    )
  }
  for (let number = row.user_version; number < migrations.length; number++) {
    database.exec(`begin immediate; ${migrations[number]}; pragma user_version = ${number + 1}; commit`)
  }
}
