/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reader of an event stream: its socket, its position, and what it has not taken yet. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-event-subscriber.h"

#include "balie-error.h"

/* Events that are read from the log in one go. */
#define BATCH 100

/* A client that has so many bytes waiting takes no more of what is new, but reads the log when it has caught its breath. */
#define MAX_WAITING (64 * 1024)

/* A comment: clients skip it. */
static const char comment[] = ":\n\n";

typedef enum {
  /* Reads the log. */
  SUBSCRIBER_READING,

  /* Has something to send before it reads on. */
  SUBSCRIBER_BEHIND,

  /* Has everything that there is. */
  SUBSCRIBER_LIVE,

  SUBSCRIBER_ENDED,
} SubscriberState;

struct _BalieEventSubscriber
{
  int             ref_count;
  SubscriberState state;

  GIOStream        *stream;
  GSocket          *socket;
  BalieSocketWatch *watch;
  GCancellable     *cancellable;

  /* What the socket did not take yet; NULL for nothing. */
  GByteArray *waiting;
  gboolean    is_stalled;

  /* The last event that was written or is waiting, the last that is known to be in the log, and what that was when the log
   * was read last. */
  gint64 position;
  gint64 newest;
  gint64 newest_at_read;

  /* Borrowed. */
  BalieSocketSet      *sockets;
  BalieEventLog       *log;
  const char          *epoch;
  const char          *name;
  BalieSubscriberEnded ended;
  gpointer             user_data;
};

static void read_on (BalieEventSubscriber *self);

BalieEventSubscriber *
balie_event_subscriber_new (BalieSocketSet      *sockets,
                            GIOStream           *stream,
                            GSocket             *socket,
                            BalieEventLog       *log,
                            const char          *epoch,
                            const char          *name,
                            gint64               after,
                            BalieSubscriberEnded ended,
                            gpointer             user_data)
{
  BalieEventSubscriber *self = g_new0 (BalieEventSubscriber, 1);

  self->ref_count = 1;
  self->state = SUBSCRIBER_BEHIND;
  self->stream = stream;
  self->socket = socket;
  self->position = after;
  self->newest = after;
  self->sockets = sockets;
  self->log = log;
  self->epoch = epoch;
  self->name = name;
  self->ended = ended;
  self->user_data = user_data;
  return self;
}

BalieEventSubscriber *
balie_event_subscriber_ref (BalieEventSubscriber *self)
{
  self->ref_count++;
  return self;
}

void
balie_event_subscriber_unref (BalieEventSubscriber *self)
{
  if (--self->ref_count > 0)
    return;

  g_assert (self->watch == NULL);
  g_clear_object (&self->socket);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting, g_byte_array_unref);
  g_free (self);
}

GBytes *
balie_event_subscriber_render (const BalieLoggedEvent *event,
                               const char             *epoch)
{
  GString *text = g_string_new (NULL);

  if (event->seq > 0)
    g_string_append_printf (text, "id: %s.%" G_GINT64_FORMAT "\n", epoch, event->seq);
  g_string_append_printf (text, "event: %s\ndata: %s\n\n", event->type, event->data);
  return g_string_free_to_bytes (text);
}

/* Returns how many bytes the socket took. When it is broken, that is left to the watch to find out. */
static gsize
send_now (BalieEventSubscriber *self,
          const void           *data,
          gsize                 length)
{
  g_autoptr (GError) error = NULL;
  gssize n_sent = g_socket_send_with_blocking (self->socket, data, length, FALSE, NULL, &error);

  if (n_sent < 0)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
      return 0;
    }

  if (n_sent > 0)
    self->is_stalled = FALSE;
  return (gsize)n_sent;
}

static void
write_data (BalieEventSubscriber *self,
            const void           *data,
            gsize                 length)
{
  gsize n_sent = self->waiting == NULL ? send_now (self, data, length) : 0;

  if (n_sent == length)
    return;

  if (self->waiting == NULL)
    {
      self->waiting = g_byte_array_new ();
      balie_socket_watch_set_events (self->watch, EPOLLRDHUP | EPOLLOUT);
    }
  g_byte_array_append (self->waiting, (const guint8 *)data + n_sent, (guint)(length - n_sent));
}

static void
drain (BalieEventSubscriber *self)
{
  gsize n_sent = send_now (self, self->waiting->data, self->waiting->len);

  if (n_sent < self->waiting->len)
    {
      g_byte_array_remove_range (self->waiting, 0, (guint)n_sent);
      return;
    }

  g_clear_pointer (&self->waiting, g_byte_array_unref);
  balie_socket_watch_set_events (self->watch, EPOLLRDHUP);
  if (self->state == SUBSCRIBER_BEHIND)
    read_on (self);
}

static void
ready_cb (guint32  events,
          gpointer user_data)
{
  g_autoptr (BalieEventSubscriber) self = balie_event_subscriber_ref (user_data);

  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
    balie_event_subscriber_end (self);
  else if (self->waiting != NULL)
    drain (self);
}

/* Returns FALSE when the log does not go on where the subscriber is. */
static gboolean
write_events (BalieEventSubscriber *self,
              GPtrArray            *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const BalieLoggedEvent *event = g_ptr_array_index (events, i);
      g_autoptr (GBytes) text = NULL;

      if (event->seq != self->position + 1)
        return FALSE;

      text = balie_event_subscriber_render (event, self->epoch);
      write_data (self, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
      self->position = event->seq;
    }

  return TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (BalieEventSubscriber) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = balie_event_log_read_finish (BALIE_EVENT_LOG (source), result, &error);

  if (self->state == SUBSCRIBER_ENDED)
    return;

  if (events == NULL)
    {
      g_message ("A stream ends, because its events cannot be read: %s", error->message);
      balie_event_subscriber_end (self);
      return;
    }

  if (!write_events (self, events))
    {
      g_warning ("The log of a stream has a gap");
      balie_event_subscriber_end (self);
      return;
    }

  /* An event that was broadcast, and is not there, would have it read for ever. */
  if (events->len == 0 && self->position < self->newest_at_read)
    {
      g_warning ("An event was broadcast before it was in the log");
      balie_event_subscriber_end (self);
      return;
    }

  if (events->len < BATCH && self->position >= self->newest)
    self->state = SUBSCRIBER_LIVE;
  else if (self->waiting == NULL)
    read_on (self);
  else
    self->state = SUBSCRIBER_BEHIND;
}

static void
read_on (BalieEventSubscriber *self)
{
  self->state = SUBSCRIBER_READING;
  self->newest_at_read = self->newest;
  balie_event_log_read_async (self->log, self->name, self->position, BATCH, self->cancellable,
                              read_cb, balie_event_subscriber_ref (self));
}

void
balie_event_subscriber_begin (BalieEventSubscriber *self)
{
  self->cancellable = g_cancellable_new ();
  self->watch = balie_socket_set_add (self->sockets, self->socket, EPOLLRDHUP, ready_cb, self);
  if (self->watch == NULL)
    {
      balie_event_subscriber_end (self);
      return;
    }

  write_data (self, comment, sizeof comment - 1);
  read_on (self);
}

void
balie_event_subscriber_offer (BalieEventSubscriber *self,
                              gint64                seq,
                              GBytes               *text)
{
  if (self->state == SUBSCRIBER_ENDED)
    return;

  /* Live ones are of the moment: who is behind does without. */
  if (seq == 0)
    {
      if (self->waiting == NULL)
        write_data (self, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
      return;
    }

  self->newest = MAX (self->newest, seq);
  if (self->state != SUBSCRIBER_LIVE || seq <= self->position)
    return;

  if (self->waiting != NULL && self->waiting->len > MAX_WAITING)
    {
      self->state = SUBSCRIBER_BEHIND;
    }
  else if (seq > self->position + 1)
    {
      read_on (self);
    }
  else
    {
      write_data (self, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
      self->position = seq;
    }
}

gboolean
balie_event_subscriber_beat (BalieEventSubscriber *self)
{
  if (self->waiting == NULL)
    {
      write_data (self, comment, sizeof comment - 1);
      return TRUE;
    }

  if (self->is_stalled)
    return FALSE;

  self->is_stalled = TRUE;
  return TRUE;
}

void
balie_event_subscriber_end (BalieEventSubscriber *self)
{
  if (self->state == SUBSCRIBER_ENDED)
    return;

  self->state = SUBSCRIBER_ENDED;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->watch, balie_socket_watch_remove);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_clear_object (&self->stream);
  self->ended (self, self->user_data);
}
