/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds conversations by what was written in them. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-finder.h"

#include "balie-db-queue.h"
#include "balie-refusal.h"
#include "balie-search-store.h"
#include "balie-session-actions.h"

#include <errno.h>
#include <glib/gstdio.h>

/* Milliseconds behind what is written, and messages at a time: it takes no more than a small part of a processor from those who write. */
#define DELAY 1000
#define BATCH 1000

/* Messages that somebody who looks for something waits for; so many take less than a second. */
#define MAX_CATCH_UP 20000

struct _BalieFinder
{
  GObject parent_instance;

  /* owned */
  char             *path;
  char             *database;
  BalieDeskService *service;
  BalieDbQueue     *queue;

  guint    timer;
  gboolean is_closed;
  gboolean was_damaged;
};

/* What somebody looks for. */
typedef struct
{
  BalieCaller            *caller;
  BalieConversationQuery *query;
} Lookup;

G_DEFINE_FINAL_TYPE (BalieFinder, balie_finder, G_TYPE_OBJECT)

static void
lookup_free (gpointer data)
{
  Lookup *self = data;

  g_clear_pointer (&self->caller, balie_caller_free);
  g_clear_pointer (&self->query, balie_conversation_query_free);
  g_free (self);
}

/* Gives NULL, and no error, which would undo what was added, when it is still too far behind. */
static gpointer
look_up (BalieDb *db,
         gpointer data,
         GError **error)
{
  Lookup  *lookup = data;
  gboolean more = FALSE;
  g_auto (BalieTransaction) transaction = {0};

  balie_transaction_init (&transaction, db, lookup->caller);
  if (!balie_session_action_check (&transaction, error) || !balie_search_store_catch_up (db, MAX_CATCH_UP, &more, error))
    return NULL;

  return more ? NULL : balie_conversation_action_list (&transaction, lookup->query, error);
}

static void
remove_file (BalieFinder *self,
             const char  *suffix)
{
  g_autofree char *path = g_strconcat (self->path, suffix, NULL);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_message ("%s: %s", path, g_strerror (errno));
}

static gboolean
open_index (BalieFinder *self,
            GError     **error)
{
  BalieDb *db = balie_search_store_open (self->path, self->database, error);

  if (db == NULL)
    return FALSE;

  /* It reads the desk and writes the index: a transaction that says from the start that it writes would hold up the desk's own. */
  self->queue = balie_db_queue_new ("search", db, BALIE_DB_QUEUE_READ);
  return TRUE;
}

static gboolean
open_new_index (BalieFinder *self,
                GError     **error)
{
  g_message ("The index of what was written is damaged, and is made anew");
  self->was_damaged = TRUE;
  remove_file (self, "");
  remove_file (self, "-wal");
  remove_file (self, "-shm");
  return open_index (self, error);
}

static void keep_up_later (BalieFinder *self);

/* Once: when it is the desk's own database that is damaged, another index does not help. */
static void
mend (BalieFinder  *self,
      const GError *damage)
{
  g_autoptr (GError) local_error = NULL;

  if (self->is_closed || self->was_damaged || !balie_db_error_is_corrupt (damage))
    return;

  balie_db_queue_close (self->queue);
  g_clear_object (&self->queue);
  if (open_new_index (self, &local_error))
    keep_up_later (self);
  else
    g_message ("Nothing can be found until the next start: %s", local_error->message);
}

/* Gives a pointer that is not NULL when there is more to add. */
static gpointer
keep_up (BalieDb *db,
         gpointer data,
         GError **error)
{
  gboolean more = FALSE;

  return balie_search_store_catch_up (db, BATCH, &more, error) && more ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
kept_up (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (BalieFinder) self = user_data;
  g_autoptr (GError) local_error = NULL;
  gboolean more = balie_db_queue_run_finish (BALIE_DB_QUEUE (source), result, &local_error) != NULL;

  if (more)
    keep_up_later (self);
  if (local_error == NULL)
    return;

  g_message ("The index of what was written is behind: %s", local_error->message);
  mend (self, local_error);
}

static gboolean
its_time (gpointer user_data)
{
  BalieFinder *self = BALIE_FINDER (user_data);

  self->timer = 0;
  if (self->queue != NULL)
    balie_db_queue_run_async (self->queue, keep_up, NULL, NULL, NULL, NULL, kept_up, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
keep_up_later (BalieFinder *self)
{
  if (self->timer == 0 && !self->is_closed)
    self->timer = g_timeout_add (DELAY, its_time, self);
}

static void
event_committed (BalieFinder      *self,
                 const char       *stream,
                 BalieLoggedEvent *event)
{
  if (g_str_equal (stream, BALIE_STREAM_DESK))
    keep_up_later (self);
}

static void
balie_finder_dispose (GObject *object)
{
  BalieFinder *self = BALIE_FINDER (object);

  balie_finder_close (self);
  g_clear_object (&self->queue);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (balie_finder_parent_class)->dispose (object);
}

static void
balie_finder_finalize (GObject *object)
{
  BalieFinder *self = BALIE_FINDER (object);

  g_free (self->path);
  g_free (self->database);

  G_OBJECT_CLASS (balie_finder_parent_class)->finalize (object);
}

static void
balie_finder_class_init (BalieFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_finder_dispose;
  object_class->finalize = balie_finder_finalize;
}

static void
balie_finder_init (BalieFinder *self)
{
}

BalieFinder *
balie_finder_new (BalieDeskService *service,
                  const char       *path,
                  const char       *database,
                  GError          **error)
{
  g_autoptr (BalieFinder) self = g_object_new (BALIE_TYPE_FINDER, NULL);
  g_autoptr (GError) local_error = NULL;

  self->service = g_object_ref (service);
  self->path = g_strdup (path);
  self->database = g_strdup (database);
  if (!open_index (self, &local_error))
    {
      if (!balie_db_error_is_corrupt (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (!open_new_index (self, error))
        return NULL;
    }

  g_signal_connect_object (service, "event-committed", G_CALLBACK (event_committed), self, G_CONNECT_SWAPPED);
  keep_up_later (self);
  return g_steal_pointer (&self);
}

static GError *
refuse_for_now (void)
{
  g_autoptr (BalieProblem) problem = balie_problem_new (503, "unavailable", "Not everything can be found yet");

  problem->retry_after = 1;
  return balie_refusal_new_from_problem (problem);
}

static void
looked_up (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) local_error = NULL;
  BalieReply *reply = balie_db_queue_run_finish (BALIE_DB_QUEUE (source), result, &local_error);

  if (local_error == NULL && reply == NULL)
    local_error = refuse_for_now ();
  if (local_error == NULL)
    {
      g_task_return_pointer (task, reply, (GDestroyNotify)balie_reply_free);
      return;
    }
  mend (g_task_get_source_object (task), local_error);
  g_task_return_error (task, g_steal_pointer (&local_error));
}

void
balie_finder_list_async (BalieFinder            *self,
                         const BalieCaller      *caller,
                         BalieConversationQuery *query,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  Lookup *lookup;

  g_return_if_fail (BALIE_IS_FINDER (self));
  g_return_if_fail (query != NULL && query->text != NULL);

  lookup = g_new0 (Lookup, 1);
  lookup->caller = balie_caller_copy (caller);
  lookup->query = query;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_finder_list_async);
  if (self->queue == NULL)
    {
      g_task_return_error (task, refuse_for_now ());
      lookup_free (lookup);
      return;
    }
  balie_db_queue_run_async (self->queue, look_up, lookup, lookup_free, (GDestroyNotify)balie_reply_free, cancellable, looked_up, g_steal_pointer (&task));
}

BalieReply *
balie_finder_list_finish (BalieFinder  *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_finder_close (BalieFinder *self)
{
  g_return_if_fail (BALIE_IS_FINDER (self));

  self->is_closed = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->queue != NULL)
    balie_db_queue_close (self->queue);
}
