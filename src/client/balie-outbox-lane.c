/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out of one conversation: one entry after the other. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox-lane.h"

#include "balie-outbox-passage.h"
#include "balie-outbox-private.h"

struct _BalieOutboxLane
{
  BalieOutbox *outbox;
  char        *conversation;
  gboolean     busy;      /* one of its entries is under way */
  gboolean     sent_away; /* the wait is one that the server asked for */
  guint        attempts;  /* failures in a row */
  guint        retry_source;
};

void
balie_outbox_lane_free (BalieOutboxLane *lane)
{
  g_clear_handle_id (&lane->retry_source, g_source_remove);
  g_free (lane->conversation);
  g_free (lane);
}

BalieOutboxLane *
balie_outbox_lane_new (BalieOutbox *outbox,
                       const char  *conversation)
{
  BalieOutboxLane *self = g_new0 (BalieOutboxLane, 1);

  self->outbox = outbox;
  self->conversation = g_strdup (conversation);

  return self;
}

BalieOutboxLane *
balie_outbox_lane_get (BalieOutbox *outbox,
                       const char  *conversation)
{
  BalieOutboxLane *self = g_hash_table_lookup (outbox->lanes, conversation);

  if (self == NULL)
    {
      self = balie_outbox_lane_new (outbox, conversation);
      g_hash_table_insert (outbox->lanes, self->conversation, self);
    }

  return self;
}

static gboolean
retry_lane (gpointer user_data)
{
  BalieOutboxLane *lane = user_data;

  lane->retry_source = 0;
  lane->sent_away = FALSE;
  balie_outbox_lane_pump (lane);

  return G_SOURCE_REMOVE;
}

/* What goes out next in a conversation: nothing may overtake the request that makes it. */
static BalieOutboxEntry *
find_next (BalieOutboxLane *lane)
{
  BalieOutbox *self = lane->outbox;

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieOutboxEntry *entry = g_ptr_array_index (self->entries, i);

      if (!g_str_equal (entry->conversation, lane->conversation))
        continue;
      if (entry->state != BALIE_OUTBOX_REFUSED)
        return entry;
      if (entry->is_request)
        return NULL;
    }

  return NULL;
}

void
balie_outbox_lane_pump (BalieOutboxLane *lane)
{
  BalieOutbox      *self = lane->outbox;
  BalieOutboxEntry *entry;
  BalieError        code = BALIE_ERROR_INVALID;
  const char       *type = NULL;

  if (lane->busy || lane->retry_source != 0 || balie_outbox_is_stopped (self))
    return;

  entry = find_next (lane);
  if (entry == NULL)
    return;

  switch (balie_upload_queue_get_owner_state (self->uploads, entry->message, &code, &type))
    {
    case BALIE_UPLOAD_OWNER_REFUSED:
      lane->busy = TRUE;
      balie_outbox_passage_refuse (self, entry, code, type);
      break;

    case BALIE_UPLOAD_OWNER_READY:
      if (!self->open)
        break;
      lane->busy = TRUE;
      balie_outbox_passage_begin (self, entry);
      break;

    case BALIE_UPLOAD_OWNER_PENDING:
    default:
      /* It goes when its files have: what they come to pumps the lane. */
      break;
    }
}

void
balie_outbox_lane_go_on (BalieOutboxLane *lane)
{
  lane->busy = FALSE;
  lane->attempts = 0;
  balie_outbox_lane_pump (lane);
}

void
balie_outbox_lane_retry_later (BalieOutboxLane *lane,
                               guint            retry_after)
{
  guint wait;

  if (balie_outbox_is_stopped (lane->outbox))
    return;

  lane->busy = FALSE;
  lane->sent_away = retry_after > 0;
  wait = balie_jitter_next (lane->outbox->jitter, ++lane->attempts, retry_after);
  g_clear_handle_id (&lane->retry_source, g_source_remove);
  lane->retry_source = g_timeout_add (wait, retry_lane, lane);
}

void
balie_outbox_lane_rest (BalieOutboxLane *lane)
{
  lane->busy = FALSE;
}

void
balie_outbox_lane_hurry (BalieOutboxLane *lane)
{
  if (lane->sent_away)
    return;

  g_clear_handle_id (&lane->retry_source, g_source_remove);
  lane->attempts = 0;
  balie_outbox_lane_pump (lane);
}

void
balie_outbox_lane_confirmed (BalieOutboxLane *lane)
{
  /* What is under way goes on by its own answer. */
  if (!lane->busy)
    balie_outbox_lane_hurry (lane);
}

void
balie_outbox_lane_stop (BalieOutboxLane *lane)
{
  g_clear_handle_id (&lane->retry_source, g_source_remove);
}
