/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things that expire, mostly all after the same time, watched by one timer however many they are. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-expiry-queue.h"

struct _BalieExpiryQueue
{
  GQueue       by_due;
  gint64       span;
  BalieExpired expired;
  gpointer     user_data;
  GSource     *source;
};

typedef struct
{
  GSource           parent;
  BalieExpiryQueue *queue;
} ExpirySource;

static void
arm (BalieExpiryQueue *self)
{
  GList *first = self->by_due.head;

  g_source_set_ready_time (self->source, first != NULL ? ((BalieExpiry *)(gpointer)first)->due : -1);
}

static gboolean
dispatch (GSource    *source,
          GSourceFunc callback,
          gpointer    user_data)
{
  BalieExpiryQueue *self = ((ExpirySource *)source)->queue;
  gint64            now = g_source_get_time (source);

  while (self->by_due.head != NULL)
    {
      BalieExpiry *expiry = (gpointer)self->by_due.head;

      if (expiry->due > now)
        break;

      balie_expiry_remove (expiry);
      self->expired (expiry->link.data, self->user_data);

      /* It may have been the last one's end that freed the queue. */
      if (g_source_is_destroyed (source))
        return G_SOURCE_REMOVE;
    }

  arm (self);
  return G_SOURCE_CONTINUE;
}

BalieExpiryQueue *
balie_expiry_queue_new (guint        milliseconds,
                        BalieExpired expired,
                        gpointer     user_data)
{
  static GSourceFuncs functions = {NULL, NULL, dispatch, NULL, NULL, NULL};
  BalieExpiryQueue   *self = g_new0 (BalieExpiryQueue, 1);

  g_queue_init (&self->by_due);
  self->span = milliseconds * G_GINT64_CONSTANT (1000);
  self->expired = expired;
  self->user_data = user_data;
  self->source = g_source_new (&functions, sizeof (ExpirySource));
  ((ExpirySource *)self->source)->queue = self;
  g_source_set_static_name (self->source, "[balie] expiry");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
balie_expiry_queue_free (BalieExpiryQueue *self)
{
  while (self->by_due.head != NULL)
    balie_expiry_remove ((gpointer)self->by_due.head);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

static void
add_at (BalieExpiryQueue *self,
        BalieExpiry      *expiry,
        gint64            due,
        gpointer          owner)
{
  GList *before = self->by_due.tail;

  G_STATIC_ASSERT (G_STRUCT_OFFSET (BalieExpiry, link) == 0);

  expiry->link.data = owner;
  expiry->due = due;
  expiry->queue = self;

  while (before != NULL && ((BalieExpiry *)(gpointer)before)->due > due)
    before = before->prev;
  g_queue_insert_after_link (&self->by_due, before, &expiry->link);

  /* Only the first one's time matters; removing it leaves at most one idle wake-up behind. */
  if (self->by_due.head == &expiry->link)
    arm (self);
}

void
balie_expiry_queue_add (BalieExpiryQueue *self,
                        BalieExpiry      *expiry,
                        gpointer          owner)
{
  balie_expiry_remove (expiry);
  add_at (self, expiry, g_get_monotonic_time () + self->span, owner);
}

void
balie_expiry_queue_add_for (BalieExpiryQueue *self,
                            BalieExpiry      *expiry,
                            guint             milliseconds,
                            gpointer          owner)
{
  balie_expiry_remove (expiry);
  add_at (self, expiry, g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000), owner);
}

void
balie_expiry_remove (BalieExpiry *expiry)
{
  BalieExpiryQueue *self = expiry->queue;

  if (self == NULL)
    return;

  g_queue_unlink (&self->by_due, &expiry->link);
  expiry->queue = NULL;
}
