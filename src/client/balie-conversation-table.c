/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversations in the cache. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-conversation-table.h"

#include "balie-search-table.h"

BalieConversation *
balie_conversation_merge (BalieConversation *old,
                          BalieConversation *incoming)
{
  BalieConversation *newer;
  BalieConversation *older;
  BalieConversation *merged;

  g_return_val_if_fail (incoming != NULL, NULL);

  if (old == NULL)
    return balie_conversation_ref (incoming);

  if (incoming->version > old->version || (incoming->version == old->version && incoming->count >= old->count))
    {
      newer = incoming;
      older = old;
    }
  else
    {
      newer = old;
      older = incoming;
    }

  if (newer->read_own >= older->read_own && newer->read_other >= older->read_other)
    return balie_conversation_ref (newer);

  merged = balie_conversation_copy (newer);
  merged->read_own = MAX (newer->read_own, older->read_own);
  merged->read_other = MAX (newer->read_other, older->read_other);

  return merged;
}

static BalieConversation *
parse (const char *json,
       GError    **error)
{
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (json, -1, BALIE_JSON_READER_NONE, error);
  g_autoptr (BalieConversation) conversation = NULL;

  if (reader == NULL)
    return NULL;

  conversation = balie_conversation_read (reader, NULL);
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  return g_steal_pointer (&conversation);
}

BalieConversation *
balie_conversation_table_put (BalieDb           *db,
                              BalieConversation *conversation,
                              GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieConversation) old = balie_conversation_table_get (db, conversation->id, &local_error);
  g_autoptr (BalieConversation) merged = NULL;
  g_autoptr (BalieJsonWriter) writer = NULL;
  g_autofree char *json = NULL;
  BalieStatement  *statement;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  merged = balie_conversation_merge (old, conversation);
  writer = balie_json_writer_new ();
  balie_conversation_write (merged, writer, NULL);
  json = balie_json_writer_end (writer, NULL);

  statement = balie_db_prepare (db,
                                "INSERT INTO conversation (id, json) VALUES ($1, $2) "
                                "ON CONFLICT (id) DO UPDATE SET json = excluded.json");
  balie_statement_bind_text (statement, 1, merged->id);
  balie_statement_bind_text (statement, 2, json);
  if (!balie_statement_run (statement, error) || !balie_search_table_put_conversation (db, merged, error))
    return NULL;

  return g_steal_pointer (&merged);
}

BalieConversation *
balie_conversation_table_get (BalieDb    *db,
                              const char *id,
                              GError    **error)
{
  BalieStatement    *statement = balie_db_prepare (db, "SELECT json FROM conversation WHERE id = $1");
  BalieConversation *conversation;

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, error))
    return NULL;

  conversation = parse (balie_statement_get_text (statement, 0), error);
  balie_statement_reset (statement);

  return conversation;
}

GPtrArray *
balie_conversation_table_list (BalieDb *db,
                               GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT json FROM conversation");
  g_autoptr (GPtrArray) conversations = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_conversation_unref);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    {
      BalieConversation *conversation = parse (balie_statement_get_text (statement, 0), &local_error);

      if (conversation == NULL)
        {
          balie_statement_reset (statement);
          break;
        }
      g_ptr_array_add (conversations, conversation);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&conversations);
}

gboolean
balie_conversation_table_clear (BalieDb *db,
                                GError **error)
{
  return balie_statement_run (balie_db_prepare (db, "DELETE FROM conversation"), error);
}
