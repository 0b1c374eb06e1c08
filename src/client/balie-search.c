/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A search over all that is cached, as one types; the server adds what it knows. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-search.h"

#include "balie-search-jobs.h"
#include "balie-session-private.h"

#include <string.h>

/* How long nothing is typed before the server is asked, in milliseconds. */
#define PAUSE 300

/* Most pages of the server's answer. */
#define MAX_PAGES 5

struct _BalieSearch
{
  GObject parent_instance;

  /* owned */
  char             *query;
  BalieSearchWords *words;       /* NULL while nothing is searched for */
  GHashTable       *found;       /* id of a conversation -> BalieSearchFound; NULL before the first answer */
  GHashTable       *by_server;   /* ids that the server has found for the present words */
  GHashTable       *wanted;      /* ids whose snippets are to be looked up */
  GCancellable     *cancellable; /* of all that is done for the present words */

  /* borrowed, a weak pointer */
  BalieSession *session;

  guint    pause_source;
  guint    n_pages;
  gboolean searching;
  gboolean outdated; /* what runs does not know the newest */
  gboolean looking_up;
};

typedef enum {
  PROP_QUERY = 1,
} BalieSearchProperty;

typedef enum {
  SIGNAL_CHANGED,
  SIGNAL_SNIPPETS_CHANGED,
} BalieSearchSignal;

static GParamSpec *properties[PROP_QUERY + 1];
static guint       signals[SIGNAL_SNIPPETS_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BalieSearch, balie_search, G_TYPE_OBJECT)

static void start_local (BalieSearch *self);
static void ask_server (BalieSearch *self,
                        const char  *cursor);
static void look_up (BalieSearch *self);

static gboolean
is_closed (BalieSearch *self)
{
  return self->session == NULL || self->session->closed;
}

/* Ends what is under way; its answers are for words that nobody asks for any more. */
static void
cancel (BalieSearch *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->by_server);
  g_hash_table_remove_all (self->wanted);
  self->searching = FALSE;
  self->outdated = FALSE;
  self->looking_up = FALSE;
}

static void
balie_search_dispose (GObject *object)
{
  BalieSearch *self = BALIE_SEARCH (object);

  cancel (self);
  g_clear_weak_pointer (&self->session);

  G_OBJECT_CLASS (balie_search_parent_class)->dispose (object);
}

static void
balie_search_finalize (GObject *object)
{
  BalieSearch *self = BALIE_SEARCH (object);

  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->words, balie_search_words_unref);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->by_server, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);

  G_OBJECT_CLASS (balie_search_parent_class)->finalize (object);
}

static void
balie_search_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch ((BalieSearchProperty)property_id)
    {
    case PROP_QUERY:
      g_value_set_string (value, BALIE_SEARCH (object)->query);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_search_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch ((BalieSearchProperty)property_id)
    {
    case PROP_QUERY:
      balie_search_set_query (BALIE_SEARCH (object), g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_search_class_init (BalieSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_search_dispose;
  object_class->finalize = balie_search_finalize;
  object_class->get_property = balie_search_get_property;
  object_class->set_property = balie_search_set_property;

  properties[PROP_QUERY] = g_param_spec_string ("query", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", BALIE_TYPE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SNIPPETS_CHANGED] =
    g_signal_new ("snippets-changed", BALIE_TYPE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
balie_search_init (BalieSearch *self)
{
  self->by_server = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* What waits in the outbox stands in no table that is indexed, and is little. */
static void
add_outbox (BalieSearch *self)
{
  GPtrArray *entries = balie_outbox_get_entries (self->session->outbox);

  for (guint i = 0; i < entries->len; i++)
    {
      const BalieOutboxEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char        *text = g_strconcat (entry->text, "\n", entry->subject, NULL);

      if (balie_search_words_has_all (self->words, text))
        g_hash_table_replace (self->found, g_strdup (entry->conversation), balie_search_found_new (self->words, entry->text));
    }
}

static void
add_by_server (BalieSearch *self)
{
  GHashTableIter iter;
  gpointer       id;

  g_hash_table_iter_init (&iter, self->by_server);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->found, id))
      g_hash_table_insert (self->found, g_strdup (id), balie_search_found_new (self->words, NULL));
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (BalieSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) found = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->searching = FALSE;
  if (is_closed (self))
    return;

  if (found == NULL)
    {
      g_message ("The cache cannot be searched: %s", error->message);
      found = balie_search_found_table_new ();
    }

  g_clear_pointer (&self->found, g_hash_table_unref);
  self->found = g_steal_pointer (&found);
  add_outbox (self);
  add_by_server (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  if (self->outdated)
    start_local (self);
}

static void
start_local (BalieSearch *self)
{
  self->searching = TRUE;
  self->outdated = FALSE;
  balie_search_jobs_find_async (self->session->cache, self->words, self->cancellable, on_found, g_object_ref (self));
}

/* Something of what can be found is another now. */
static void
search_again (BalieSearch *self)
{
  if (self->words == NULL || is_closed (self))
    return;

  if (self->searching)
    self->outdated = TRUE;
  else
    start_local (self);
}

static void
on_snippets (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (BalieSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) looked_up = g_task_propagate_pointer (G_TASK (result), &error);
  GHashTableIter iter;
  gpointer       id;
  gpointer       value;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->looking_up = FALSE;
  if (looked_up == NULL)
    {
      g_message ("What was found cannot be shown: %s", error->message);
      return;
    }

  g_hash_table_iter_init (&iter, looked_up);
  while (g_hash_table_iter_next (&iter, &id, &value))
    if (g_hash_table_contains (self->found, id))
      {
        g_hash_table_iter_steal (&iter);
        g_hash_table_replace (self->found, id, value);
      }
  g_signal_emit (self, signals[SIGNAL_SNIPPETS_CHANGED], 0);
  look_up (self);
}

static void
look_up (BalieSearch *self)
{
  g_autoptr (GHashTable) wanted = NULL;
  GHashTableIter iter;
  gpointer       id;

  if (self->looking_up || g_hash_table_size (self->wanted) == 0 || is_closed (self))
    return;

  wanted = balie_search_found_table_new ();
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const BalieSearchFound *found = g_hash_table_lookup (self->found, id);

      if (found != NULL && !found->looked_up)
        g_hash_table_insert (wanted, g_strdup (id), balie_search_found_new_at (found->number));
    }
  g_hash_table_remove_all (self->wanted);

  self->looking_up = TRUE;
  balie_search_jobs_look_up_async (self->session->cache, self->words, g_steal_pointer (&wanted), self->cancellable,
                                   on_snippets, g_object_ref (self));
}

static gboolean
read_page (BalieSearch *self,
           BalieAnswer *answer,
           char       **next,
           GError     **error)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  gsize       length = 0;
  const char *text = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : "";
  guint       n_conversations;

  reader = balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return FALSE;

  n_conversations = balie_json_reader_enter_array (reader, "conversations");
  for (guint i = 0; i < n_conversations && balie_json_reader_ok (reader); i++)
    {
      g_autoptr (BalieConversation) conversation = NULL;

      balie_json_reader_enter_item (reader, i);
      conversation = balie_conversation_read (reader, NULL);
      if (balie_json_reader_ok (reader) && balie_session_find_conversation (self->session, conversation->id) != NULL)
        g_hash_table_add (self->by_server, g_strdup (conversation->id));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
  *next = g_strdup (balie_json_reader_optional_string (reader, "next"));

  return balie_json_reader_finish (reader, error);
}

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (BalieSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);
  g_autofree char *next = NULL;
  guint            n_found;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || is_closed (self))
    return;

  /* What is cached was found; a server that cannot search, or not now, takes nothing away from it. */
  if (answer == NULL || !balie_answer_check (answer, &error) || !read_page (self, answer, &next, &error))
    {
      g_debug ("The server does not help to search: %s", error->message);
      return;
    }

  if (self->found != NULL && !self->searching)
    {
      n_found = g_hash_table_size (self->found);
      add_by_server (self);
      if (g_hash_table_size (self->found) != n_found)
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }

  if (next != NULL && ++self->n_pages < MAX_PAGES)
    ask_server (self, next);
}

static void
ask_server (BalieSearch *self,
            const char  *cursor)
{
  g_autofree char *query = g_uri_escape_string (self->query, NULL, FALSE);
  g_autofree char *escaped = cursor != NULL ? g_uri_escape_string (cursor, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat ("/v1/conversations?limit=100&q=", query, escaped != NULL ? "&cursor=" : NULL, escaped, NULL);

  balie_transport_request_async (self->session->transport, "GET", path, NULL, NULL, self->cancellable, on_page, g_object_ref (self));
}

static gboolean
pause_cb (gpointer user_data)
{
  BalieSearch *self = user_data;

  self->pause_source = 0;
  self->n_pages = 0;
  if (!is_closed (self) && balie_sync_get_reached (self->session->sync))
    ask_server (self, NULL);

  return G_SOURCE_REMOVE;
}

BalieSearch *
balie_session_new_search (BalieSession *session)
{
  BalieSearch *self;

  g_return_val_if_fail (BALIE_IS_SESSION (session), NULL);

  self = g_object_new (BALIE_TYPE_SEARCH, NULL);
  g_set_weak_pointer (&self->session, session);
  g_signal_connect_object (session->sync, "events", G_CALLBACK (search_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session->sync, "snapshot", G_CALLBACK (search_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session->outbox, "entry-changed", G_CALLBACK (search_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session->outbox, "entry-sent", G_CALLBACK (search_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session->outbox, "entry-removed", G_CALLBACK (search_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session->search_index, "grown", G_CALLBACK (search_again), self, G_CONNECT_SWAPPED);

  return self;
}

void
balie_search_set_query (BalieSearch *self,
                        const char  *query)
{
  g_return_if_fail (BALIE_IS_SEARCH (self));

  if (g_strcmp0 (self->query, query) == 0)
    return;

  cancel (self);
  g_free (self->query);
  self->query = g_strdup (query);
  g_clear_pointer (&self->words, balie_search_words_unref);
  self->words = balie_search_words_new (query);

  if (self->words != NULL && !is_closed (self))
    {
      self->cancellable = g_cancellable_new ();
      self->pause_source = g_timeout_add (PAUSE, pause_cb, self);
      start_local (self);
    }
  else if (self->found != NULL)
    {
      g_clear_pointer (&self->found, g_hash_table_unref);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

const char *
balie_search_get_query (BalieSearch *self)
{
  g_return_val_if_fail (BALIE_IS_SEARCH (self), NULL);

  return self->query;
}

gboolean
balie_search_get_active (BalieSearch *self)
{
  g_return_val_if_fail (BALIE_IS_SEARCH (self), FALSE);

  return self->found != NULL;
}

gboolean
balie_search_has (BalieSearch *self,
                  const char  *conversation)
{
  g_return_val_if_fail (BALIE_IS_SEARCH (self), FALSE);
  g_return_val_if_fail (conversation != NULL, FALSE);

  return self->found != NULL && g_hash_table_contains (self->found, conversation);
}

const BalieSearchHit *
balie_search_find (BalieSearch *self,
                   const char  *conversation)
{
  BalieSearchFound *found;

  g_return_val_if_fail (BALIE_IS_SEARCH (self), NULL);
  g_return_val_if_fail (conversation != NULL, NULL);

  found = self->found != NULL ? g_hash_table_lookup (self->found, conversation) : NULL;
  if (found == NULL)
    return NULL;

  /* While other words are searched for, nobody needs what was found before. */
  if (!found->looked_up && !self->searching)
    {
      g_hash_table_add (self->wanted, g_strdup (conversation));
      look_up (self);
    }

  return &found->hit;
}

gboolean
balie_search_has_text (BalieSearch *self,
                       const char  *text)
{
  g_return_val_if_fail (BALIE_IS_SEARCH (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return self->words != NULL && balie_search_words_has_all (self->words, text);
}

gboolean
balie_search_locate (BalieSearch *self,
                     const char  *text,
                     guint       *offset,
                     guint       *length)
{
  g_return_val_if_fail (BALIE_IS_SEARCH (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return self->words != NULL && balie_search_words_locate (self->words, text, offset, length);
}
