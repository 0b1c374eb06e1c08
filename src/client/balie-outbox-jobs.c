/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the outbox does in the database: each a job for the cache. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox-jobs.h"

#include "balie-clock.h"
#include "balie-conversation-table.h"
#include "balie-draft-table.h"
#include "balie-file-table.h"
#include "balie-message-table.h"
#include "balie-outbox-table.h"

void
balie_outbox_addition_free (BalieOutboxAddition *self)
{
  g_clear_pointer (&self->entry, balie_outbox_entry_free);
  g_free (self->draft_key);
  g_free (self);
}

void
balie_outbox_receipt_free (BalieOutboxReceipt *self)
{
  g_clear_pointer (&self->message, balie_message_unref);
  g_clear_pointer (&self->conversation, balie_conversation_unref);
  g_free (self);
}

/* Keeps of the draft what is needed to make one of @entry again. */
static gboolean
remember_left_out (BalieDb          *db,
                   const char       *key,
                   BalieOutboxEntry *entry,
                   GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDraft) draft = NULL;

  if (entry->diagnostics == NULL || entry->left_out != NULL)
    return TRUE;

  draft = balie_draft_table_get (db, key, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (draft != NULL)
    entry->left_out = g_strdup (draft->diagnostics);

  return TRUE;
}

gpointer
balie_outbox_job_add (BalieDb *db,
                      gpointer data,
                      GError **error)
{
  BalieOutboxAddition *addition = data;
  g_autoptr (BalieOutboxEntry) entry = balie_outbox_entry_copy (addition->entry);

  if (addition->draft_key != NULL && !remember_left_out (db, addition->draft_key, entry, error))
    return NULL;

  if (!balie_outbox_table_add (db, entry, error))
    return NULL;

  if (addition->draft_key != NULL &&
      (!balie_draft_table_remove (db, addition->draft_key, error) ||
       !balie_file_table_move_owner (db, addition->draft_key, entry->message, error)))
    return NULL;

  return g_steal_pointer (&entry);
}

gpointer
balie_outbox_job_set_attempted (BalieDb *db,
                                gpointer data,
                                GError **error)
{
  if (!balie_outbox_table_set_attempted (db, data, error))
    return NULL;

  return GINT_TO_POINTER (balie_db_get_changes (db) > 0);
}

gpointer
balie_outbox_job_set_waiting (BalieDb *db,
                              gpointer data,
                              GError **error)
{
  balie_outbox_table_set_waiting (db, data, error);

  return NULL;
}

gpointer
balie_outbox_job_set_refused (BalieDb *db,
                              gpointer data,
                              GError **error)
{
  BalieOutboxEntry *entry = data;

  balie_outbox_table_set_refused (db, entry->message, entry->error_code, entry->error_type, error);

  return NULL;
}

/* The server has looked into the files: it may know more of them. */
static GPtrArray *
read_attachments (BalieJsonReader *reader)
{
  GPtrArray *attachments;
  guint      n_attachments;

  if (!balie_json_reader_has (reader, "attachments"))
    return NULL;

  attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_attachment_unref);
  n_attachments = balie_json_reader_enter_array (reader, "attachments");
  for (guint i = 0; i < n_attachments; i++)
    {
      balie_json_reader_enter_item (reader, i);
      g_ptr_array_add (attachments, balie_attachment_read (reader, NULL));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);

  return attachments;
}

BalieOutboxReceipt *
balie_outbox_receipt_parse (const BalieOutboxEntry *entry,
                            BaliePerson            *author,
                            GBytes                 *answer,
                            GError                **error)
{
  g_autoptr (BalieOutboxReceipt) receipt = g_new0 (BalieOutboxReceipt, 1);
  g_autoptr (BalieJsonReader) reader = NULL;
  gsize       length = 0;
  const char *text = answer != NULL ? g_bytes_get_data (answer, &length) : NULL;
  gint64      number;
  gint64      sent_at;
  g_autoptr (GPtrArray) attachments = NULL;

  reader = balie_json_reader_new (text != NULL ? text : "", length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return NULL;

  if (entry->is_request)
    {
      receipt->conversation = balie_conversation_read (reader, NULL);
      balie_json_reader_enter_object (reader, "message");
    }
  number = balie_json_reader_int (reader, "number_in_conversation", 1, G_MAXINT64);
  sent_at = balie_json_reader_time (reader, "sent_at");
  attachments = read_attachments (reader);
  if (entry->is_request)
    balie_json_reader_leave (reader);

  if (balie_json_reader_ok (reader) && receipt->conversation != NULL && g_strcmp0 (receipt->conversation->id, entry->conversation) != 0)
    balie_json_reader_fail (reader, "id", "is another conversation");
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  receipt->message = balie_outbox_entry_to_message (entry, author, number, sent_at);
  if (attachments != NULL)
    {
      g_ptr_array_unref (receipt->message->attachments);
      receipt->message->attachments = g_steal_pointer (&attachments);
    }

  return g_steal_pointer (&receipt);
}

gpointer
balie_outbox_job_set_sent (BalieDb *db,
                           gpointer data,
                           GError **error)
{
  BalieOutboxReceipt *receipt = data;

  if (!balie_outbox_table_set_sent (db, receipt->message->id, balie_clock_now (), error))
    return NULL;

  if (!balie_message_table_add (db, receipt->message, error))
    return NULL;

  return receipt->conversation != NULL ? balie_conversation_table_put (db, receipt->conversation, error) : NULL;
}
