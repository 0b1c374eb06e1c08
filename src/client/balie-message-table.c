/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages in the cache. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-message-table.h"

static gboolean
run_with_message (BalieStatement *statement,
                  BalieMessage   *message,
                  GError        **error)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *json = NULL;

  balie_message_write (message, writer, NULL);
  json = balie_json_writer_end (writer, NULL);

  balie_statement_bind_text (statement, 1, message->id);
  balie_statement_bind_text (statement, 2, message->conversation);
  balie_statement_bind_int (statement, 3, message->number);
  balie_statement_bind_text (statement, 4, json);

  return balie_statement_run (statement, error);
}

gboolean
balie_message_table_put (BalieDb      *db,
                         BalieMessage *message,
                         GError      **error)
{
  return run_with_message (balie_db_prepare (db,
                                             "INSERT INTO message (id, conversation, number, json) VALUES ($1, $2, $3, $4) "
                                             "ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation, "
                                             "number = excluded.number, json = excluded.json"),
                           message, error);
}

gboolean
balie_message_table_add (BalieDb      *db,
                         BalieMessage *message,
                         GError      **error)
{
  return run_with_message (balie_db_prepare (db,
                                             "INSERT INTO message (id, conversation, number, json) VALUES ($1, $2, $3, $4) "
                                             "ON CONFLICT (id) DO NOTHING"),
                           message, error);
}

static BalieMessage *
parse (const char *json,
       GError    **error)
{
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (json, -1, BALIE_JSON_READER_NONE, error);
  g_autoptr (BalieMessage) message = NULL;

  if (reader == NULL)
    return NULL;

  message = balie_message_read (reader, NULL);
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  return g_steal_pointer (&message);
}

GPtrArray *
balie_message_table_list (BalieDb    *db,
                          const char *conversation,
                          gint64      before,
                          guint       limit,
                          GError    **error)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement;
  gint64          expected = before - 1;

  statement = balie_db_prepare (db,
                                "SELECT number, json FROM message WHERE conversation = $1 AND number < $2 "
                                "ORDER BY number DESC LIMIT $3");
  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_int (statement, 2, before);
  balie_statement_bind_int (statement, 3, limit);

  while (balie_statement_next (statement, &local_error))
    {
      BalieMessage *message = NULL;

      if (balie_statement_get_int (statement, 0) == expected)
        message = parse (balie_statement_get_text (statement, 1), &local_error);

      if (message == NULL)
        {
          balie_statement_reset (statement);
          break;
        }

      g_ptr_array_insert (messages, 0, message);
      expected--;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&messages);
}

GPtrArray *
balie_message_table_list_from (BalieDb    *db,
                               const char *conversation,
                               gint64      from,
                               GError    **error)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement;

  statement = balie_db_prepare (db, "SELECT json FROM message WHERE conversation = $1 AND number >= $2 ORDER BY number");
  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_int (statement, 2, from);

  while (balie_statement_next (statement, &local_error))
    {
      BalieMessage *message = parse (balie_statement_get_text (statement, 0), &local_error);

      if (message == NULL)
        {
          balie_statement_reset (statement);
          break;
        }
      g_ptr_array_add (messages, message);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&messages);
}

gboolean
balie_message_table_clear (BalieDb *db,
                           GError **error)
{
  return balie_statement_run (balie_db_prepare (db, "DELETE FROM message"), error);
}
