/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log of events in memory, whose reads can be held up. */
#include "config.h"

#include "balie-fake-log.h"

#include "balie-error.h"

struct _BalieFakeLog
{
  GObject parent_instance;

  GHashTable *streams;
  GPtrArray  *held;
  gboolean    hold;
  gboolean    fail;
  guint       n_reads;
};

static void event_log_iface_init (BalieEventLogInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BalieFakeLog, balie_fake_log, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (BALIE_TYPE_EVENT_LOG, event_log_iface_init))

static GPtrArray *
ensure_stream (BalieFakeLog *self,
               const char   *stream)
{
  GPtrArray *events = g_hash_table_lookup (self->streams, stream);

  if (events == NULL)
    {
      events = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_logged_event_unref);
      g_hash_table_insert (self->streams, g_strdup (stream), events);
    }

  return events;
}

static void
read_async (BalieEventLog      *log,
            const char         *stream,
            gint64              after,
            guint               limit,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  BalieFakeLog *self = BALIE_FAKE_LOG (log);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *events = ensure_stream (self, stream);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_logged_event_unref);

  g_task_set_source_tag (task, read_async);
  self->n_reads++;
  for (guint i = (guint)after; i < events->len && found->len < limit; i++)
    g_ptr_array_add (found, balie_logged_event_ref (g_ptr_array_index (events, i)));

  g_task_set_task_data (task, found, (GDestroyNotify)g_ptr_array_unref);
  if (self->hold)
    g_ptr_array_add (self->held, g_steal_pointer (&task));
  else if (self->fail)
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "told to fail");
  else
    g_task_return_pointer (task, g_ptr_array_ref (found), (GDestroyNotify)g_ptr_array_unref);
}

static GPtrArray *
read_finish (BalieEventLog *log,
             GAsyncResult  *result,
             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
event_log_iface_init (BalieEventLogInterface *iface)
{
  iface->read_async = read_async;
  iface->read_finish = read_finish;
}

static void
balie_fake_log_finalize (GObject *object)
{
  BalieFakeLog *self = BALIE_FAKE_LOG (object);

  g_ptr_array_unref (self->held);
  g_hash_table_unref (self->streams);

  G_OBJECT_CLASS (balie_fake_log_parent_class)->finalize (object);
}

static void
balie_fake_log_class_init (BalieFakeLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_fake_log_finalize;
}

static void
balie_fake_log_init (BalieFakeLog *self)
{
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
}

BalieFakeLog *
balie_fake_log_new (void)
{
  return g_object_new (BALIE_TYPE_FAKE_LOG, NULL);
}

BalieLoggedEvent *
balie_fake_log_append (BalieFakeLog *self,
                       const char   *stream,
                       const char   *data)
{
  GPtrArray *events = ensure_stream (self, stream);

  g_ptr_array_add (events, balie_logged_event_new (events->len + 1, "message.created", data));
  return g_ptr_array_index (events, events->len - 1);
}

void
balie_fake_log_hold (BalieFakeLog *self,
                     gboolean      hold)
{
  g_autoptr (GPtrArray) held = NULL;

  self->hold = hold;
  if (hold)
    return;

  held = g_steal_pointer (&self->held);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < held->len; i++)
    {
      GTask *task = g_ptr_array_index (held, i);

      g_task_return_pointer (task, g_ptr_array_ref (g_task_get_task_data (task)), (GDestroyNotify)g_ptr_array_unref);
    }
}

void
balie_fake_log_fail (BalieFakeLog *self)
{
  self->fail = TRUE;
}

guint
balie_fake_log_get_n_held (BalieFakeLog *self)
{
  return self->held->len;
}

guint
balie_fake_log_get_n_reads (BalieFakeLog *self)
{
  return self->n_reads;
}
