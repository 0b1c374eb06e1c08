/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what the server tells gets into the cache: each a job, one transaction with the position. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-sync-jobs.h"

#include "balie-cache.h"
#include "balie-clock.h"
#include "balie-conversation-table.h"
#include "balie-error.h"
#include "balie-message-table.h"
#include "balie-outbox-table.h"
#include "balie-read-mark-table.h"
#include "balie-search-table.h"
#include "balie-setting-table.h"

void
balie_sync_batch_free (BalieSyncBatch *self)
{
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self->own);
  g_free (self->next);
  g_free (self);
}

void
balie_sync_applied_free (BalieSyncApplied *self)
{
  g_clear_pointer (&self->events, g_ptr_array_unref);
  balie_position_clear (&self->position);
  g_free (self);
}

void
balie_sync_snapshot_free (BalieSyncSnapshot *self)
{
  g_clear_pointer (&self->conversations, g_ptr_array_unref);
  g_free (self->next);
  g_free (self);
}

static gboolean
put_conversation (BalieDb           *db,
                  BalieConversation *conversation,
                  GError           **error)
{
  g_autoptr (BalieConversation) merged = balie_conversation_table_put (db, conversation, error);

  return merged != NULL;
}

static gboolean
apply_conversation (BalieDb          *db,
                    const BalieEvent *event,
                    GError          **error)
{
  if (event->conversation == NULL)
    return TRUE;

  return put_conversation (db, event->conversation, error) &&
         balie_outbox_table_set_request_sent (db, event->conversation->id, balie_clock_now (), error);
}

static gboolean
apply_message (BalieDb              *db,
               const BalieSyncBatch *batch,
               const BalieEvent     *event,
               GError              **error)
{
  if (event->message == NULL || event->message->internal)
    return apply_conversation (db, event, error);

  if (!balie_message_table_put (db, event->message, error))
    return FALSE;

  if (event->message->author != NULL && g_strcmp0 (event->message->author->id, batch->own) == 0 &&
      !balie_outbox_table_set_sent (db, event->message->id, balie_clock_now (), error))
    return FALSE;

  return apply_conversation (db, event, error);
}

static gboolean
apply_read (BalieDb              *db,
            const BalieSyncBatch *batch,
            const BalieEvent     *event,
            GError              **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieConversation) conversation = balie_conversation_table_get (db, event->conversation_id, &local_error);
  g_autoptr (BalieConversation) moved = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (event->reader == batch->role &&
      !balie_read_mark_table_raise (db, event->conversation_id, event->up_to, event->up_to, error))
    return FALSE;

  if (conversation == NULL)
    return TRUE;

  moved = balie_conversation_copy (conversation);
  if (event->reader == batch->role)
    moved->read_own = MAX (moved->read_own, event->up_to);
  else
    moved->read_other = MAX (moved->read_other, event->up_to);

  return put_conversation (db, moved, error);
}

static gboolean
apply_event (BalieDb              *db,
             const BalieSyncBatch *batch,
             const BalieEvent     *event,
             GError              **error)
{
  switch (event->type)
    {
    case BALIE_EVENT_CONVERSATION_CREATED:
    case BALIE_EVENT_CONVERSATION_CHANGED:
      return apply_conversation (db, event, error);

    case BALIE_EVENT_MESSAGE_CREATED:
    case BALIE_EVENT_MESSAGE_CHANGED:
      return apply_message (db, batch, event, error);

    case BALIE_EVENT_READ_MOVED:
      return apply_read (db, batch, event, error);

    case BALIE_EVENT_UNKNOWN:
    case BALIE_EVENT_DESK_CHANGED:
    case BALIE_EVENT_SESSION_ENDED:
    case BALIE_EVENT_TYPING:
    case BALIE_EVENT_PRESENCE:
    default:
      return TRUE;
    }
}

static gboolean
load_position (BalieDb       *db,
               BaliePosition *position,
               GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = balie_setting_table_get (db, BALIE_SETTING_POSITION, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (text == NULL || !balie_position_parse (text, position))
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "there is no position to go on from");
      return FALSE;
    }

  return TRUE;
}

static gboolean
store_position (BalieDb             *db,
                const BaliePosition *position,
                GError             **error)
{
  g_autofree char *text = balie_position_to_string (position);

  return balie_setting_table_set (db, BALIE_SETTING_POSITION, text, error);
}

gpointer
balie_sync_job_apply (BalieDb *db,
                      gpointer data,
                      GError **error)
{
  const BalieSyncBatch *batch = data;
  g_autoptr (BalieSyncApplied) applied = g_new0 (BalieSyncApplied, 1);
  g_auto (BaliePosition) next = {NULL, 0};
  gint64 before;

  applied->events = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_event_unref);
  if (!load_position (db, &applied->position, error))
    return NULL;

  before = applied->position.seq;
  for (guint i = 0; i < batch->events->len && !applied->gap; i++)
    {
      BalieEvent *event = g_ptr_array_index (batch->events, i);

      if (event->seq <= applied->position.seq)
        continue;
      if (event->seq != applied->position.seq + 1)
        {
          applied->gap = TRUE;
          break;
        }

      if (!apply_event (db, batch, event, error))
        return NULL;
      applied->position.seq = event->seq;
      g_ptr_array_add (applied->events, balie_event_ref (event));
    }

  if (!applied->gap && batch->next != NULL && balie_position_parse (batch->next, &next) &&
      next.seq > applied->position.seq)
    applied->gap = TRUE;

  if (applied->position.seq != before && !store_position (db, &applied->position, error))
    return NULL;

  return g_steal_pointer (&applied);
}

static gboolean
begin_epoch (BalieDb    *db,
             const char *next,
             GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = balie_setting_table_get (db, BALIE_SETTING_POSITION, &local_error);
  g_auto (BaliePosition) old = {NULL, 0};
  g_auto (BaliePosition) new = {NULL, 0};

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!balie_position_parse (next, &new))
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_INVALID, "the snapshot has no position");
      return FALSE;
    }

  /* The server was restored from a backup: what was sent after it was made is lost there, and still here. */
  if (text != NULL && balie_position_parse (text, &old) && g_strcmp0 (old.epoch, new.epoch) != 0)
    return balie_outbox_table_resend (db, balie_clock_now () - BALIE_CACHE_SENT_TIME, error) &&
           balie_read_mark_table_forget_flushed (db, error);

  return TRUE;
}

gpointer
balie_sync_job_replace (BalieDb *db,
                        gpointer data,
                        GError **error)
{
  const BalieSyncSnapshot *snapshot = data;

  if (!begin_epoch (db, snapshot->next, error) ||
      !balie_conversation_table_clear (db, error) ||
      !balie_message_table_clear (db, error) ||
      !balie_search_table_clear (db, error))
    return NULL;

  for (guint i = 0; i < snapshot->conversations->len; i++)
    {
      BalieConversation *conversation = g_ptr_array_index (snapshot->conversations, i);

      if (!put_conversation (db, conversation, error))
        return NULL;
    }

  if (!balie_setting_table_set (db, BALIE_SETTING_POSITION, snapshot->next, error))
    return NULL;

  return balie_outbox_table_list (db, error);
}

gpointer
balie_sync_job_set_desk (BalieDb *db,
                         gpointer data,
                         GError **error)
{
  balie_setting_table_set (db, BALIE_SETTING_DESK, data, error);

  return NULL;
}
