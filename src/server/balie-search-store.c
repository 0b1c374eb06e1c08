/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index of what was written: the only place that knows how it is made. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-search-store.h"

#include "balie-index-words.h"

/* `entry` is called by the message's place in the staff's stream, and keeps no texts. Its scope is one word: of whom the message can be found
 * by; see make_scope(). */
static const char version_1[] =
  "CREATE VIRTUAL TABLE entry USING fts5 (text, scope, content = '', prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2');"
  "CREATE TABLE progress ("
  "  id INTEGER PRIMARY KEY CHECK (id = 1),"
  "  epoch TEXT NOT NULL,"
  "  position BIGINT NOT NULL);"
  "INSERT INTO progress (id, epoch, position) VALUES (1, '', 0);";

static const BalieMigration migrations[] = {
  {1, version_1},
};

/* What is lost of it with the machine's power is added again. */
#define PRAGMAS                       \
  "PRAGMA main.synchronous = NORMAL;" \
  "PRAGMA main.secure_delete = OFF;"

BalieDb *
balie_search_store_open (const char *path,
                         const char *desk,
                         GError    **error)
{
  g_autoptr (BalieDb) db = balie_db_open (path, BALIE_DB_READ_WRITE, error);
  BalieStatement *statement;

  if (db == NULL || !balie_db_exec (db, PRAGMAS, error) || !balie_db_migrate (db, migrations, G_N_ELEMENTS (migrations), error))
    return NULL;

  statement = balie_db_prepare (db, "ATTACH DATABASE $1 AS whole_desk");
  balie_statement_bind_text (statement, 1, desk);
  if (!balie_statement_run (statement, error))
    return NULL;

  balie_db_release_owner (db);
  return g_steal_pointer (&db);
}

/* The word that stands for a customer's messages, or for the notes about them, which no customer's word is. */
static char *
make_scope (const char *customer,
            gboolean    is_note)
{
  g_autoptr (GString) scope = g_string_new (is_note ? "n" : "c");

  g_string_append (scope, customer);
  g_string_replace (scope, "-", "", 0);
  return g_strdup (scope->str);
}

/* Reads up to where the index is, and begins anew when it is one of another history. */
static gboolean
get_position (BalieDb *db,
              gint64  *position,
              GError **error)
{
  BalieStatement  *statement = balie_db_prepare (db, "SELECT progress.position, progress.epoch = desk.epoch, desk.epoch FROM progress, desk");
  g_autofree char *epoch = NULL;
  gboolean         is_same;

  *position = 0;
  if (!balie_statement_next (statement, error))
    return FALSE;

  is_same = balie_statement_get_int (statement, 1) != 0;
  *position = is_same ? balie_statement_get_int (statement, 0) : 0;
  epoch = balie_statement_dup_text (statement, 2);
  balie_statement_reset (statement);
  if (is_same)
    return TRUE;

  statement = balie_db_prepare (db, "UPDATE progress SET epoch = $1, position = 0");
  balie_statement_bind_text (statement, 1, epoch);
  return balie_statement_run (statement, error) &&
         balie_statement_run (balie_db_prepare (db, "INSERT INTO entry (entry) VALUES ('delete-all')"), error);
}

/* One message out of the row that the cursor of catch_up() stands on. What the desk itself says is not what anybody wrote. */
static gboolean
add_entry (BalieDb        *db,
           BalieStatement *row,
           GError        **error)
{
  BalieStatement  *statement;
  const char      *subject = balie_statement_get_text (row, 3);
  g_autofree char *scope = make_scope (balie_statement_get_text (row, 2), balie_statement_get_int (row, 5) != 0);
  g_autofree char *text = NULL;

  if (subject != NULL)
    text = g_strdup_printf ("%s\n%" G_GINT64_FORMAT "\n%s", subject, balie_statement_get_int (row, 4), balie_statement_get_text (row, 1));
  else
    text = balie_statement_dup_text (row, 1);

  statement = balie_db_prepare (db, "INSERT INTO entry (rowid, text, scope) VALUES ($1, $2, $3)");
  balie_statement_bind_int (statement, 1, balie_statement_get_int (row, 0));
  balie_statement_bind_text (statement, 2, text);
  balie_statement_bind_text (statement, 3, scope);
  return balie_statement_run (statement, error);
}

static gboolean
set_position (BalieDb *db,
              gint64   position,
              GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE progress SET position = $1");

  balie_statement_bind_int (statement, 1, position);
  return balie_statement_run (statement, error);
}

gboolean
balie_search_store_catch_up (BalieDb  *db,
                             guint     maximum,
                             gboolean *more,
                             GError  **error)
{
  BalieStatement *row = balie_db_prepare (db, "SELECT message.staff_seq, message.text, conversation.customer, conversation.subject, conversation.number,"
                                              " message.number IS NULL, message.author_role = 'system'"
                                              " FROM message JOIN conversation ON conversation.id = message.conversation"
                                              " WHERE message.staff_seq > $1 ORDER BY message.staff_seq LIMIT $2");
  g_autoptr (GError) local_error = NULL;
  gint64 position;
  gint64 before;
  guint  n_rows = 0;

  if (!get_position (db, &position, error))
    return FALSE;

  before = position;
  balie_statement_bind_int (row, 1, position);
  balie_statement_bind_int (row, 2, maximum);
  while (local_error == NULL && balie_statement_next (row, &local_error))
    {
      n_rows++;
      position = balie_statement_get_int (row, 0);
      if (balie_statement_get_int (row, 6) == 0)
        add_entry (db, row, &local_error);
    }
  balie_statement_reset (row);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *more = n_rows == maximum;
  return position == before || set_position (db, position, error);
}

/* The columns are named, so that no word of the reader's is looked for in the scope. */
static char *
make_match (const BalieConversationFilter *filter,
            const char                    *text)
{
  g_autofree char *words = balie_index_words_make_match (text);
  g_autofree char *scope = NULL;

  if (words == NULL)
    return NULL;
  if (filter->customer == NULL)
    return g_strdup_printf ("text : (%s)", words);

  scope = make_scope (filter->customer, FALSE);
  return g_strdup_printf ("scope : %s AND text : (%s)", scope, words);
}

#define FOUND "SELECT message.conversation FROM entry JOIN message ON message.staff_seq = entry.rowid WHERE entry MATCH $1"
#define LISTED                                                                                                                    \
  "SELECT conversation.id FROM conversation WHERE ($2 = '' OR conversation.kind = $2) AND ($3 = '' OR +conversation.status = $3)" \
  " AND (+conversation.changed_at, conversation.id) < ($4, $5) AND conversation.id IN (" FOUND ")"
#define IN_ORDER " ORDER BY +conversation.changed_at DESC, conversation.id DESC LIMIT $6"

static GPtrArray *
list_ids (BalieDb                       *db,
          const BalieConversationFilter *filter,
          const char                    *match,
          gint64                         changed_at,
          const char                    *id,
          GError                       **error)
{
  BalieStatement *statement = balie_db_prepare (db, filter->customer != NULL ? LISTED " AND +conversation.customer = $7" IN_ORDER : LISTED IN_ORDER);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;

  balie_statement_bind_text (statement, 1, match);
  balie_statement_bind_text (statement, 2, filter->kind != NULL ? filter->kind : "");
  balie_statement_bind_text (statement, 3, filter->status != NULL ? filter->status : "");
  balie_statement_bind_int (statement, 4, changed_at);
  balie_statement_bind_text (statement, 5, id);
  balie_statement_bind_int (statement, 6, filter->limit);
  if (filter->customer != NULL)
    balie_statement_bind_text (statement, 7, filter->customer);
  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (ids, balie_statement_dup_text (statement, 0));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&ids);
}

GPtrArray *
balie_search_store_list (BalieDb                       *db,
                         const BalieConversationFilter *filter,
                         const char                    *text,
                         gint64                         changed_at,
                         const char                    *id,
                         GError                       **error)
{
  g_autofree char *match = make_match (filter, text);
  g_autoptr (GPtrArray) conversations = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_conversation_unref);
  g_autoptr (GPtrArray) ids = NULL;

  if (match == NULL)
    return g_steal_pointer (&conversations);

  ids = list_ids (db, filter, match, changed_at, id, error);
  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      BalieConversation *conversation = balie_conversation_store_get (db, g_ptr_array_index (ids, i), error);

      if (conversation == NULL)
        return NULL;
      g_ptr_array_add (conversations, conversation);
    }
  return g_steal_pointer (&conversations);
}
