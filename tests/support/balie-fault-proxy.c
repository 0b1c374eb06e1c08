/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A TCP proxy on loopback that breaks connections as it is told. */
#define G_LOG_DOMAIN "balie-test-support"

#include "config.h"

#include "balie-fault-proxy.h"

#include "balie-fault-link.h"

struct _BalieFaultProxy
{
  GObject parent_instance;

  /* owned */
  GSocketService *service;
  GPtrArray      *links;  /* of BalieFaultLink: the open ones */
  GQueue          faults; /* of BalieFault */

  BalieFault default_fault;
  guint16    port;
  guint16    server_port;
  guint64    bytes[2];
  guint      n_connections;
  guint      n_faults;
};

G_DEFINE_FINAL_TYPE (BalieFaultProxy, balie_fault_proxy, G_TYPE_OBJECT)

static void
on_passed (BalieFaultLink  *link,
           int              direction,
           guint64          n_bytes,
           BalieFaultProxy *self)
{
  self->bytes[direction] += n_bytes;
}

static void
on_faulted (BalieFaultLink  *link,
            BalieFaultProxy *self)
{
  self->n_faults++;
}

static void
on_closed (BalieFaultLink  *link,
           BalieFaultProxy *self)
{
  g_ptr_array_remove_fast (self->links, link);
}

static gboolean
on_incoming (BalieFaultProxy   *self,
             GSocketConnection *client,
             GObject           *source,
             GSocketService    *service)
{
  g_autofree BalieFault *fault = g_queue_pop_head (&self->faults);
  g_autoptr (BalieFaultLink) link = balie_fault_link_new (client, fault != NULL ? fault : &self->default_fault);

  self->n_connections++;
  g_ptr_array_add (self->links, g_object_ref (link));
  g_signal_connect_object (link, "passed", G_CALLBACK (on_passed), self, 0);
  g_signal_connect_object (link, "faulted", G_CALLBACK (on_faulted), self, 0);
  g_signal_connect_object (link, "closed", G_CALLBACK (on_closed), self, 0);
  balie_fault_link_start (link, self->server_port);
  return TRUE;
}

static void
balie_fault_proxy_dispose (GObject *object)
{
  BalieFaultProxy *self = BALIE_FAULT_PROXY (object);

  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      balie_fault_proxy_cut_all (self);
    }
  g_clear_object (&self->service);
  g_queue_clear_full (&self->faults, g_free);

  G_OBJECT_CLASS (balie_fault_proxy_parent_class)->dispose (object);
}

static void
balie_fault_proxy_finalize (GObject *object)
{
  BalieFaultProxy *self = BALIE_FAULT_PROXY (object);

  g_ptr_array_unref (self->links);

  G_OBJECT_CLASS (balie_fault_proxy_parent_class)->finalize (object);
}

static void
balie_fault_proxy_class_init (BalieFaultProxyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_fault_proxy_dispose;
  object_class->finalize = balie_fault_proxy_finalize;
}

static void
balie_fault_proxy_init (BalieFaultProxy *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) local_error = NULL;

  self->links = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->faults);

  self->service = g_socket_service_new ();
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming), self, G_CONNECT_SWAPPED);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &effective, &local_error);
  g_assert_no_error (local_error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
}

BalieFaultProxy *
balie_fault_proxy_new (guint16 port)
{
  BalieFaultProxy *self = g_object_new (BALIE_TYPE_FAULT_PROXY, NULL);

  self->server_port = port;
  return self;
}

guint16
balie_fault_proxy_get_port (BalieFaultProxy *self)
{
  return self->port;
}

void
balie_fault_proxy_set_server_port (BalieFaultProxy *self,
                                   guint16          port)
{
  self->server_port = port;
}

void
balie_fault_proxy_add_fault (BalieFaultProxy  *self,
                             const BalieFault *fault)
{
  g_queue_push_tail (&self->faults, g_memdup2 (fault, sizeof *fault));
}

void
balie_fault_proxy_set_default_fault (BalieFaultProxy  *self,
                                     const BalieFault *fault)
{
  self->default_fault = *fault;
}

void
balie_fault_proxy_cut_all (BalieFaultProxy *self)
{
  while (self->links->len > 0)
    {
      g_autoptr (BalieFaultLink) link = g_object_ref (g_ptr_array_index (self->links, 0));

      balie_fault_link_cut (link);
    }
}

guint64
balie_fault_proxy_get_bytes (BalieFaultProxy    *self,
                             BalieFaultDirection direction)
{
  return self->bytes[direction];
}

guint
balie_fault_proxy_get_n_connections (BalieFaultProxy *self)
{
  return self->n_connections;
}

guint
balie_fault_proxy_get_n_open (BalieFaultProxy *self)
{
  return self->links->len;
}

guint
balie_fault_proxy_get_n_faults (BalieFaultProxy *self)
{
  return self->n_faults;
}
