/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's tables, and how they came to be version by version. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-schema.h"

/* Times are milliseconds since 1970, ids are UUIDs as text, truth is 0 or 1, words are those of the wire. Plain types and
 * plain SQL, which SQLite and PostgreSQL both take. A version that was released is never edited: add one. */

static const char version_1[] =
  /* One row. `document` is the desk as GET /v1/desk shows it, without what is only true at the moment of asking. */
  "CREATE TABLE desk ("
  "  id INTEGER PRIMARY KEY CHECK (id = 1),"
  "  epoch TEXT NOT NULL,"
  "  next_number BIGINT NOT NULL,"
  "  document TEXT NOT NULL);"

  /* `username` is kept in the one form in which names are compared. */
  "CREATE TABLE account ("
  "  id TEXT PRIMARY KEY,"
  "  username TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL,"
  "  role TEXT NOT NULL CHECK (role IN ('customer', 'staff')),"
  "  email TEXT,"
  "  language TEXT,"
  "  notify_by_email INTEGER NOT NULL,"
  "  password TEXT NOT NULL,"
  "  chat TEXT,"
  "  disabled INTEGER NOT NULL,"
  "  created_at BIGINT NOT NULL);"
  "CREATE INDEX account_by_role ON account (role, username);"

  /* `token` is the SHA-256 of what the client holds. */
  "CREATE TABLE session ("
  "  id TEXT PRIMARY KEY,"
  "  account TEXT NOT NULL REFERENCES account (id),"
  "  token TEXT NOT NULL UNIQUE,"
  "  device_id TEXT,"
  "  device TEXT,"
  "  created_at BIGINT NOT NULL,"
  "  expires_at BIGINT NOT NULL);"
  "CREATE INDEX session_by_account ON session (account);"
  "CREATE INDEX session_by_expiry ON session (expires_at);"

  /* `count` is the highest number_in_conversation, `digest` is of the content that made it. */
  "CREATE TABLE conversation ("
  "  id TEXT PRIMARY KEY,"
  "  kind TEXT NOT NULL CHECK (kind IN ('chat', 'question', 'problem')),"
  "  number BIGINT UNIQUE,"
  "  subject TEXT,"
  "  status TEXT NOT NULL CHECK (status IN ('open', 'in_progress', 'waiting', 'solved', 'closed')),"
  "  category TEXT,"
  "  urgency TEXT,"
  "  customer TEXT NOT NULL REFERENCES account (id),"
  "  assignee TEXT REFERENCES account (id),"
  "  created_at BIGINT NOT NULL,"
  "  changed_at BIGINT NOT NULL,"
  "  version BIGINT NOT NULL,"
  "  count BIGINT NOT NULL,"
  "  follows TEXT,"
  "  rating INTEGER NOT NULL,"
  "  waiting_since BIGINT NOT NULL,"
  "  first_message TEXT,"
  "  digest TEXT NOT NULL);"
  "CREATE INDEX conversation_by_change ON conversation (changed_at, id);"
  "CREATE INDEX conversation_by_customer ON conversation (customer, changed_at, id);"
  "CREATE INDEX conversation_of_customer ON conversation (customer, id);"

  /* `number` is NULL for an internal note, which stands behind `after_number`; `author` is NULL for the desk itself;
   * the two `seq` are where the message stands in the customer's stream and in the staff's. */
  "CREATE TABLE message ("
  "  id TEXT PRIMARY KEY,"
  "  conversation TEXT NOT NULL REFERENCES conversation (id),"
  "  number BIGINT,"
  "  after_number BIGINT,"
  "  author TEXT REFERENCES account (id),"
  "  author_role TEXT NOT NULL CHECK (author_role IN ('customer', 'staff', 'system')),"
  "  text TEXT NOT NULL,"
  "  sent_at BIGINT NOT NULL,"
  "  reply_to TEXT,"
  "  mailed_at BIGINT NOT NULL,"
  "  customer_seq BIGINT NOT NULL,"
  "  staff_seq BIGINT NOT NULL,"
  "  digest TEXT NOT NULL,"
  "  UNIQUE (conversation, number));"
  "CREATE INDEX message_notes ON message (conversation, after_number, staff_seq) WHERE number IS NULL;"

  /* By side: all of the staff share one mark. */
  "CREATE TABLE read_mark ("
  "  conversation TEXT NOT NULL REFERENCES conversation (id),"
  "  side TEXT NOT NULL CHECK (side IN ('customer', 'staff')),"
  "  up_to BIGINT NOT NULL,"
  "  PRIMARY KEY (conversation, side));"

  /* A stream's id is the customer's account, or `desk` for the staff. `pruned` is the last seq that is gone. */
  "CREATE TABLE stream ("
  "  id TEXT PRIMARY KEY,"
  "  seq BIGINT NOT NULL,"
  "  pruned BIGINT NOT NULL);"
  "CREATE TABLE event ("
  "  stream TEXT NOT NULL REFERENCES stream (id),"
  "  seq BIGINT NOT NULL,"
  "  type TEXT NOT NULL,"
  "  at BIGINT NOT NULL,"
  "  data TEXT NOT NULL,"
  "  PRIMARY KEY (stream, seq));"
  "CREATE INDEX event_by_time ON event (at, stream, seq);"
  "INSERT INTO stream (id, seq, pruned) VALUES ('desk', 0, 0);";

static const char version_2[] =
  /* What is on its way: `stored` bytes of it are safe in `file`, a name in the folder of files. `digest` is of what the client said. */
  "CREATE TABLE upload ("
  "  id TEXT PRIMARY KEY,"
  "  account TEXT NOT NULL REFERENCES account (id),"
  "  name TEXT NOT NULL,"
  "  type TEXT NOT NULL,"
  "  size BIGINT NOT NULL,"
  "  sha256 TEXT NOT NULL,"
  "  digest TEXT NOT NULL,"
  "  file TEXT NOT NULL UNIQUE,"
  "  stored BIGINT NOT NULL,"
  "  changed_at BIGINT NOT NULL);"
  "CREATE INDEX upload_by_account ON upload (account);"
  "CREATE INDEX upload_by_change ON upload (changed_at);"

  /* What arrived, under the id of its upload. Several of one account may share a file; `message` is NULL until one carries it. */
  "CREATE TABLE attachment ("
  "  id TEXT PRIMARY KEY,"
  "  account TEXT NOT NULL REFERENCES account (id),"
  "  name TEXT NOT NULL,"
  "  type TEXT NOT NULL,"
  "  size BIGINT NOT NULL,"
  "  sha256 TEXT NOT NULL,"
  "  digest TEXT NOT NULL,"
  "  file TEXT NOT NULL,"
  "  message TEXT REFERENCES message (id),"
  "  position INTEGER NOT NULL,"
  "  finished_at BIGINT NOT NULL);"
  "CREATE INDEX attachment_by_content ON attachment (account, sha256);"
  "CREATE INDEX attachment_by_file ON attachment (file);"
  "CREATE INDEX attachment_by_message ON attachment (message, position) WHERE message IS NOT NULL;"
  "CREATE INDEX attachment_unused ON attachment (finished_at) WHERE message IS NULL;";

static const char version_3[] =
  /* `solved_at` is of the last time; 0 while it is not solved. */
  "ALTER TABLE conversation ADD COLUMN solved_at BIGINT NOT NULL DEFAULT 0;"
  "ALTER TABLE conversation ADD COLUMN rating_comment TEXT;"
  "UPDATE conversation SET solved_at = changed_at WHERE status = 'solved';"
  "CREATE INDEX conversation_solved ON conversation (solved_at, id) WHERE solved_at > 0;"
  "CREATE INDEX conversation_by_status ON conversation (status, changed_at, id);"
  "CREATE INDEX conversation_by_customer_status ON conversation (customer, status, changed_at, id);"

  /* What goes with a message and is no part of its text: a JSON object with the list `items`, each with name and value. */
  "ALTER TABLE message ADD COLUMN diagnostics TEXT;";

static const char version_4[] =
  /* Of pictures; 0 for other files. */
  "ALTER TABLE attachment ADD COLUMN width INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE attachment ADD COLUMN height INTEGER NOT NULL DEFAULT 0;"

  /* What is `checking` is looked at by the scan command, the oldest first. */
  "ALTER TABLE attachment ADD COLUMN state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'checking', 'refused'));"
  "CREATE INDEX attachment_to_check ON attachment (finished_at) WHERE state = 'checking';"

  /* The order in which messages came to be, for the index of what they say; see balie-search-store.c. */
  "CREATE INDEX message_by_seq ON message (staff_seq, conversation);";

static const BalieMigration migrations[] = {
  {1, version_1},
  {2, version_2},
  {3, version_3},
  {4, version_4},
};

gboolean
balie_schema_migrate (BalieDb *db,
                      GError **error)
{
  return balie_db_migrate (db, migrations, G_N_ELEMENTS (migrations), error);
}

int
balie_schema_get_version (void)
{
  return migrations[G_N_ELEMENTS (migrations) - 1].version;
}
