/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be read of a stream: a snapshot to begin with, then the events. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-stream-actions.h"

#include "balie-conversation-store.h"
#include "balie-event-store.h"
#include "balie-refusal.h"

void
balie_snapshot_input_free (BalieSnapshotInput *self)
{
  g_free (self->epoch);
  g_free (self->cursor);
  g_free (self->next);
  g_free (self);
}

BalieSyncInput *
balie_sync_input_new (const char *epoch,
                      const char *since,
                      guint       limit)
{
  BalieSyncInput *self = g_new0 (BalieSyncInput, 1);

  self->epoch = g_strdup (epoch);
  self->since = g_strdup (since);
  self->limit = limit;
  return self;
}

void
balie_sync_input_free (BalieSyncInput *self)
{
  g_free (self->epoch);
  g_free (self->since);
  g_free (self);
}

void
balie_sync_result_free (BalieSyncResult *self)
{
  g_clear_pointer (&self->reply, balie_reply_free);
  g_free (self);
}

static char *
position_to_string (const char *epoch,
                    gint64      seq)
{
  return g_strdup_printf ("%s.%" G_GINT64_FORMAT, epoch, seq);
}

/* Finds the seq of a position; refuses one from which the events cannot be told without a gap. */
static gboolean
locate (BalieTransaction     *transaction,
        const BalieSyncInput *input,
        gint64               *seq,
        GError              **error)
{
  const char *stream = balie_caller_get_stream (transaction->caller);
  g_auto (BaliePosition) position = {0};
  gint64 newest = 0;
  gint64 pruned = 0;

  if (!balie_event_store_get_range (transaction->db, stream, &newest, &pruned, error))
    return FALSE;

  *seq = newest;
  if (input->since == NULL)
    return TRUE;

  if (balie_position_parse (input->since, &position) && g_str_equal (position.epoch, input->epoch) &&
      position.seq >= pruned && position.seq <= newest)
    {
      *seq = position.seq;
      return TRUE;
    }

  g_propagate_error (error, balie_refusal_new (410, "sync-reset", "The events after this position are not known; take a snapshot"));
  return FALSE;
}

static char *
find_next (BalieTransaction         *transaction,
           const BalieSnapshotInput *input,
           GError                  **error)
{
  gint64 newest = 0;
  gint64 pruned = 0;

  if (input->next != NULL)
    return g_strdup (input->next);
  if (!balie_event_store_get_range (transaction->db, balie_caller_get_stream (transaction->caller), &newest, &pruned, error))
    return NULL;
  return position_to_string (input->epoch, newest);
}

gpointer
balie_stream_action_snapshot (BalieTransaction *transaction,
                              gpointer          input,
                              GError          **error)
{
  BalieSnapshotInput           *snapshot = input;
  const BalieCaller            *caller = transaction->caller;
  const BalieConversationFilter filter = {
    .customer = balie_caller_is_staff (caller) ? NULL : caller->account,
    .limit = snapshot->limit + 1,
  };
  g_autofree char *next = find_next (transaction, snapshot, error);
  g_autoptr (GPtrArray) conversations = NULL;
  BalieReply *reply;

  if (next == NULL)
    return NULL;

  conversations = balie_conversation_store_list_by_id (transaction->db, &filter, snapshot->cursor, error);
  if (conversations == NULL)
    return NULL;

  reply = balie_reply_new_document (200);
  balie_json_writer_begin_object (reply->body, NULL);
  balie_json_writer_string (reply->body, "next", next);
  balie_json_writer_begin_array (reply->body, "conversations");
  for (guint i = 0; i < MIN (conversations->len, snapshot->limit); i++)
    {
      g_autoptr (BalieConversation) view = balie_conversation_store_view (g_ptr_array_index (conversations, i), caller->role);

      balie_conversation_write (view, reply->body, NULL);
    }
  balie_json_writer_end_array (reply->body);
  balie_json_writer_end_object (reply->body);

  if (conversations->len > snapshot->limit)
    {
      const BalieConversation *last = g_ptr_array_index (conversations, snapshot->limit - 1);

      reply->next = g_strdup_printf ("/v1/snapshot?cursor=%s&next=%s&limit=%u", last->id, next, snapshot->limit);
    }
  return reply;
}

static void
write_event (BalieJsonWriter     *writer,
             const BalieEventRow *row)
{
  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_int (writer, "seq", row->event->seq);
  balie_json_writer_string (writer, "type", row->event->type);
  balie_json_writer_time (writer, "at", row->at);
  balie_json_writer_raw (writer, "data", row->event->data);
  balie_json_writer_end_object (writer);
}

gpointer
balie_stream_action_sync (BalieTransaction *transaction,
                          gpointer          input,
                          GError          **error)
{
  BalieSyncInput *sync = input;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *next = NULL;
  BalieSyncResult *result;
  BalieJsonWriter *writer;
  gint64           seq = 0;

  if (!locate (transaction, sync, &seq, error))
    return NULL;

  rows = balie_event_store_list (transaction->db, balie_caller_get_stream (transaction->caller), seq, sync->limit + 1, error);
  if (rows == NULL)
    return NULL;

  result = g_new0 (BalieSyncResult, 1);
  result->reply = balie_reply_new_document (200);
  result->n_events = MIN (rows->len, sync->limit);
  result->seq = seq;
  writer = result->reply->body;
  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_begin_array (writer, "events");
  for (guint i = 0; i < result->n_events; i++)
    {
      const BalieEventRow *row = g_ptr_array_index (rows, i);

      write_event (writer, row);
      result->seq = row->event->seq;
    }
  balie_json_writer_end_array (writer);
  next = position_to_string (sync->epoch, result->seq);
  balie_json_writer_string (writer, "next", next);
  balie_json_writer_boolean (writer, "more", rows->len > sync->limit);
  balie_json_writer_end_object (writer);
  return result;
}

gpointer
balie_stream_action_locate (BalieTransaction *transaction,
                            gpointer          input,
                            GError          **error)
{
  gint64 seq = 0;

  return locate (transaction, input, &seq, error) ? g_memdup2 (&seq, sizeof seq) : NULL;
}
