/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All open event streams (server-sent events): thousands of sockets behind one source of the main loop. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-event-streams.h"

#include "balie-event-subscriber.h"
#include "balie-exchange-private.h"
#include "balie-expiry-queue.h"
#include "balie-socket-set.h"

#include <string.h>

/* Proxies cut what is silent for longer. */
#define BEAT_MILLISECONDS 15000

/* A stream ends in time, each at another, so that a server that was started anew is found by all, and not by all at once. */
#define LIFE_MILLISECONDS 600000

#define N_ROLES (BALIE_ROLE_SYSTEM + 1)

struct _BalieEventStreams
{
  GObject parent_instance;

  BalieEventLog  *log;
  char           *epoch;
  BalieSocketSet *sockets;

  /* By name; by account id; and the sets of all seats, of all waiters and of all openings. */
  GHashTable *streams;
  GHashTable *presences;
  GHashTable *seats;
  GHashTable *waiters;
  GHashTable *openings;
  guint       n_present[N_ROLES];

  BalieExpiryQueue *beats;
  BalieExpiryQueue *waits;
  guint             life;
  gboolean          is_ended;
};

/* One name. It stays once something was broadcast, so that who comes to wait can be told what was missed. */
typedef struct
{
  char  *name;
  gint64 newest;
  GQueue seats;
  GQueue waiters;
} Stream;

/* One account with a stream open. */
typedef struct
{
  char     *account_id;
  BalieRole role;
  guint     n_seats;
} Presence;

/* One open stream. */
typedef struct
{
  BalieEventStreams    *streams;
  BalieEventSubscriber *subscriber;
  Stream               *stream;
  GList                 link;
  Presence             *presence;
  char                 *session_id;
  BalieExpiry           beat;
  gint64                ends_at;
} Seat;

typedef struct
{
  BalieEventStreams *streams;
  GTask             *task;
  Stream            *stream;
  GList              link;
  BalieExpiry        expiry;
  gulong             cancelled_id;
} Waiter;

/* A stream on its way from its exchange. */
typedef struct
{
  BalieEventStreams *streams;
  char              *name;
  char              *session_id;
  gint64             after;
  gboolean           is_ended;
} Opening;

enum {
  PRESENCE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieEventStreams, balie_event_streams, G_TYPE_OBJECT)

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  g_free (stream->name);
  g_free (stream);
}

static Stream *
ensure_stream (BalieEventStreams *self,
               const char        *name)
{
  Stream *stream = g_hash_table_lookup (self->streams, name);

  if (stream == NULL)
    {
      stream = g_new0 (Stream, 1);
      stream->name = g_strdup (name);
      g_queue_init (&stream->seats);
      g_queue_init (&stream->waiters);
      g_hash_table_insert (self->streams, stream->name, stream);
    }

  return stream;
}

static void
forget_stream_if_idle (BalieEventStreams *self,
                       Stream            *stream)
{
  if (stream->newest == 0 && stream->seats.length == 0 && stream->waiters.length == 0)
    g_hash_table_remove (self->streams, stream->name);
}

static void
presence_free (gpointer data)
{
  Presence *presence = data;

  g_free (presence->account_id);
  g_free (presence);
}

static Presence *
enter (BalieEventStreams *self,
       const char        *account_id,
       BalieRole          role)
{
  Presence *presence = g_hash_table_lookup (self->presences, account_id);

  if (presence == NULL)
    {
      presence = g_new0 (Presence, 1);
      presence->account_id = g_strdup (account_id);
      presence->role = role;
      g_hash_table_insert (self->presences, presence->account_id, presence);
    }

  if (presence->n_seats++ == 0)
    {
      self->n_present[presence->role]++;
      g_signal_emit (self, signals[PRESENCE_CHANGED], 0, presence->account_id, presence->role, TRUE);
    }

  return presence;
}

static void
leave (BalieEventStreams *self,
       Presence          *presence)
{
  if (--presence->n_seats > 0)
    return;

  self->n_present[presence->role]--;
  g_hash_table_steal (self->presences, presence->account_id);
  g_signal_emit (self, signals[PRESENCE_CHANGED], 0, presence->account_id, presence->role, FALSE);
  presence_free (presence);
}

static void
subscriber_ended_cb (BalieEventSubscriber *subscriber,
                     gpointer              user_data)
{
  Seat *seat = user_data;
  g_autoptr (BalieEventStreams) self = g_object_ref (seat->streams);
  Presence *presence = seat->presence;

  g_hash_table_remove (self->seats, seat);
  g_queue_unlink (&seat->stream->seats, &seat->link);
  forget_stream_if_idle (self, seat->stream);
  balie_expiry_remove (&seat->beat);
  balie_event_subscriber_unref (subscriber);
  g_free (seat->session_id);
  g_free (seat);

  leave (self, presence);
}

static void
beat_cb (gpointer owner,
         gpointer user_data)
{
  Seat *seat = owner;

  if (g_get_monotonic_time () >= seat->ends_at || !balie_event_subscriber_beat (seat->subscriber))
    balie_event_subscriber_end (seat->subscriber);
  else
    balie_expiry_queue_add (seat->streams->beats, &seat->beat, seat);
}

static void
waiter_end (Waiter  *waiter,
            gboolean woken)
{
  GTask             *task = waiter->task;
  BalieEventStreams *self = waiter->streams;
  Stream            *stream = waiter->stream;

  if (waiter->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), waiter->cancelled_id);
  balie_expiry_remove (&waiter->expiry);
  g_hash_table_remove (self->waiters, waiter);
  g_queue_unlink (&stream->waiters, &waiter->link);
  forget_stream_if_idle (self, stream);
  g_free (waiter);

  g_task_return_boolean (task, woken);
  g_object_unref (task);
}

static void
wait_over_cb (gpointer owner,
              gpointer user_data)
{
  waiter_end (owner, FALSE);
}

static void
wait_cancelled_cb (GCancellable *cancellable,
                   Waiter       *waiter)
{
  waiter_end (waiter, FALSE);
}

static void
opening_free (Opening *opening)
{
  g_hash_table_remove (opening->streams->openings, opening);
  g_object_unref (opening->streams);
  g_free (opening->name);
  g_free (opening->session_id);
  g_free (opening);
}

static void
take_over_cb (BalieExchange *exchange,
              GIOStream     *stream,
              GSocket       *socket,
              gpointer       user_data)
{
  Opening           *opening = user_data;
  BalieEventStreams *self = opening->streams;
  gint64             life = self->life + g_random_int_range (0, (gint32)self->life / 2 + 1);
  Seat              *seat;

  if (socket == NULL || self->is_ended || opening->is_ended)
    {
      g_clear_object (&stream);
      g_clear_object (&socket);
      opening_free (opening);
      return;
    }

  /* It takes its place only after others were told, for they may broadcast that at once. */
  seat = g_new0 (Seat, 1);
  seat->streams = self;
  seat->presence = enter (self, balie_exchange_get_account_id (exchange), balie_exchange_get_role (exchange));
  seat->session_id = g_strdup (balie_exchange_get_session_id (exchange));
  seat->ends_at = g_get_monotonic_time () + life * G_TIME_SPAN_MILLISECOND;
  seat->stream = ensure_stream (self, opening->name);
  seat->link.data = seat;
  g_queue_push_tail_link (&seat->stream->seats, &seat->link);
  g_hash_table_add (self->seats, seat);
  balie_expiry_queue_add (self->beats, &seat->beat, seat);

  seat->subscriber = balie_event_subscriber_new (self->sockets, stream, socket, self->log, self->epoch,
                                                 seat->stream->name, opening->after, subscriber_ended_cb, seat);
  balie_event_subscriber_begin (seat->subscriber);
  opening_free (opening);
}

static void
balie_event_streams_dispose (GObject *object)
{
  BalieEventStreams *self = BALIE_EVENT_STREAMS (object);

  balie_event_streams_end_all (self);
  g_clear_object (&self->log);

  G_OBJECT_CLASS (balie_event_streams_parent_class)->dispose (object);
}

static void
balie_event_streams_finalize (GObject *object)
{
  BalieEventStreams *self = BALIE_EVENT_STREAMS (object);

  g_clear_pointer (&self->beats, balie_expiry_queue_free);
  g_clear_pointer (&self->waits, balie_expiry_queue_free);
  g_clear_pointer (&self->seats, g_hash_table_unref);
  g_clear_pointer (&self->waiters, g_hash_table_unref);
  g_clear_pointer (&self->openings, g_hash_table_unref);
  g_clear_pointer (&self->presences, g_hash_table_unref);
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_clear_pointer (&self->sockets, balie_socket_set_free);
  g_clear_pointer (&self->epoch, g_free);

  G_OBJECT_CLASS (balie_event_streams_parent_class)->finalize (object);
}

static void
balie_event_streams_class_init (BalieEventStreamsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_event_streams_dispose;
  object_class->finalize = balie_event_streams_finalize;

  /**
   * BalieEventStreams::presence-changed:
   * @account_id: whose
   * @role: #BalieRole of the account
   * @is_present: whether it has a stream open now
   */
  signals[PRESENCE_CHANGED] = g_signal_new ("presence-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                            G_TYPE_STRING, G_TYPE_INT, G_TYPE_BOOLEAN);
}

static void
balie_event_streams_init (BalieEventStreams *self)
{
  g_autoptr (GError) error = NULL;

  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, stream_free);
  self->presences = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, presence_free);
  self->seats = g_hash_table_new (NULL, NULL);
  self->waiters = g_hash_table_new (NULL, NULL);
  self->openings = g_hash_table_new (NULL, NULL);
  self->beats = balie_expiry_queue_new (BEAT_MILLISECONDS, beat_cb, self);
  self->life = LIFE_MILLISECONDS;
  self->waits = balie_expiry_queue_new (BEAT_MILLISECONDS, wait_over_cb, self);

  self->sockets = balie_socket_set_new (&error);
  if (self->sockets == NULL)
    g_error ("No streams can be served: %s", error->message);
}

BalieEventStreams *
balie_event_streams_new (BalieEventLog *log,
                         const char    *epoch)
{
  BalieEventStreams *self = g_object_new (BALIE_TYPE_EVENT_STREAMS, NULL);

  g_return_val_if_fail (BALIE_IS_EVENT_LOG (log), self);
  g_return_val_if_fail (epoch != NULL, self);

  self->log = g_object_ref (log);
  self->epoch = g_strdup (epoch);
  return self;
}

void
balie_event_streams_set_pace (BalieEventStreams *self,
                              guint              beat,
                              guint              life)
{
  g_return_if_fail (BALIE_IS_EVENT_STREAMS (self));
  g_return_if_fail (life <= G_MAXINT32);
  g_return_if_fail (g_hash_table_size (self->seats) == 0);

  balie_expiry_queue_free (self->beats);
  self->beats = balie_expiry_queue_new (beat, beat_cb, self);
  self->life = life;
}

void
balie_event_streams_open (BalieEventStreams *self,
                          BalieExchange     *exchange,
                          const char        *stream,
                          gint64             after)
{
  Opening *opening;

  g_return_if_fail (BALIE_IS_EVENT_STREAMS (self));
  g_return_if_fail (BALIE_IS_EXCHANGE (exchange));
  g_return_if_fail (balie_exchange_get_account_id (exchange) != NULL);
  g_return_if_fail (stream != NULL);
  g_return_if_fail (after >= 0);

  if (self->is_ended)
    {
      balie_exchange_set_header (exchange, "Retry-After", "1");
      balie_exchange_refuse (exchange, SOUP_STATUS_SERVICE_UNAVAILABLE, "unavailable", NULL);
      return;
    }

  /* A proxy that gathers a whole answer before it passes it on would keep this one for ever. */
  balie_exchange_set_header (exchange, "X-Accel-Buffering", "no");
  if (exchange->is_head)
    {
      balie_exchange_set_header (exchange, "Content-Type", "text/event-stream");
      balie_exchange_answer_empty (exchange, SOUP_STATUS_OK);
      return;
    }

  opening = g_new0 (Opening, 1);
  opening->streams = g_object_ref (self);
  opening->name = g_strdup (stream);
  opening->session_id = g_strdup (balie_exchange_get_session_id (exchange));
  opening->after = after;
  g_hash_table_add (self->openings, opening);
  balie_exchange_take_over (exchange, "text/event-stream", take_over_cb, opening);
}

void
balie_event_streams_broadcast (BalieEventStreams *self,
                               const char        *stream,
                               BalieLoggedEvent  *event)
{
  g_autoptr (GBytes) text = NULL;
  Stream *found;

  g_return_if_fail (BALIE_IS_EVENT_STREAMS (self));
  g_return_if_fail (stream != NULL);
  g_return_if_fail (event != NULL);

  found = event->seq > 0 ? ensure_stream (self, stream) : g_hash_table_lookup (self->streams, stream);
  if (found == NULL)
    return;

  /* Offering ends no seat, so the list stays as it is. */
  if (found->seats.head != NULL)
    text = balie_event_subscriber_render (event, self->epoch);
  for (GList *link = found->seats.head; link != NULL; link = link->next)
    balie_event_subscriber_offer (((Seat *)link->data)->subscriber, event->seq, text);

  if (event->seq == 0)
    return;

  found->newest = MAX (found->newest, event->seq);

  /* Who is woken may wait again at once, and then waits for the next one. */
  for (guint n = found->waiters.length; n > 0 && found->waiters.head != NULL; n--)
    waiter_end (found->waiters.head->data, TRUE);
}

void
balie_event_streams_wait_async (BalieEventStreams  *self,
                                const char         *stream,
                                gint64              after,
                                guint               milliseconds,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Stream *found;
  Waiter *waiter;

  g_return_if_fail (BALIE_IS_EVENT_STREAMS (self));
  g_return_if_fail (stream != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_event_streams_wait_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  found = g_hash_table_lookup (self->streams, stream);
  if (self->is_ended || milliseconds == 0 || (found != NULL && found->newest > after))
    {
      g_task_return_boolean (task, found != NULL && found->newest > after);
      return;
    }

  waiter = g_new0 (Waiter, 1);
  waiter->streams = self;
  waiter->task = g_steal_pointer (&task);
  waiter->stream = ensure_stream (self, stream);
  waiter->link.data = waiter;
  g_queue_push_tail_link (&waiter->stream->waiters, &waiter->link);
  g_hash_table_add (self->waiters, waiter);
  balie_expiry_queue_add_for (self->waits, &waiter->expiry, milliseconds, waiter);

  /* Not g_cancellable_connect(), from whose callback one must not disconnect; cancelling is this thread's own affair. */
  if (cancellable != NULL)
    waiter->cancelled_id = g_signal_connect (cancellable, "cancelled", G_CALLBACK (wait_cancelled_cb), waiter);
}

gboolean
balie_event_streams_wait_finish (BalieEventStreams *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef gboolean (*SeatMatch) (const Seat *seat,
                               const char *id);

static gboolean
is_of_session (const Seat *seat,
               const char *id)
{
  return strcmp (seat->session_id, id) == 0;
}

static gboolean
is_of_account (const Seat *seat,
               const char *id)
{
  return strcmp (seat->presence->account_id, id) == 0;
}

static gboolean
is_any (const Seat *seat,
        const char *id)
{
  return TRUE;
}

static void
end_seats (BalieEventStreams *self,
           SeatMatch          matches,
           const char        *id)
{
  g_autoptr (GPtrArray) ending = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_event_subscriber_unref);
  GHashTableIter iter;
  gpointer       seat;

  /* Who is told that somebody left may end others. */
  g_hash_table_iter_init (&iter, self->seats);
  while (g_hash_table_iter_next (&iter, &seat, NULL))
    {
      if (matches (seat, id))
        g_ptr_array_add (ending, balie_event_subscriber_ref (((Seat *)seat)->subscriber));
    }

  for (guint i = 0; i < ending->len; i++)
    balie_event_subscriber_end (g_ptr_array_index (ending, i));
}

void
balie_event_streams_end_session (BalieEventStreams *self,
                                 const char        *session_id)
{
  GHashTableIter iter;
  gpointer       opening;

  g_return_if_fail (BALIE_IS_EVENT_STREAMS (self));
  g_return_if_fail (session_id != NULL);

  g_hash_table_iter_init (&iter, self->openings);
  while (g_hash_table_iter_next (&iter, &opening, NULL))
    {
      if (g_strcmp0 (((Opening *)opening)->session_id, session_id) == 0)
        ((Opening *)opening)->is_ended = TRUE;
    }
  end_seats (self, is_of_session, session_id);
}

void
balie_event_streams_end_account (BalieEventStreams *self,
                                 const char        *account_id)
{
  g_return_if_fail (BALIE_IS_EVENT_STREAMS (self));
  g_return_if_fail (account_id != NULL);

  end_seats (self, is_of_account, account_id);
}

void
balie_event_streams_end_all (BalieEventStreams *self)
{
  GHashTableIter iter;
  gpointer       waiter;

  g_return_if_fail (BALIE_IS_EVENT_STREAMS (self));

  self->is_ended = TRUE;
  end_seats (self, is_any, NULL);

  for (;;)
    {
      g_hash_table_iter_init (&iter, self->waiters);
      if (!g_hash_table_iter_next (&iter, &waiter, NULL))
        break;
      waiter_end (waiter, FALSE);
    }
}

guint
balie_event_streams_get_n_streams (BalieEventStreams *self)
{
  g_return_val_if_fail (BALIE_IS_EVENT_STREAMS (self), 0);

  return g_hash_table_size (self->seats);
}

guint
balie_event_streams_get_n_present (BalieEventStreams *self,
                                   BalieRole          role)
{
  g_return_val_if_fail (BALIE_IS_EVENT_STREAMS (self), 0);
  g_return_val_if_fail ((int)role >= 0 && role < N_ROLES, 0);

  return self->n_present[role];
}

gboolean
balie_event_streams_is_present (BalieEventStreams *self,
                                const char        *account_id)
{
  g_return_val_if_fail (BALIE_IS_EVENT_STREAMS (self), FALSE);
  g_return_val_if_fail (account_id != NULL, FALSE);

  return g_hash_table_contains (self->presences, account_id);
}
