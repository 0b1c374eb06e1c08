/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings what was cached before there was an index into it, bit by bit. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-search-index.h"

#include "balie-search-table.h"

/* Some ten milliseconds. */
#define BIT 250

struct _BalieSearchIndex
{
  GObject parent_instance;

  BalieCache   *cache;
  GCancellable *cancellable;
  guint         source;
};

typedef enum {
  SIGNAL_GROWN,
} BalieSearchIndexSignal;

static guint signals[SIGNAL_GROWN + 1];

G_DEFINE_FINAL_TYPE (BalieSearchIndex, balie_search_index, G_TYPE_OBJECT)

static void
balie_search_index_dispose (GObject *object)
{
  balie_search_index_stop (BALIE_SEARCH_INDEX (object));

  G_OBJECT_CLASS (balie_search_index_parent_class)->dispose (object);
}

static void
balie_search_index_finalize (GObject *object)
{
  BalieSearchIndex *self = BALIE_SEARCH_INDEX (object);

  g_clear_object (&self->cache);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (balie_search_index_parent_class)->finalize (object);
}

static void
balie_search_index_class_init (BalieSearchIndexClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_search_index_dispose;
  object_class->finalize = balie_search_index_finalize;

  signals[SIGNAL_GROWN] = g_signal_new ("grown", BALIE_TYPE_SEARCH_INDEX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
balie_search_index_init (BalieSearchIndex *self)
{
  self->cancellable = g_cancellable_new ();
}

static gpointer
work_off_job (BalieDb *db,
              gpointer data,
              GError **error)
{
  return GINT_TO_POINTER (balie_search_table_work_off (db, BIT, error));
}

static void
on_worked_off (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieSearchIndex) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean more = GPOINTER_TO_INT (balie_cache_write_finish (self->cache, result, &error));

  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("What was cached before cannot all be searched: %s", error->message);
      return;
    }

  if (more)
    balie_search_index_start (self);
  g_signal_emit (self, signals[SIGNAL_GROWN], 0);
}

static gboolean
work_off_cb (gpointer user_data)
{
  BalieSearchIndex *self = user_data;

  self->source = 0;
  balie_cache_write_async (self->cache, work_off_job, NULL, NULL, NULL, self->cancellable, on_worked_off, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

BalieSearchIndex *
balie_search_index_new (BalieCache *cache)
{
  BalieSearchIndex *self = g_object_new (BALIE_TYPE_SEARCH_INDEX, NULL);

  self->cache = g_object_ref (cache);

  return self;
}

void
balie_search_index_start (BalieSearchIndex *self)
{
  g_return_if_fail (BALIE_IS_SEARCH_INDEX (self));

  if (self->source == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->source = g_idle_add_full (G_PRIORITY_LOW, work_off_cb, self, NULL);
}

void
balie_search_index_stop (BalieSearchIndex *self)
{
  g_return_if_fail (BALIE_IS_SEARCH_INDEX (self));

  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}
