/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the events of a stream are kept, as the streams see it. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-event-log.h"

G_DEFINE_BOXED_TYPE (BalieLoggedEvent, balie_logged_event, balie_logged_event_ref, balie_logged_event_unref)

G_DEFINE_INTERFACE (BalieEventLog, balie_event_log, G_TYPE_OBJECT)

static void
balie_event_log_default_init (BalieEventLogInterface *iface)
{
}

BalieLoggedEvent *
balie_logged_event_new (gint64      seq,
                        const char *type,
                        const char *data)
{
  BalieLoggedEvent *self;

  g_return_val_if_fail (seq >= 0, NULL);
  g_return_val_if_fail (type != NULL && data != NULL, NULL);

  self = g_new0 (BalieLoggedEvent, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->seq = seq;
  self->type = g_strdup (type);
  self->data = g_strdup (data);
  return self;
}

BalieLoggedEvent *
balie_logged_event_ref (BalieLoggedEvent *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_logged_event_unref (BalieLoggedEvent *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->type);
  g_free (self->data);
  g_free (self);
}

void
balie_event_log_read_async (BalieEventLog      *self,
                            const char         *stream,
                            gint64              after,
                            guint               limit,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_EVENT_LOG (self));
  g_return_if_fail (stream != NULL);

  BALIE_EVENT_LOG_GET_IFACE (self)->read_async (self, stream, after, limit, cancellable, callback, user_data);
}

GPtrArray *
balie_event_log_read_finish (BalieEventLog *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (BALIE_IS_EVENT_LOG (self), NULL);

  return BALIE_EVENT_LOG_GET_IFACE (self)->read_finish (self, result, error);
}
