/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's threads: one object a conversation, and its pages from the cache or the server. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-error.h"
#include "balie-message-table.h"

/* One page on its way to a thread. */
typedef struct
{
  BalieSession *session;
  BalieThread  *thread;
  gint64        before;  /* first number that is not wanted; 0 for the newest page */
  guint         history; /* of the session when it was asked for */
} Page;

/* What to look up in the cache, or to put there. */
typedef struct
{
  char      *conversation;
  gint64     before;
  gint64     newest;   /* number of the newest message as far as its conversation tells */
  GPtrArray *messages; /* BalieMessage */
} PageRows;

static void
page_free (Page *page)
{
  g_clear_object (&page->session);
  g_clear_object (&page->thread);
  g_free (page);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

static void
page_rows_free (PageRows *rows)
{
  g_free (rows->conversation);
  g_clear_pointer (&rows->messages, g_ptr_array_unref);
  g_free (rows);
}

static BalieConversation *
get_conversation (const Page *page)
{
  return balie_conversation_item_get_conversation (balie_thread_get_conversation (page->thread));
}

static PageRows *
page_rows_new (const Page *page)
{
  BalieConversation *conversation = get_conversation (page);
  PageRows          *rows = g_new0 (PageRows, 1);

  rows->conversation = g_strdup (conversation->id);
  rows->before = page->before;
  rows->newest = conversation->count;

  return rows;
}

static gpointer
look_up_job (BalieDb *db,
             gpointer data,
             GError **error)
{
  const PageRows *rows = data;
  gint64          before = rows->before > 0 ? rows->before : rows->newest + 1;
  g_autoptr (GPtrArray) messages = balie_message_table_list (db, rows->conversation, before, BALIE_THREAD_PAGE, error);
  g_autoptr (GPtrArray) newer = NULL;

  if (messages == NULL || rows->before > 0)
    return g_steal_pointer (&messages);

  newer = balie_message_table_list_from (db, rows->conversation, before, error);
  if (newer == NULL)
    return NULL;

  g_ptr_array_extend_and_steal (messages, g_steal_pointer (&newer));

  return g_steal_pointer (&messages);
}

static gpointer
store_job (BalieDb *db,
           gpointer data,
           GError **error)
{
  const PageRows *rows = data;

  for (guint i = 0; i < rows->messages->len; i++)
    {
      if (!balie_message_table_put (db, g_ptr_array_index (rows->messages, i), error))
        return NULL;
    }

  return NULL;
}

static void start_page (Page *page);

/* Whether all was replaced since the page was asked for; then it is asked for anew. */
static gboolean
is_outdated (const Page *page)
{
  return page->history != page->session->history;
}

static GPtrArray *
read_messages (const Page  *page,
               BalieAnswer *answer,
               gboolean    *more,
               GError     **error)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (BalieJsonReader) reader = NULL;
  gint64      last = 0;
  gsize       length = 0;
  const char *text;
  guint       n_messages;

  if (!balie_answer_check (answer, error))
    return NULL;

  text = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : "";
  reader = balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return NULL;

  *more = balie_json_reader_boolean (reader, "more");
  n_messages = balie_json_reader_enter_array (reader, "messages");
  for (guint i = 0; i < n_messages && balie_json_reader_ok (reader); i++)
    {
      BalieMessage *message;

      balie_json_reader_enter_item (reader, i);
      message = balie_message_read (reader, NULL);
      g_ptr_array_add (messages, message);
      if (balie_json_reader_ok (reader) && message->number <= last)
        balie_json_reader_fail (reader, "number_in_conversation", "must ascend");
      if (balie_json_reader_ok (reader) && g_strcmp0 (message->conversation, get_conversation (page)->id) != 0)
        balie_json_reader_fail (reader, "conversation", "is another one");
      if (balie_json_reader_ok (reader))
        last = message->number;
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);

  if (*more && n_messages == 0)
    balie_json_reader_fail (reader, "more", "promises what does not come");
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  return g_steal_pointer (&messages);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (BalieSession) session = user_data;
  g_autoptr (GError) error = NULL;

  balie_cache_write_finish (session->cache, result, &error);
  if (error != NULL)
    g_message ("A page of messages could not be kept: %s", error->message);
}

static void
on_page_answered (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Page) page = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession *self = page->session;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (self->transport, result, &error);
  g_autoptr (GPtrArray) messages = NULL;
  gboolean  more = FALSE;
  PageRows *rows;

  if (is_outdated (page) && !self->closed)
    {
      start_page (g_steal_pointer (&page));
      return;
    }

  if (answer != NULL)
    messages = read_messages (page, answer, &more, &error);

  if (messages == NULL)
    {
      balie_thread_fail_page (page->thread, error);
      return;
    }

  rows = page_rows_new (page);
  rows->messages = g_ptr_array_ref (messages);
  balie_cache_write_async (self->cache, store_job, rows, (GDestroyNotify)page_rows_free, NULL, NULL,
                           on_stored, g_object_ref (self));
  balie_thread_add_page (page->thread, messages, more);
}

static void
ask_server (Page *page)
{
  BalieSession    *self = page->session;
  const char      *id = get_conversation (page)->id;
  g_autofree char *path = NULL;

  if (page->before > 0)
    path = g_strdup_printf ("/v1/conversations/%s/messages?limit=%d&before=%" G_GINT64_FORMAT, id, BALIE_THREAD_PAGE, page->before);
  else
    path = g_strdup_printf ("/v1/conversations/%s/messages?limit=%d", id, BALIE_THREAD_PAGE);

  balie_transport_request_async (self->transport, "GET", path, NULL, NULL, self->cancellable, on_page_answered, page);
}

/* Whether the newest message that the conversation tells of is among @messages. */
static gboolean
covers_newest (const Page *page,
               GPtrArray  *messages)
{
  gint64 newest = get_conversation (page)->count;

  for (guint i = 0; i < messages->len; i++)
    {
      const BalieMessage *message = g_ptr_array_index (messages, i);

      if (message->number == newest)
        return TRUE;
    }

  return FALSE;
}

static void
on_page_looked_up (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Page) page = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession *self = page->session;
  g_autoptr (GPtrArray) messages = balie_cache_read_finish (self->cache, result, &error);
  gboolean complete;

  if (messages == NULL)
    {
      balie_thread_fail_page (page->thread, error);
      return;
    }

  if (is_outdated (page) && !self->closed)
    {
      start_page (g_steal_pointer (&page));
      return;
    }

  complete = messages->len > 0 && (page->before > 0 || covers_newest (page, messages));
  if (complete)
    {
      BalieMessage *first = g_ptr_array_index (messages, 0);

      balie_thread_add_page (page->thread, messages, first->number > 1);
    }
  else if (page->before == 0 && get_conversation (page)->count == 0)
    balie_thread_add_page (page->thread, messages, FALSE);
  else
    ask_server (g_steal_pointer (&page));
}

static void
start_page (Page *page)
{
  BalieSession *self = page->session;

  page->history = self->history;
  balie_cache_read_async (self->cache, look_up_job, page_rows_new (page), (GDestroyNotify)page_rows_free,
                          (GDestroyNotify)g_ptr_array_unref, NULL, on_page_looked_up, page);
}

static void
load_page (BalieThread *thread,
           gint64       before,
           gpointer     user_data)
{
  BalieSession *self = user_data;
  Page         *page = g_new0 (Page, 1);

  page->session = g_object_ref (self);
  page->thread = g_object_ref (thread);
  page->before = before;
  start_page (page);
}

BalieThread *
balie_session_find_thread (BalieSession *self,
                           const char   *conversation)
{
  GWeakRef *place = g_hash_table_lookup (self->threads, conversation);
  g_autoptr (BalieThread) thread = place != NULL ? g_weak_ref_get (place) : NULL;

  if (place != NULL && thread == NULL)
    g_hash_table_remove (self->threads, conversation);

  /* Somebody else holds it too, or it would not have been found. */
  return thread;
}

BalieThread *
balie_session_new_thread (BalieSession          *self,
                          BalieConversationItem *item)
{
  return balie_thread_new (item, self->account->id, load_page, g_object_ref (self), g_object_unref);
}

BalieThread *
balie_session_open_thread (BalieSession *self,
                           const char   *conversation)
{
  BalieConversationItem *item;
  BalieThread           *thread;
  GWeakRef              *place;

  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);
  g_return_val_if_fail (conversation != NULL, NULL);

  thread = balie_session_find_thread (self, conversation);
  if (thread != NULL)
    return g_object_ref (thread);

  item = balie_session_find_conversation (self, conversation);
  if (item == NULL)
    return NULL;

  thread = balie_session_new_thread (self, item);
  place = g_new0 (GWeakRef, 1);
  g_weak_ref_init (place, thread);
  g_hash_table_insert (self->threads, g_strdup (conversation), place);

  balie_session_show_entries (self, thread);
  balie_thread_load_newest (thread);

  return thread;
}

/* The threads that are open now, each with a reference: what is done with one may close another. */
static GPtrArray *
list_threads (BalieSession *self)
{
  GPtrArray     *threads = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer       place;

  g_hash_table_iter_init (&iter, self->threads);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    {
      BalieThread *thread = g_weak_ref_get (place);

      if (thread != NULL)
        g_ptr_array_add (threads, thread);
    }

  return threads;
}

void
balie_session_load_threads (BalieSession *self)
{
  g_autoptr (GPtrArray) threads = list_threads (self);

  for (guint i = 0; i < threads->len; i++)
    balie_thread_load_newest (g_ptr_array_index (threads, i));
}

void
balie_session_reset_threads (BalieSession *self)
{
  g_autoptr (GPtrArray) threads = list_threads (self);

  for (guint i = 0; i < threads->len; i++)
    {
      balie_thread_reset (g_ptr_array_index (threads, i));
      balie_session_show_entries (self, g_ptr_array_index (threads, i));
    }
}
