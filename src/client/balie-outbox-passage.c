/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry on its way: from the mark in the cache to the answer. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox-passage.h"

#include "balie-outbox-jobs.h"
#include "balie-outbox-private.h"

typedef struct
{
  BalieOutbox      *outbox;
  BalieOutboxEntry *entry;
  BalieMessage     *message; /* as the server has it */
} Passage;

static Passage *
passage_new (BalieOutbox            *outbox,
             const BalieOutboxEntry *entry)
{
  Passage *passage = g_new0 (Passage, 1);

  passage->outbox = g_object_ref (outbox);
  passage->entry = balie_outbox_entry_copy (entry);

  return passage;
}

static void
passage_free (Passage *passage)
{
  g_clear_object (&passage->outbox);
  g_clear_pointer (&passage->entry, balie_outbox_entry_free);
  g_clear_pointer (&passage->message, balie_message_unref);
  g_free (passage);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Passage, passage_free)

static void
on_marked_sent (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieConversation) conversation = NULL;
  BalieOutbox      *self = passage->outbox;
  BalieOutboxLane  *lane = balie_outbox_lane_get (self, passage->entry->conversation);
  BalieOutboxEntry *entry;

  conversation = balie_cache_write_finish (self->cache, result, &error);
  if (balie_outbox_is_stopped (self))
    return;

  if (error != NULL)
    {
      /* The server has it, and will say so again when it is asked again. */
      g_message ("A sent message could not be noted: %s", error->message);
      balie_outbox_lane_retry_later (lane, 0);
      return;
    }

  entry = balie_outbox_find (self, passage->entry->message);
  if (entry != NULL)
    balie_outbox_forget (self, entry);
  balie_outbox_emit_sent (self, passage->message, conversation);
  balie_outbox_lane_go_on (lane);
}

static void
on_marked_refused (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  BalieOutbox      *self = passage->outbox;
  BalieOutboxLane  *lane = balie_outbox_lane_get (self, passage->entry->conversation);
  BalieOutboxEntry *entry;

  balie_cache_write_finish (self->cache, result, &error);
  if (balie_outbox_is_stopped (self))
    return;

  if (error != NULL)
    {
      g_message ("A refusal could not be noted: %s", error->message);
      balie_outbox_lane_retry_later (lane, 0);
      return;
    }

  entry = balie_outbox_find (self, passage->entry->message);
  if (entry != NULL)
    {
      entry->state = BALIE_OUTBOX_REFUSED;
      entry->error_code = passage->entry->error_code;
      g_free (entry->error_type);
      entry->error_type = g_strdup (passage->entry->error_type);
      balie_outbox_emit_changed (self, entry);
    }
  balie_outbox_lane_go_on (lane);
}

static void
refuse (Passage    *passage,
        BalieError  code,
        const char *type)
{
  BalieOutbox *self = passage->outbox;

  passage->entry->error_code = code;
  g_free (passage->entry->error_type);
  passage->entry->error_type = g_strdup (type);
  balie_cache_write_async (self->cache, balie_outbox_job_set_refused,
                           balie_outbox_entry_copy (passage->entry), (GDestroyNotify)balie_outbox_entry_free,
                           NULL, NULL, on_marked_refused, passage);
}

/* Whether the server lacks files that it had: nobody fetched them with a message in time, or it was restored from a backup. */
static gboolean
is_missing_files (const BalieProblem *problem)
{
  return problem != NULL && problem->status == 424 && g_str_equal (problem->type, "attachment-missing");
}

static void
take_answer (Passage     *passage,
             BalieAnswer *answer)
{
  BalieOutbox     *self = passage->outbox;
  BalieOutboxLane *lane = balie_outbox_lane_get (self, passage->entry->conversation);
  g_autoptr (BalieOutboxReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  if (answer->status == 401)
    {
      balie_outbox_lane_rest (lane);
      passage_free (passage);
      balie_outbox_refuse_login (self);
      return;
    }

  if (is_missing_files (answer->problem))
    balie_upload_queue_restart_owner (self->uploads, passage->entry->message);
  else if (balie_answer_is_refusal (answer))
    {
      g_message ("The server refused a message: %u %s", answer->problem->status, answer->problem->type);
      error = balie_problem_to_error (answer->problem);
      refuse (passage, error->code, answer->problem->type);
      return;
    }

  if (answer->status == 200 || answer->status == 201)
    receipt = balie_outbox_receipt_parse (passage->entry, self->author, answer->body, &error);

  if (receipt == NULL)
    {
      g_message ("A message is not sent yet: %u %s", answer->status, error != NULL ? error->message : "");
      balie_outbox_lane_retry_later (lane, answer->problem != NULL ? answer->problem->retry_after : 0);
      passage_free (passage);
      return;
    }

  passage->message = balie_message_ref (receipt->message);
  balie_cache_write_async (self->cache, balie_outbox_job_set_sent,
                           g_steal_pointer (&receipt), (GDestroyNotify)balie_outbox_receipt_free,
                           (GDestroyNotify)balie_conversation_unref, NULL, on_marked_sent, passage);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  BalieOutbox *self = passage->outbox;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (self->transport, result, &error);
  BalieOutboxLane *lane = balie_outbox_lane_get (self, passage->entry->conversation);

  if (balie_outbox_is_stopped (self))
    return;

  /* An event was faster than the answer. */
  if (balie_outbox_find (self, passage->entry->message) == NULL)
    {
      balie_outbox_lane_go_on (lane);
      return;
    }

  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_AUTH))
    {
      balie_outbox_lane_rest (lane);
      balie_outbox_refuse_login (self);
      return;
    }

  if (answer == NULL)
    {
      g_debug ("No answer to a message: %s", error->message);
      balie_outbox_lane_retry_later (lane, 0);
      return;
    }

  take_answer (g_steal_pointer (&passage), answer);
}

static void
put (Passage *passage)
{
  BalieOutbox     *self = passage->outbox;
  g_autofree char *path = balie_outbox_entry_dup_path (passage->entry);
  g_autoptr (GBytes) body = balie_outbox_entry_dup_body (passage->entry);

  balie_transport_request_async (self->transport, "PUT", path, NULL, body, self->cancellable, on_answered, passage);
}

static void
on_marked_attempted (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  BalieOutbox      *self = passage->outbox;
  BalieOutboxLane  *lane = balie_outbox_lane_get (self, passage->entry->conversation);
  gboolean          marked = balie_cache_write_finish (self->cache, result, &error) != NULL;
  BalieOutboxEntry *entry = balie_outbox_find (self, passage->entry->message);

  if (balie_outbox_is_stopped (self))
    return;

  if (error != NULL)
    {
      g_message ("A message waits, because the cache cannot be written: %s", error->message);
      balie_outbox_lane_retry_later (lane, 0);
      return;
    }

  if (!marked || entry == NULL)
    {
      balie_outbox_lane_go_on (lane);
      return;
    }

  entry->state = BALIE_OUTBOX_ATTEMPTED;
  put (g_steal_pointer (&passage));
}

void
balie_outbox_passage_begin (BalieOutbox            *outbox,
                            const BalieOutboxEntry *entry)
{
  Passage *passage = passage_new (outbox, entry);

  if (entry->state == BALIE_OUTBOX_ATTEMPTED)
    {
      put (passage);
      return;
    }

  balie_cache_write_async (outbox->cache, balie_outbox_job_set_attempted, g_strdup (entry->message), g_free,
                           NULL, NULL, on_marked_attempted, passage);
}

void
balie_outbox_passage_refuse (BalieOutbox            *outbox,
                             const BalieOutboxEntry *entry,
                             BalieError              code,
                             const char             *type)
{
  g_message ("A message does not go without its files: %s", type != NULL ? type : "");
  refuse (passage_new (outbox, entry), code, type);
}
