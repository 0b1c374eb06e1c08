/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache's tables, version by version. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-cache-schema.h"

/* What the server can give again (conversation, message, setting) is kept as the JSON it came in; what only this machine has
 * (outbox, draft, read_mark) stands in columns, so that a part of it can be saved from a damaged file. */
static const char version_1[] =
  "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
  "CREATE TABLE conversation (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;"
  "CREATE TABLE message (id TEXT PRIMARY KEY, conversation TEXT NOT NULL, number INTEGER NOT NULL, json TEXT NOT NULL) STRICT;"
  "CREATE INDEX message_by_number ON message (conversation, number);"
  "CREATE TABLE outbox ("
  "  ordinal INTEGER PRIMARY KEY,"
  "  message TEXT NOT NULL UNIQUE,"
  "  conversation TEXT NOT NULL,"
  "  kind TEXT,"
  "  subject TEXT,"
  "  category TEXT,"
  "  urgency TEXT,"
  "  text TEXT NOT NULL,"
  "  reply_to TEXT,"
  "  created_at INTEGER NOT NULL,"
  "  state TEXT NOT NULL CHECK (state IN ('waiting', 'attempted', 'refused', 'sent')),"
  "  error_code INTEGER,"
  "  error_type TEXT,"
  "  sent_at INTEGER"
  ") STRICT;"
  "CREATE TABLE draft ("
  "  key TEXT PRIMARY KEY,"
  "  subject TEXT,"
  "  text TEXT NOT NULL,"
  "  category TEXT,"
  "  urgency TEXT"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE read_mark ("
  "  conversation TEXT PRIMARY KEY,"
  "  up_to INTEGER NOT NULL,"
  "  flushed_to INTEGER NOT NULL DEFAULT 0"
  ") STRICT, WITHOUT ROWID;";

/* A `file` goes with what `owner` names: a draft by its key, or a message by its id. Its own id is that of its upload and of the
 * attachment that it becomes. A copy of it stands in the folder of files, but for one that was refused before it was copied. */
static const char version_2[] =
  "CREATE TABLE file ("
  "  id TEXT PRIMARY KEY,"
  "  owner TEXT NOT NULL,"
  "  position INTEGER NOT NULL,"
  "  name TEXT NOT NULL,"
  "  type TEXT NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  sha256 TEXT,"
  "  state TEXT NOT NULL CHECK (state IN ('copying', 'waiting', 'sent', 'refused')),"
  "  error_code INTEGER,"
  "  error_type TEXT"
  ") STRICT;"
  "CREATE INDEX file_by_owner ON file (owner, position);"
  "CREATE TABLE download ("
  "  attachment TEXT PRIMARY KEY,"
  "  size INTEGER NOT NULL,"
  "  used_at INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "ALTER TABLE outbox ADD COLUMN diagnostics TEXT;"
  "ALTER TABLE outbox ADD COLUMN follows TEXT;"
  "ALTER TABLE draft ADD COLUMN follows TEXT;"
  "ALTER TABLE draft ADD COLUMN diagnostics TEXT;"
  "ALTER TABLE draft ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;";

static const BalieMigration migrations[] = {
  {1, version_1},
  {2, version_2},
};

gboolean
balie_cache_schema_migrate (BalieDb *db,
                            GError **error)
{
  return balie_db_migrate (db, migrations, G_N_ELEMENTS (migrations), error);
}
