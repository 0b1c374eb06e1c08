/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sync asks for: the desk, a snapshot, and events page by page, also waiting for them. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-sync-private.h"

#include "balie-clock.h"
#include "balie-error.h"

/* Events a page. */
#define PAGE 500

/* Most conversations of one account that are believed; a server that sends more is broken. */
#define MAX_CONVERSATIONS 100000

/* Checks an answer and opens its document; says to the machine what is wrong otherwise. */
static BalieJsonReader *
open_answer (BalieSync   *self,
             BalieAnswer *answer,
             GError     **error)
{
  gsize       length = 0;
  const char *text;

  if (answer->problem != NULL)
    self->retry_after = answer->problem->retry_after;
  if (answer->status == 410)
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "the server begins anew");
      return NULL;
    }
  if (!balie_answer_check (answer, error))
    return NULL;

  text = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : "";

  return balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
}

static void
on_desk_stored (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (BalieSync) self = user_data;
  g_autoptr (GError) error = NULL;

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    g_message ("What is known of the desk could not be kept: %s", error->message);
}

static BalieDesk *
take_desk (BalieSync   *self,
           BalieAnswer *answer,
           GError     **error)
{
  g_autoptr (BalieJsonReader) reader = open_answer (self, answer, error);
  g_autoptr (BalieDesk) desk = NULL;
  gint64 now = balie_clock_now ();

  if (reader == NULL)
    return NULL;

  desk = balie_desk_read (reader, NULL);
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  /* The server read its clock somewhere between the question and the answer. */
  self->clock_offset = desk->now - (self->request_at + (now - self->request_at) / 2);
  balie_cache_write_async (self->cache, balie_sync_job_set_desk,
                           g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body)), g_free,
                           NULL, NULL, on_desk_stored, g_object_ref (self));
  self->desk_outdated = FALSE;
  balie_sync_emit_desk (self, desk);

  return g_steal_pointer (&desk);
}

static void
on_desk (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (BalieSyncTurn) turn = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = turn->sync;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (self->transport, result, &error);
  g_autoptr (BalieDesk) desk = NULL;

  if (balie_sync_turn_is_over (turn))
    return;

  if (answer != NULL)
    desk = take_desk (self, answer, &error);

  if (desk == NULL)
    balie_sync_input_error (self, error);
  else if (g_strcmp0 (self->position.epoch, desk->epoch) == 0)
    balie_sync_input (self, BALIE_SYNC_INPUT_DONE);
  else
    balie_sync_input (self, BALIE_SYNC_INPUT_RESET);
}

void
balie_sync_fetch_desk (BalieSync *self)
{
  self->request_at = balie_clock_now ();
  balie_transport_request_async (self->transport, "GET", "/v1/desk", NULL, NULL, self->cancellable,
                                 on_desk, balie_sync_turn_new (self));
}

static void
on_desk_again (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieSyncTurn) turn = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = turn->sync;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (self->transport, result, &error);
  g_autoptr (BalieDesk) desk = NULL;

  if (balie_sync_turn_is_over (turn))
    return;

  if (answer != NULL)
    desk = take_desk (self, answer, &error);

  /* The next connection asks anyway, and is not kept waiting for this. */
  self->retry_after = 0;
  if (desk == NULL)
    g_info ("The changed desk could not be fetched: %s", error->message);
}

/* A change of state cancels it; then the next live state asks anew. */
void
balie_sync_refetch_desk (BalieSync *self)
{
  self->request_at = balie_clock_now ();
  balie_transport_request_async (self->transport, "GET", "/v1/desk", NULL, NULL, self->cancellable,
                                 on_desk_again, balie_sync_turn_new (self));
}

static void
on_snapshot_stored (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (BalieSyncTurn) turn = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = turn->sync;
  g_autoptr (GPtrArray) entries = balie_cache_write_finish (self->cache, result, &error);
  g_autoptr (GPtrArray) conversations = g_steal_pointer (&self->pages);
  g_autofree char *next = g_steal_pointer (&self->pages_next);

  if (entries == NULL)
    {
      if (!balie_sync_turn_is_over (turn))
        balie_sync_input_error (self, error);
      return;
    }

  balie_position_clear (&self->position);
  balie_position_parse (next, &self->position);
  balie_sync_emit_snapshot (self, conversations, entries);
  if (!balie_sync_turn_is_over (turn))
    balie_sync_input (self, BALIE_SYNC_INPUT_DONE);
}

static void
store_snapshot (BalieSync *self)
{
  BalieSyncSnapshot *snapshot = g_new0 (BalieSyncSnapshot, 1);

  snapshot->conversations = g_ptr_array_ref (self->pages);
  snapshot->next = g_strdup (self->pages_next);
  balie_cache_write_async (self->cache, balie_sync_job_replace, snapshot, (GDestroyNotify)balie_sync_snapshot_free,
                           (GDestroyNotify)g_ptr_array_unref, NULL, on_snapshot_stored, balie_sync_turn_new (self));
}

static gboolean
take_snapshot_page (BalieSync   *self,
                    BalieAnswer *answer,
                    GError     **error)
{
  g_autoptr (BalieJsonReader) reader = open_answer (self, answer, error);
  const char *next;
  guint       n_conversations;

  if (reader == NULL)
    return FALSE;

  next = balie_json_reader_string (reader, "next");
  if (self->pages_next == NULL)
    self->pages_next = g_strdup (next);

  n_conversations = balie_json_reader_enter_array (reader, "conversations");
  for (guint i = 0; i < n_conversations; i++)
    {
      balie_json_reader_enter_item (reader, i);
      g_ptr_array_add (self->pages, balie_conversation_read (reader, NULL));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);

  if (self->pages->len > MAX_CONVERSATIONS)
    balie_json_reader_fail (reader, "conversations", "are too many");

  return balie_json_reader_finish (reader, error);
}

static void
on_snapshot_page (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (BalieSyncTurn) turn = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = turn->sync;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (self->transport, result, &error);

  if (balie_sync_turn_is_over (turn))
    return;

  if (answer == NULL || !take_snapshot_page (self, answer, &error))
    balie_sync_input_error (self, error);
  else if (answer->next != NULL)
    balie_transport_request_async (self->transport, "GET", answer->next, NULL, NULL, self->cancellable,
                                   on_snapshot_page, g_steal_pointer (&turn));
  else
    store_snapshot (self);
}

void
balie_sync_fetch_snapshot (BalieSync *self)
{
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->pages_next, g_free);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_conversation_unref);
  balie_transport_request_async (self->transport, "GET", "/v1/snapshot", NULL, NULL, self->cancellable,
                                 on_snapshot_page, balie_sync_turn_new (self));
}

/* One page on its way into the cache. */
typedef struct
{
  BalieSyncTurn *turn;
  gboolean       more;
  guint          wait;
} Page;

static void
page_free (Page *page)
{
  balie_sync_turn_free (page->turn);
  g_free (page);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

static void
on_page_applied (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Page) page = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = page->turn->sync;
  g_autoptr (BalieSyncApplied) applied = balie_cache_write_finish (self->cache, result, &error);

  if (applied != NULL)
    {
      balie_sync_set_position (self, &applied->position);
      balie_sync_emit_events (self, applied->events);
    }

  if (balie_sync_turn_is_over (page->turn))
    return;

  if (applied == NULL)
    balie_sync_input_error (self, error);
  else if (applied->gap)
    balie_sync_input (self, BALIE_SYNC_INPUT_RESET);
  else if (page->more)
    balie_sync_fetch_events (self, 0);
  else if (page->wait == 0)
    balie_sync_input (self, self->stream_unusable ? BALIE_SYNC_INPUT_UNUSABLE : BALIE_SYNC_INPUT_DONE);
  else if (--self->polls == 0)
    balie_sync_input (self, BALIE_SYNC_INPUT_DONE);
  else
    {
      self->attempts = 0;
      balie_sync_fetch_events (self, page->wait);
    }
}

static BalieSyncBatch *
read_page (BalieSync   *self,
           BalieAnswer *answer,
           gboolean    *more,
           GError     **error)
{
  g_autoptr (BalieJsonReader) reader = open_answer (self, answer, error);
  g_autoptr (BalieSyncBatch) batch = NULL;
  guint n_events;

  if (reader == NULL)
    return NULL;

  batch = g_new0 (BalieSyncBatch, 1);
  batch->events = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_event_unref);
  batch->own = g_strdup (self->own);
  batch->role = self->role;
  batch->next = g_strdup (balie_json_reader_string (reader, "next"));
  *more = balie_json_reader_boolean (reader, "more");

  n_events = balie_json_reader_enter_array (reader, "events");
  for (guint i = 0; i < n_events; i++)
    {
      balie_json_reader_enter_item (reader, i);
      g_ptr_array_add (batch->events, balie_event_read (reader, NULL));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);

  if (*more && n_events == 0)
    balie_json_reader_fail (reader, "more", "promises what does not come");
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  return g_steal_pointer (&batch);
}

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Page) page = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = page->turn->sync;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (self->transport, result, &error);
  g_autoptr (BalieSyncBatch) batch = NULL;

  if (balie_sync_turn_is_over (page->turn))
    return;

  if (answer != NULL)
    batch = read_page (self, answer, &page->more, &error);

  if (batch == NULL)
    {
      balie_sync_input_error (self, error);
      return;
    }

  balie_cache_write_async (self->cache, balie_sync_job_apply, g_steal_pointer (&batch), (GDestroyNotify)balie_sync_batch_free,
                           (GDestroyNotify)balie_sync_applied_free, NULL, on_page_applied, g_steal_pointer (&page));
}

void
balie_sync_fetch_events (BalieSync *self,
                         guint      wait)
{
  g_autofree char *since = balie_position_to_string (&self->position);
  g_autofree char *escaped = g_uri_escape_string (since, NULL, FALSE);
  g_autofree char *path = NULL;
  Page            *page = g_new0 (Page, 1);

  page->turn = balie_sync_turn_new (self);
  page->wait = wait;
  if (wait > 0)
    path = g_strdup_printf ("/v1/sync?since=%s&limit=%d&wait=%u", escaped, PAGE, wait);
  else
    path = g_strdup_printf ("/v1/sync?since=%s&limit=%d", escaped, PAGE);

  balie_transport_request_async (self->transport, "GET", path, NULL, NULL, self->cancellable, on_page, page);
}
