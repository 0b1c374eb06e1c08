/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages in the cache. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-message-table.h"

#include "balie-search-table.h"

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

static char *
dup_json (const BalieMessage *message)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_message_write (message, writer, NULL);

  return balie_json_writer_end (writer, NULL);
}

/* Returns: the rowid, 0 when there is none with that id or on an error; in @json what stands there */
static gint64
find_row (BalieDb    *db,
          const char *id,
          char      **json,
          GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT rowid, json FROM message WHERE id = $1");
  gint64          rowid;

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, error))
    return 0;

  rowid = balie_statement_get_int (statement, 0);
  *json = balie_statement_dup_text (statement, 1);
  balie_statement_reset (statement);

  return rowid;
}

static gboolean
add_row (BalieDb            *db,
         const BalieMessage *message,
         const char         *json,
         GError            **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db, "INSERT INTO message (id, conversation, number, json) VALUES ($1, $2, $3, $4)");
  balie_statement_bind_text (statement, 1, message->id);
  balie_statement_bind_text (statement, 2, message->conversation);
  balie_statement_bind_int (statement, 3, message->number);
  balie_statement_bind_text (statement, 4, json);

  return balie_statement_run (statement, error) && balie_search_table_put_message (db, 0, NULL, message, error);
}

static gboolean
change_row (BalieDb            *db,
            gint64              rowid,
            const char         *old_json,
            const BalieMessage *message,
            const char         *json,
            GError            **error)
{
  g_autoptr (BalieMessage) old = parse (old_json, error);
  BalieStatement *statement;

  if (old == NULL)
    return FALSE;

  statement = balie_db_prepare (db, "UPDATE message SET conversation = $2, number = $3, json = $4 WHERE rowid = $1");
  balie_statement_bind_int (statement, 1, rowid);
  balie_statement_bind_text (statement, 2, message->conversation);
  balie_statement_bind_int (statement, 3, message->number);
  balie_statement_bind_text (statement, 4, json);

  return balie_statement_run (statement, error) && balie_search_table_put_message (db, rowid, old, message, error);
}

gboolean
balie_message_table_put (BalieDb      *db,
                         BalieMessage *message,
                         GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *json = dup_json (message);
  g_autofree char *old_json = NULL;
  gint64           rowid = find_row (db, message->id, &old_json, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (rowid == 0)
    return add_row (db, message, json, error);

  return g_str_equal (json, old_json) || change_row (db, rowid, old_json, message, json, error);
}

gboolean
balie_message_table_add (BalieDb      *db,
                         BalieMessage *message,
                         GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *old_json = NULL;
  gint64           rowid = find_row (db, message->id, &old_json, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (rowid != 0)
    return TRUE;

  json = dup_json (message);
  return add_row (db, message, json, error);
}

BalieMessage *
balie_message_table_get (BalieDb    *db,
                         const char *conversation,
                         gint64      number,
                         GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT json FROM message WHERE conversation = $1 AND number = $2");
  BalieMessage   *message;

  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_int (statement, 2, number);
  if (!balie_statement_next (statement, error))
    return NULL;

  message = parse (balie_statement_get_text (statement, 0), error);
  balie_statement_reset (statement);

  return message;
}

GPtrArray *
balie_message_table_list_backlog (BalieDb *db,
                                  guint    limit,
                                  gint64  *next,
                                  GError **error)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "SELECT message.rowid, json FROM message, search_backlog "
                                "WHERE message.rowid BETWEEN next AND last ORDER BY message.rowid LIMIT $1");
  balie_statement_bind_int (statement, 1, limit);
  while (balie_statement_next (statement, &local_error))
    {
      BalieMessage *message = parse (balie_statement_get_text (statement, 1), &local_error);

      if (message == NULL)
        {
          balie_statement_reset (statement);
          break;
        }
      g_ptr_array_add (messages, message);
      *next = balie_statement_get_int (statement, 0) + 1;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&messages);
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
