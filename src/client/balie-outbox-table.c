/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox on disk: what was sent by a person and is not yet, or was lately, with the server. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox-table.h"

#define FIRST_COLUMNS "ordinal, message, conversation, kind, subject, category, urgency, text, reply_to, created_at, " \
                      "state, error_code, error_type, sent_at"
#define COLUMNS FIRST_COLUMNS ", diagnostics, follows"

/* The same of a cache that knew neither technical details nor follow-ups. */
#define COLUMNS_OF_FIRST FIRST_COLUMNS ", NULL, NULL"

static int
find_nick (const char *const *nicks,
           const char        *nick)
{
  for (int i = 0; nick != NULL && nicks[i] != NULL; i++)
    {
      if (g_str_equal (nicks[i], nick))
        return i;
    }

  return -1;
}

static char *
dup_diagnostics_json (const BalieOutboxEntry *entry)
{
  g_autoptr (BalieJsonWriter) writer = NULL;

  if (entry->diagnostics == NULL)
    return NULL;

  writer = balie_json_writer_new ();
  balie_json_writer_begin_object (writer, NULL);
  balie_diagnostics_write (entry->diagnostics, writer, "items");
  balie_json_writer_optional_string (writer, "left_out", entry->left_out);
  balie_json_writer_end_object (writer);

  return balie_json_writer_end (writer, NULL);
}

/* What cannot be read any more must not keep the message that it belongs to. */
static void
read_diagnostics (BalieOutboxEntry *entry,
                  const char       *json)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieDiagnostics) diagnostics = NULL;
  g_autofree char *left_out = NULL;
  g_autoptr (GError) error = NULL;

  if (json == NULL)
    return;

  reader = balie_json_reader_new (json, -1, BALIE_JSON_READER_NONE, &error);
  if (reader != NULL)
    {
      diagnostics = balie_diagnostics_read (reader, "items");
      left_out = g_strdup (balie_json_reader_optional_string (reader, "left_out"));
    }
  if (reader == NULL || !balie_json_reader_finish (reader, &error))
    {
      g_message ("Technical details of a message cannot be read any more: %s", error->message);
      return;
    }

  entry->diagnostics = g_steal_pointer (&diagnostics);
  entry->left_out = g_steal_pointer (&left_out);
}

static BalieOutboxEntry *
read_entry (BalieStatement *statement)
{
  BalieOutboxEntry *entry = g_new0 (BalieOutboxEntry, 1);
  int               kind = find_nick (balie_conversation_kind_nicks, balie_statement_get_text (statement, 3));
  int               state = find_nick (balie_outbox_state_nicks, balie_statement_get_text (statement, 10));

  entry->ordinal = balie_statement_get_int (statement, 0);
  entry->message = balie_statement_dup_text (statement, 1);
  entry->conversation = balie_statement_dup_text (statement, 2);
  entry->is_request = kind >= 0;
  entry->kind = MAX (kind, 0);
  entry->subject = balie_statement_dup_text (statement, 4);
  entry->category = balie_statement_dup_text (statement, 5);
  entry->urgency = balie_statement_dup_text (statement, 6);
  entry->text = balie_statement_dup_text (statement, 7);
  entry->reply_to = balie_statement_dup_text (statement, 8);
  entry->created_at = balie_statement_get_int (statement, 9);
  /* Of a state that cannot be read the careful guess is that it may have left. */
  entry->state = state >= 0 ? (BalieOutboxState)state : BALIE_OUTBOX_ATTEMPTED;
  entry->error_code = CLAMP (balie_statement_get_int (statement, 11), 0, BALIE_ERROR_STORAGE);
  entry->error_type = balie_statement_dup_text (statement, 12);
  entry->sent_at = balie_statement_get_int (statement, 13);
  entry->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_attachment_unref);
  read_diagnostics (entry, balie_statement_get_text (statement, 14));
  entry->follows = balie_statement_dup_text (statement, 15);

  return entry;
}

static void
bind_entry (BalieStatement         *statement,
            const BalieOutboxEntry *entry)
{
  g_autofree char *diagnostics = dup_diagnostics_json (entry);

  balie_statement_bind_text (statement, 1, entry->message);
  balie_statement_bind_text (statement, 2, entry->conversation);
  balie_statement_bind_text (statement, 3, entry->is_request ? balie_conversation_kind_nicks[entry->kind] : NULL);
  balie_statement_bind_text (statement, 4, entry->subject);
  balie_statement_bind_text (statement, 5, entry->category);
  balie_statement_bind_text (statement, 6, entry->urgency);
  balie_statement_bind_text (statement, 7, entry->text);
  balie_statement_bind_text (statement, 8, entry->reply_to);
  balie_statement_bind_int (statement, 9, entry->created_at);
  balie_statement_bind_text (statement, 10, balie_outbox_state_nicks[entry->state]);
  balie_statement_bind_int (statement, 11, entry->error_code);
  balie_statement_bind_text (statement, 12, entry->error_type);
  balie_statement_bind_int_or_null (statement, 13, entry->sent_at, 0);
  balie_statement_bind_text (statement, 14, diagnostics);
  balie_statement_bind_text (statement, 15, entry->follows);
}

gboolean
balie_outbox_table_add (BalieDb          *db,
                        BalieOutboxEntry *entry,
                        GError          **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "INSERT INTO outbox (message, conversation, kind, subject, category, urgency, text, reply_to, "
                                "created_at, state, error_code, error_type, sent_at, diagnostics, follows) "
                                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING ordinal");
  bind_entry (statement, entry);
  if (!balie_statement_next (statement, error))
    return FALSE;

  entry->ordinal = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);

  return TRUE;
}

GPtrArray *
balie_outbox_table_list (BalieDb *db,
                         GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT " COLUMNS " FROM outbox WHERE state <> 'sent' ORDER BY ordinal");
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_outbox_entry_free);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (entries, read_entry (statement));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&entries);
}

BalieOutboxEntry *
balie_outbox_table_get (BalieDb    *db,
                        const char *message,
                        GError    **error)
{
  BalieStatement   *statement = balie_db_prepare (db, "SELECT " COLUMNS " FROM outbox WHERE message = $1");
  BalieOutboxEntry *entry;

  balie_statement_bind_text (statement, 1, message);
  if (!balie_statement_next (statement, error))
    return NULL;

  entry = read_entry (statement);
  balie_statement_reset (statement);

  return entry;
}

gboolean
balie_outbox_table_set_attempted (BalieDb    *db,
                                  const char *message,
                                  GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db, "UPDATE outbox SET state = 'attempted' WHERE message = $1 AND state = 'waiting'");
  balie_statement_bind_text (statement, 1, message);

  return balie_statement_run (statement, error);
}

gboolean
balie_outbox_table_set_refused (BalieDb    *db,
                                const char *message,
                                BalieError  code,
                                const char *type,
                                GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "UPDATE outbox SET state = 'refused', error_code = $2, error_type = $3 "
                                "WHERE message = $1 AND state <> 'sent'");
  balie_statement_bind_text (statement, 1, message);
  balie_statement_bind_int (statement, 2, code);
  balie_statement_bind_text (statement, 3, type);

  return balie_statement_run (statement, error);
}

gboolean
balie_outbox_table_set_waiting (BalieDb    *db,
                                const char *message,
                                GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "UPDATE outbox SET state = 'waiting', error_code = 0, error_type = NULL "
                                "WHERE message = $1 AND state = 'refused'");
  balie_statement_bind_text (statement, 1, message);

  return balie_statement_run (statement, error);
}

gboolean
balie_outbox_table_set_sent (BalieDb    *db,
                             const char *message,
                             gint64      sent_at,
                             GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db, "UPDATE outbox SET state = 'sent', sent_at = $2 WHERE message = $1 AND state <> 'sent'");
  balie_statement_bind_text (statement, 1, message);
  balie_statement_bind_int (statement, 2, sent_at);

  return balie_statement_run (statement, error);
}

gboolean
balie_outbox_table_set_request_sent (BalieDb    *db,
                                     const char *conversation,
                                     gint64      sent_at,
                                     GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "UPDATE outbox SET state = 'sent', sent_at = $2 "
                                "WHERE conversation = $1 AND kind IS NOT NULL AND state <> 'sent'");
  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_int (statement, 2, sent_at);

  return balie_statement_run (statement, error);
}

gboolean
balie_outbox_table_resend (BalieDb *db,
                           gint64   since,
                           GError **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "UPDATE outbox SET state = 'attempted' "
                                "WHERE (state = 'sent' AND sent_at >= $1) OR (state = 'refused' AND error_code = $2)");
  balie_statement_bind_int (statement, 1, since);
  balie_statement_bind_int (statement, 2, BALIE_ERROR_NOT_FOUND);

  return balie_statement_run (statement, error);
}

gboolean
balie_outbox_table_remove (BalieDb    *db,
                           const char *message,
                           GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db, "DELETE FROM outbox WHERE message = $1 AND state IN ('waiting', 'refused')");
  balie_statement_bind_text (statement, 1, message);

  return balie_statement_run (statement, error) && balie_db_get_changes (db) > 0;
}

gboolean
balie_outbox_table_prune (BalieDb *db,
                          gint64   before,
                          GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM outbox WHERE state = 'sent' AND sent_at < $1");

  balie_statement_bind_int (statement, 1, before);

  return balie_statement_run (statement, error);
}

guint
balie_outbox_table_salvage (BalieDb *from,
                            BalieDb *to)
{
  gboolean        first = balie_db_get_version (from, NULL) == 1;
  BalieStatement *statement = first ? balie_db_prepare (from, "SELECT " COLUMNS_OF_FIRST " FROM outbox")
                                    : balie_db_prepare (from, "SELECT " COLUMNS " FROM outbox");
  g_autoptr (GError) error = NULL;
  guint saved = 0;

  while (balie_statement_next (statement, &error))
    {
      g_autoptr (BalieOutboxEntry) entry = read_entry (statement);
      g_autoptr (GError) add_error = NULL;

      if (entry->message == NULL || entry->conversation == NULL || entry->text == NULL)
        continue;
      if (balie_outbox_table_add (to, entry, &add_error))
        saved++;
      else
        g_warning ("An entry of the outbox could not be saved from the damaged cache: %s", add_error->message);
    }

  if (error != NULL)
    g_message ("Not all of the outbox could be read from the damaged cache: %s", error->message);

  return saved;
}
