/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any number of sockets behind one source of the main loop (epoll), so that idle ones cost nothing. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-socket-set.h"

#include <errno.h>
#include <unistd.h>

/* How many events are handled before other sources get their turn. */
#define MAX_EVENTS 256

struct _BalieSocketSet
{
  int      epoll_fd;
  guint    n_watches;
  GSource *source;

  /* While events are handled, a watch that was removed may still stand in the list of those to come. */
  gboolean   in_dispatch;
  GPtrArray *removed;
};

struct _BalieSocketWatch
{
  BalieSocketSet  *set;
  GSocket         *socket;
  BalieSocketReady ready;
  gpointer         user_data;
  gboolean         is_removed;
};

typedef struct
{
  GSource         parent;
  BalieSocketSet *set;
} SocketSetSource;

static void
watch_free (gpointer data)
{
  BalieSocketWatch *watch = data;

  g_object_unref (watch->socket);
  g_free (watch);
}

static gboolean
dispatch (GSource    *source,
          GSourceFunc callback,
          gpointer    user_data)
{
  BalieSocketSet    *self = ((SocketSetSource *)source)->set;
  struct epoll_event events[MAX_EVENTS];
  int                n_events = epoll_wait (self->epoll_fd, events, MAX_EVENTS, 0);

  self->in_dispatch = TRUE;
  for (int i = 0; i < n_events; i++)
    {
      BalieSocketWatch *watch = events[i].data.ptr;

      if (!watch->is_removed)
        watch->ready (events[i].events, watch->user_data);
    }
  self->in_dispatch = FALSE;
  g_ptr_array_set_size (self->removed, 0);

  return G_SOURCE_CONTINUE;
}

BalieSocketSet *
balie_socket_set_new (GError **error)
{
  static GSourceFuncs functions = {NULL, NULL, dispatch, NULL, NULL, NULL};
  BalieSocketSet     *self;
  int                 epoll_fd = epoll_create1 (EPOLL_CLOEXEC);

  if (epoll_fd < 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "epoll_create1: %s", g_strerror (saved_errno));
      return NULL;
    }

  self = g_new0 (BalieSocketSet, 1);
  self->epoll_fd = epoll_fd;
  self->removed = g_ptr_array_new_with_free_func (watch_free);
  self->source = g_source_new (&functions, sizeof (SocketSetSource));
  ((SocketSetSource *)self->source)->set = self;
  g_source_add_unix_fd (self->source, epoll_fd, G_IO_IN);
  g_source_set_static_name (self->source, "[balie] sockets");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
balie_socket_set_free (BalieSocketSet *self)
{
  g_assert (!self->in_dispatch);
  g_assert (self->n_watches == 0);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_ptr_array_unref (self->removed);
  close (self->epoll_fd);
  g_free (self);
}

BalieSocketWatch *
balie_socket_set_add (BalieSocketSet  *self,
                      GSocket         *socket,
                      guint32          events,
                      BalieSocketReady ready,
                      gpointer         user_data)
{
  BalieSocketWatch  *watch = g_new0 (BalieSocketWatch, 1);
  struct epoll_event event = {.events = events, .data.ptr = watch};

  watch->set = self;
  watch->socket = g_object_ref (socket);
  watch->ready = ready;
  watch->user_data = user_data;

  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, g_socket_get_fd (socket), &event) < 0)
    {
      watch_free (watch);
      return NULL;
    }

  self->n_watches++;
  return watch;
}

void
balie_socket_watch_set_events (BalieSocketWatch *self,
                               guint32           events)
{
  struct epoll_event event = {.events = events, .data.ptr = self};

  if (epoll_ctl (self->set->epoll_fd, EPOLL_CTL_MOD, g_socket_get_fd (self->socket), &event) < 0)
    g_warning ("A watched socket is gone: %s", g_strerror (errno));
}

void
balie_socket_watch_remove (BalieSocketWatch *self)
{
  BalieSocketSet *set = self->set;

  g_assert (!self->is_removed);

  self->is_removed = TRUE;
  set->n_watches--;

  /* A closed socket has left the set by itself. */
  if (!g_socket_is_closed (self->socket))
    epoll_ctl (set->epoll_fd, EPOLL_CTL_DEL, g_socket_get_fd (self->socket), NULL);

  if (set->in_dispatch)
    g_ptr_array_add (set->removed, self);
  else
    watch_free (self);
}
