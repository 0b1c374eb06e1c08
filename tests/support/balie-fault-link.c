/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection through the fault proxy. */
#define G_LOG_DOMAIN "balie-test-support"

#include "config.h"

#include "balie-fault-link.h"

#include <sys/socket.h>

#define BUFFER_SIZE 16384

/* One direction of the link. */
typedef struct
{
  /* owned */
  char buffer[BUFFER_SIZE];

  /* borrowed */
  BalieFaultLink    *link;
  GSocketConnection *source;
  GSocketConnection *target;

  BalieFaultDirection direction;
  guint64             passed;
  gsize               waiting; /* bytes in the buffer */
  gboolean            ended;
} Pipe;

struct _BalieFaultLink
{
  GObject parent_instance;

  /* owned */
  GSocketConnection *client;
  GSocketConnection *server;
  GCancellable      *cancellable;

  BalieFault fault;
  Pipe       pipes[2];
  gboolean   silent;
  gboolean   closed;
};

enum {
  PASSED,
  FAULTED,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieFaultLink, balie_fault_link, G_TYPE_OBJECT)

static void pipe_read (Pipe *pipe);

static void
close_connection (GSocketConnection *connection,
                  gboolean           orderly)
{
  static const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  GSocket                   *socket;

  if (connection == NULL)
    return;

  /* The socket and not the stream, which refuses to be closed while something is read from it. */
  socket = g_socket_connection_get_socket (connection);
  if (!orderly)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  g_socket_close (socket, NULL);
}

static void
close_both (BalieFaultLink *self,
            gboolean        orderly)
{
  if (self->closed)
    return;

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  close_connection (self->client, orderly);
  close_connection (self->server, orderly);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
pipe_end (Pipe *pipe)
{
  BalieFaultLink *self = pipe->link;

  pipe->ended = TRUE;
  g_socket_shutdown (g_socket_connection_get_socket (pipe->target), FALSE, TRUE, NULL);
  if (self->pipes[0].ended && self->pipes[1].ended)
    close_both (self, TRUE);
}

static gboolean
pipe_has_limit (Pipe *pipe)
{
  BalieFaultKind kind = pipe->link->fault.kind;

  return pipe->direction == pipe->link->fault.direction &&
         (kind == BALIE_FAULT_CUT || kind == BALIE_FAULT_TRUNCATE || kind == BALIE_FAULT_BLACKHOLE);
}

static void
pipe_break (Pipe *pipe)
{
  BalieFaultLink *self = pipe->link;

  g_signal_emit (self, signals[FAULTED], 0);

  if (self->fault.kind == BALIE_FAULT_CUT)
    close_both (self, FALSE);
  else if (self->fault.kind == BALIE_FAULT_TRUNCATE)
    pipe_end (pipe);
  else
    self->silent = TRUE;
}

static void
pipe_written (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Pipe *pipe = user_data;
  g_autoptr (BalieFaultLink) self = pipe->link; /* the reference of the operation */
  gsize    written = 0;
  gboolean done = g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, &written, NULL);

  pipe->passed += written;
  if (written > 0)
    g_signal_emit (self, signals[PASSED], 0, pipe->direction, (guint64)written);

  if (self->closed || self->silent)
    return;

  if (!done)
    close_both (self, FALSE);
  else if (pipe_has_limit (pipe) && pipe->passed >= self->fault.after)
    pipe_break (pipe);
  else
    pipe_read (pipe);
}

static void
pipe_write (Pipe *pipe)
{
  BalieFaultLink *self = pipe->link;

  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (pipe->target)), pipe->buffer, pipe->waiting,
                                   G_PRIORITY_DEFAULT, self->cancellable, pipe_written, pipe);
  g_object_ref (self);
}

static gboolean
pipe_delay_over (gpointer user_data)
{
  Pipe *pipe = user_data;

  if (!pipe->link->closed)
    pipe_write (pipe);

  return G_SOURCE_REMOVE;
}

static void
pipe_delay_free (gpointer user_data)
{
  Pipe *pipe = user_data;

  g_object_unref (pipe->link);
}

static void
pipe_take (Pipe *pipe,
           gsize n_bytes)
{
  BalieFaultLink *self = pipe->link;

  pipe->waiting = n_bytes;
  if (pipe_has_limit (pipe))
    pipe->waiting = MIN (n_bytes, self->fault.after - pipe->passed);

  if (pipe->waiting == 0)
    {
      pipe_break (pipe);
    }
  else if (self->fault.kind == BALIE_FAULT_DELAY && self->fault.direction == pipe->direction)
    {
      g_object_ref (self);
      g_timeout_add_full (G_PRIORITY_DEFAULT, self->fault.delay, pipe_delay_over, pipe, pipe_delay_free);
    }
  else
    {
      pipe_write (pipe);
    }
}

static void
pipe_have_read (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  Pipe *pipe = user_data;
  g_autoptr (BalieFaultLink) self = pipe->link; /* the reference of the operation */
  gssize n_bytes = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (self->closed || self->silent)
    return;

  if (n_bytes < 0)
    close_both (self, FALSE);
  else if (n_bytes == 0)
    pipe_end (pipe);
  else
    pipe_take (pipe, (gsize)n_bytes);
}

static void
pipe_read (Pipe *pipe)
{
  BalieFaultLink *self = pipe->link;

  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (pipe->source)), pipe->buffer, BUFFER_SIZE,
                             G_PRIORITY_DEFAULT, self->cancellable, pipe_have_read, pipe);
  g_object_ref (self);
}

static void
pipe_start (Pipe               *pipe,
            BalieFaultLink     *link,
            BalieFaultDirection direction)
{
  pipe->link = link;
  pipe->direction = direction;
  pipe->source = direction == BALIE_FAULT_TO_SERVER ? link->client : link->server;
  pipe->target = direction == BALIE_FAULT_TO_SERVER ? link->server : link->client;
  pipe_read (pipe);
}

static void
connected (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (BalieFaultLink) self = user_data;

  self->server = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (object), result, NULL);
  if (self->server == NULL)
    {
      close_both (self, FALSE);
      return;
    }

  if (self->closed)
    {
      close_connection (self->server, FALSE);
      return;
    }

  pipe_start (&self->pipes[0], self, BALIE_FAULT_TO_SERVER);
  pipe_start (&self->pipes[1], self, BALIE_FAULT_TO_CLIENT);
}

static void
balie_fault_link_dispose (GObject *object)
{
  BalieFaultLink *self = BALIE_FAULT_LINK (object);

  g_clear_object (&self->client);
  g_clear_object (&self->server);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (balie_fault_link_parent_class)->dispose (object);
}

static void
balie_fault_link_class_init (BalieFaultLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_fault_link_dispose;

  signals[PASSED] = g_signal_new ("passed", BALIE_TYPE_FAULT_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_UINT64);
  signals[FAULTED] = g_signal_new ("faulted", BALIE_TYPE_FAULT_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", BALIE_TYPE_FAULT_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
balie_fault_link_init (BalieFaultLink *self)
{
  self->cancellable = g_cancellable_new ();
}

BalieFaultLink *
balie_fault_link_new (GSocketConnection *client,
                      const BalieFault  *fault)
{
  BalieFaultLink *self = g_object_new (BALIE_TYPE_FAULT_LINK, NULL);

  self->client = g_object_ref (client);
  self->fault = *fault;
  return self;
}

void
balie_fault_link_start (BalieFaultLink *self,
                        guint16         port)
{
  g_autoptr (GSocketClient) client = NULL;

  g_return_if_fail (BALIE_IS_FAULT_LINK (self));

  if (self->fault.kind == BALIE_FAULT_REFUSE)
    {
      g_signal_emit (self, signals[FAULTED], 0);
      close_both (self, FALSE);
      return;
    }

  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", port, self->cancellable, connected, g_object_ref (self));
}

void
balie_fault_link_cut (BalieFaultLink *self)
{
  g_return_if_fail (BALIE_IS_FAULT_LINK (self));

  close_both (self, FALSE);
}
