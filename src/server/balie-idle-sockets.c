/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends connections that wait for their next request too long: libsoup would keep them for ever. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-idle-sockets.h"

#include "balie-expiry-queue.h"

struct _BalieIdleSockets
{
  GHashTable       *idle;
  BalieExpiryQueue *waiting;
};

typedef struct
{
  BalieIdleSockets *idle_sockets;
  GSocket          *socket;
  BalieExpiry       expiry;
} Idle;

static void
socket_gone_cb (gpointer user_data,
                GObject *where_it_was)
{
  Idle *idle = user_data;

  idle->socket = NULL;
  g_hash_table_remove (idle->idle_sockets->idle, where_it_was);
}

static void
idle_free (gpointer data)
{
  Idle *idle = data;

  balie_expiry_remove (&idle->expiry);
  if (idle->socket != NULL)
    g_object_weak_unref (G_OBJECT (idle->socket), socket_gone_cb, idle);
  g_free (idle);
}

static void
expired_cb (gpointer owner,
            gpointer user_data)
{
  Idle *idle = owner;

  /* To libsoup it looks as if the client had gone, so that it does the rest itself. */
  g_socket_shutdown (idle->socket, TRUE, TRUE, NULL);
  balie_idle_sockets_remove (idle->idle_sockets, idle->socket);
}

BalieIdleSockets *
balie_idle_sockets_new (guint seconds)
{
  BalieIdleSockets *self = g_new0 (BalieIdleSockets, 1);

  self->idle = g_hash_table_new_full (NULL, NULL, NULL, idle_free);
  self->waiting = balie_expiry_queue_new (seconds * 1000, expired_cb, self);
  return self;
}

void
balie_idle_sockets_free (BalieIdleSockets *self)
{
  g_hash_table_unref (self->idle);
  balie_expiry_queue_free (self->waiting);
  g_free (self);
}

void
balie_idle_sockets_add (BalieIdleSockets *self,
                        GSocket          *socket)
{
  Idle *idle = g_new0 (Idle, 1);

  idle->idle_sockets = self;
  idle->socket = socket;
  g_object_weak_ref (G_OBJECT (socket), socket_gone_cb, idle);
  g_hash_table_replace (self->idle, socket, idle);
  balie_expiry_queue_add (self->waiting, &idle->expiry, idle);
}

void
balie_idle_sockets_remove (BalieIdleSockets *self,
                           GSocket          *socket)
{
  g_hash_table_remove (self->idle, socket);
}
