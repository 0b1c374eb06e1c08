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
  "CREATE INDEX file_by_owner ON file (owner);"
  "CREATE INDEX file_by_position ON file (position);"
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

/* `search` is the full-text index: of words alone, for the texts stand in the tables above. A conversation has a `search_place`,
 * whose `ordinal` is in the ids of its rows in the index, and whose `subject` is what is indexed of it. What was here before there
 * was an index is worked off bit by bit: places without a subject, and the messages that `search_backlog` tells. */
static const char version_3[] =
  "CREATE TABLE search_place ("
  "  ordinal INTEGER PRIMARY KEY,"
  "  conversation TEXT NOT NULL UNIQUE,"
  "  subject TEXT"
  ") STRICT;"
  "CREATE INDEX search_place_backlog ON search_place (ordinal) WHERE subject IS NULL;"
  "CREATE TABLE search_backlog (next INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;"
  "CREATE VIRTUAL TABLE search USING fts5 ("
  "  text, content = '', columnsize = 0, prefix = '1', tokenize = 'unicode61 remove_diacritics 2'"
  ");"
  "INSERT INTO search_place (conversation) SELECT id FROM conversation;"
  "INSERT INTO search_backlog (next, last)"
  "  SELECT (SELECT MIN(rowid) FROM message), (SELECT MAX(rowid) FROM message) WHERE EXISTS (SELECT 1 FROM message);";

static const BalieMigration migrations[] = {
  {1, version_1},
  {2, version_2},
  {3, version_3},
};

gboolean
balie_cache_schema_migrate (BalieDb *db,
                            GError **error)
{
  return balie_db_migrate (db, migrations, G_N_ELEMENTS (migrations), error);
}
