/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knows whether anybody of the staff is there now, and tells everybody when that changes. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-presence.h"

#include "balie-caller.h"
#include "balie-transaction.h"

struct _BaliePresence
{
  GObject parent_instance;

  /* owned */
  BalieEventStreams *streams;
  GHashTable        *customers;

  guint    grace;
  guint    leaving;
  gboolean colleague;
  gboolean staffed;
};

G_DEFINE_FINAL_TYPE (BaliePresence, balie_presence, G_TYPE_OBJECT)

static BalieLoggedEvent *
make_event (BaliePresence *self)
{
  g_autoptr (BalieEvent) event = balie_event_new ();

  event->type = BALIE_EVENT_PRESENCE;
  event->staffed = self->staffed;
  return balie_event_to_logged (event, 0);
}

static void
set_staffed (BaliePresence *self,
             gboolean       staffed)
{
  g_autoptr (BalieLoggedEvent) event = NULL;
  GHashTableIter iter;
  gpointer       customer;

  g_clear_handle_id (&self->leaving, g_source_remove);
  if (self->staffed == staffed)
    return;

  self->staffed = staffed;
  event = make_event (self);
  balie_event_streams_broadcast (self->streams, BALIE_STREAM_DESK, event);
  g_hash_table_iter_init (&iter, self->customers);
  while (g_hash_table_iter_next (&iter, &customer, NULL))
    balie_event_streams_broadcast (self->streams, customer, event);
}

static gboolean
grace_over (gpointer user_data)
{
  BaliePresence *self = BALIE_PRESENCE (user_data);

  self->leaving = 0;
  set_staffed (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
update (BaliePresence *self)
{
  if (self->colleague || balie_event_streams_get_n_present (self->streams, BALIE_ROLE_STAFF) > 0)
    set_staffed (self, TRUE);
  else if (self->staffed && self->leaving == 0)
    self->leaving = g_timeout_add (self->grace, grace_over, self);
}

static void
presence_changed (BaliePresence *self,
                  const char    *account,
                  BalieRole      role,
                  gboolean       present)
{
  if (role == BALIE_ROLE_STAFF)
    update (self);
  else if (present)
    g_hash_table_add (self->customers, g_strdup (account));
  else
    g_hash_table_remove (self->customers, account);
}

static void
balie_presence_dispose (GObject *object)
{
  BaliePresence *self = BALIE_PRESENCE (object);

  g_clear_handle_id (&self->leaving, g_source_remove);
  g_clear_object (&self->streams);

  G_OBJECT_CLASS (balie_presence_parent_class)->dispose (object);
}

static void
balie_presence_finalize (GObject *object)
{
  BaliePresence *self = BALIE_PRESENCE (object);

  g_clear_pointer (&self->customers, g_hash_table_unref);

  G_OBJECT_CLASS (balie_presence_parent_class)->finalize (object);
}

static void
balie_presence_class_init (BaliePresenceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_presence_dispose;
  object_class->finalize = balie_presence_finalize;
}

static void
balie_presence_init (BaliePresence *self)
{
  self->customers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->grace = BALIE_PRESENCE_GRACE;
}

BaliePresence *
balie_presence_new (BalieEventStreams *streams)
{
  BaliePresence *self = g_object_new (BALIE_TYPE_PRESENCE, NULL);

  self->streams = g_object_ref (streams);
  g_signal_connect_object (streams, "presence-changed", G_CALLBACK (presence_changed), self, G_CONNECT_SWAPPED);
  return self;
}

gboolean
balie_presence_get_staffed (BaliePresence *self)
{
  g_return_val_if_fail (BALIE_IS_PRESENCE (self), FALSE);

  return self->staffed;
}

void
balie_presence_set_colleague (BaliePresence *self,
                              gboolean       there)
{
  g_return_if_fail (BALIE_IS_PRESENCE (self));

  self->colleague = there;
  update (self);
}

void
balie_presence_set_grace (BaliePresence *self,
                          guint          milliseconds)
{
  g_return_if_fail (BALIE_IS_PRESENCE (self));

  self->grace = milliseconds;
}
