/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the cache up with the server: connects, catches up, follows the events, begins again. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-sync.h"
#include "balie-sync-private.h"

#include "balie-clock.h"
#include "balie-error.h"

#include <time.h>

/* How often to look whether the machine slept: no timer of its own can notice. Longer than the server is ever silent, so that
 * what comes from it is the only thing to wake for while a stream stands. */
#define WATCHDOG_SECONDS 20

/* A jump of the clocks that is no rounding. */
#define SLEEP_MICROSECONDS (2 * G_TIME_SPAN_SECOND)

/* Long polls wait so long, below what proxies allow. */
#define POLL_SECONDS 25

/* Long polls before a stream is given another chance: about ten minutes. */
#define POLLS_BEFORE_STREAM 24

typedef enum {
  PROP_STATE = 1,
  PROP_RETRY_AT,
  PROP_REACHED,
} BalieSyncProperty;

static GParamSpec *properties[PROP_REACHED + 1];

enum {
  SIGNAL_DESK,
  SIGNAL_EVENTS,
  SIGNAL_SNAPSHOT,
  SIGNAL_LIVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BalieSyncState, balie_sync_state, G_DEFINE_ENUM_VALUE (BALIE_SYNC_IDLE, "idle"), G_DEFINE_ENUM_VALUE (BALIE_SYNC_WAITING, "waiting"), G_DEFINE_ENUM_VALUE (BALIE_SYNC_DESK, "desk"), G_DEFINE_ENUM_VALUE (BALIE_SYNC_SNAPSHOT, "snapshot"), G_DEFINE_ENUM_VALUE (BALIE_SYNC_CATCH_UP, "catch-up"), G_DEFINE_ENUM_VALUE (BALIE_SYNC_STREAM, "stream"), G_DEFINE_ENUM_VALUE (BALIE_SYNC_POLL, "poll"), G_DEFINE_ENUM_VALUE (BALIE_SYNC_REFUSED, "refused"))

G_DEFINE_FINAL_TYPE (BalieSync, balie_sync, G_TYPE_OBJECT)

#define STAY -1
#define N_STATES (BALIE_SYNC_REFUSED + 1)

/* The whole behaviour: which state follows on what. Entering a state, also anew, does what it is for. Beginning again waits
 * first: a restored server must not get all its clients at once, nor a broken one the same client without end. */
/* clang-format off */
static const int transitions[N_STATES][BALIE_SYNC_N_INPUTS] = {
  [BALIE_SYNC_IDLE] = { BALIE_SYNC_DESK, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY },
  [BALIE_SYNC_WAITING] = {
    [BALIE_SYNC_INPUT_START] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_STOP] = BALIE_SYNC_IDLE,
    [BALIE_SYNC_INPUT_WAKE] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_DONE] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_FAILED] = STAY,
    [BALIE_SYNC_INPUT_REFUSED] = BALIE_SYNC_REFUSED,
    [BALIE_SYNC_INPUT_RESET] = STAY,
    [BALIE_SYNC_INPUT_GAP] = STAY,
    [BALIE_SYNC_INPUT_UNUSABLE] = STAY,
  },
  [BALIE_SYNC_DESK] = {
    [BALIE_SYNC_INPUT_START] = STAY,
    [BALIE_SYNC_INPUT_STOP] = BALIE_SYNC_IDLE,
    [BALIE_SYNC_INPUT_WAKE] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_DONE] = BALIE_SYNC_CATCH_UP,
    [BALIE_SYNC_INPUT_FAILED] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_REFUSED] = BALIE_SYNC_REFUSED,
    [BALIE_SYNC_INPUT_RESET] = BALIE_SYNC_SNAPSHOT,
    [BALIE_SYNC_INPUT_GAP] = STAY,
    [BALIE_SYNC_INPUT_UNUSABLE] = STAY,
  },
  [BALIE_SYNC_SNAPSHOT] = {
    [BALIE_SYNC_INPUT_START] = STAY,
    [BALIE_SYNC_INPUT_STOP] = BALIE_SYNC_IDLE,
    [BALIE_SYNC_INPUT_WAKE] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_DONE] = BALIE_SYNC_CATCH_UP,
    [BALIE_SYNC_INPUT_FAILED] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_REFUSED] = BALIE_SYNC_REFUSED,
    [BALIE_SYNC_INPUT_RESET] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_GAP] = STAY,
    [BALIE_SYNC_INPUT_UNUSABLE] = STAY,
  },
  [BALIE_SYNC_CATCH_UP] = {
    [BALIE_SYNC_INPUT_START] = STAY,
    [BALIE_SYNC_INPUT_STOP] = BALIE_SYNC_IDLE,
    [BALIE_SYNC_INPUT_WAKE] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_DONE] = BALIE_SYNC_STREAM,
    [BALIE_SYNC_INPUT_FAILED] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_REFUSED] = BALIE_SYNC_REFUSED,
    [BALIE_SYNC_INPUT_RESET] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_GAP] = STAY,
    [BALIE_SYNC_INPUT_UNUSABLE] = BALIE_SYNC_POLL,
  },
  [BALIE_SYNC_STREAM] = {
    [BALIE_SYNC_INPUT_START] = STAY,
    [BALIE_SYNC_INPUT_STOP] = BALIE_SYNC_IDLE,
    [BALIE_SYNC_INPUT_WAKE] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_DONE] = BALIE_SYNC_STREAM,
    [BALIE_SYNC_INPUT_FAILED] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_REFUSED] = BALIE_SYNC_REFUSED,
    [BALIE_SYNC_INPUT_RESET] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_GAP] = BALIE_SYNC_CATCH_UP,
    [BALIE_SYNC_INPUT_UNUSABLE] = BALIE_SYNC_POLL,
  },
  [BALIE_SYNC_POLL] = {
    [BALIE_SYNC_INPUT_START] = STAY,
    [BALIE_SYNC_INPUT_STOP] = BALIE_SYNC_IDLE,
    [BALIE_SYNC_INPUT_WAKE] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_DONE] = BALIE_SYNC_STREAM,
    [BALIE_SYNC_INPUT_FAILED] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_REFUSED] = BALIE_SYNC_REFUSED,
    [BALIE_SYNC_INPUT_RESET] = BALIE_SYNC_WAITING,
    [BALIE_SYNC_INPUT_GAP] = STAY,
    [BALIE_SYNC_INPUT_UNUSABLE] = STAY,
  },
  [BALIE_SYNC_REFUSED] = {
    [BALIE_SYNC_INPUT_START] = BALIE_SYNC_DESK,
    [BALIE_SYNC_INPUT_STOP] = BALIE_SYNC_IDLE,
    [BALIE_SYNC_INPUT_WAKE] = STAY,
    [BALIE_SYNC_INPUT_DONE] = STAY,
    [BALIE_SYNC_INPUT_FAILED] = STAY,
    [BALIE_SYNC_INPUT_REFUSED] = STAY,
    [BALIE_SYNC_INPUT_RESET] = STAY,
    [BALIE_SYNC_INPUT_GAP] = STAY,
    [BALIE_SYNC_INPUT_UNUSABLE] = STAY,
  },
};
/* clang-format on */

BalieSyncTurn *
balie_sync_turn_new (BalieSync *sync)
{
  BalieSyncTurn *self = g_new0 (BalieSyncTurn, 1);

  self->sync = g_object_ref (sync);
  self->turn = sync->turn;

  return self;
}

void
balie_sync_turn_free (BalieSyncTurn *self)
{
  g_clear_object (&self->sync);
  g_free (self);
}

gboolean
balie_sync_turn_is_over (const BalieSyncTurn *self)
{
  return self->turn != self->sync->turn;
}

static void
set_retry_at (BalieSync *self,
              gint64     retry_at)
{
  if (self->retry_at == retry_at)
    return;

  self->retry_at = retry_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
}

static gboolean
retry (gpointer user_data)
{
  BalieSync *self = user_data;

  self->retry_source = 0;
  balie_sync_input (self, BALIE_SYNC_INPUT_DONE);

  return G_SOURCE_REMOVE;
}

static void
wait_for_retry (BalieSync *self)
{
  guint wait = balie_jitter_next (self->jitter, ++self->attempts, self->retry_after);

  self->retry_after = 0;
  self->retry_source = g_timeout_add (wait, retry, self);
  set_retry_at (self, balie_clock_now () + self->clock_offset + wait);
}

/* How long the machine has slept since it was started. */
static gint64
get_suspended (void)
{
  struct timespec boot;

  if (clock_gettime (CLOCK_BOOTTIME, &boot) != 0)
    return 0;

  return (gint64)boot.tv_sec * G_USEC_PER_SEC + boot.tv_nsec / 1000 - g_get_monotonic_time ();
}

static void
look_for_sleep (BalieSync *self)
{
  gint64   suspended = get_suspended ();
  gboolean slept = suspended - self->suspended > SLEEP_MICROSECONDS;

  self->suspended = suspended;
  if (slept)
    {
      g_info ("The machine slept");
      balie_sync_wake (self);
    }
}

static gboolean
watch_for_sleep (gpointer user_data)
{
  look_for_sleep (user_data);

  return G_SOURCE_CONTINUE;
}

static void
start_watchdog (BalieSync *self)
{
  self->watchdog_source = g_timeout_add_seconds (WATCHDOG_SECONDS, watch_for_sleep, self);
}

static void
on_network_changed (BalieSync *self,
                    gboolean   available)
{
  if (available)
    balie_sync_wake (self);
}

static void
watch_surroundings (BalieSync *self,
                    gboolean   watch)
{
  if (watch == (self->watchdog_source != 0))
    return;

  if (watch)
    {
      self->suspended = get_suspended ();
      start_watchdog (self);
      g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
      return;
    }

  g_clear_handle_id (&self->watchdog_source, g_source_remove);
  g_signal_handlers_disconnect_by_func (self->monitor, on_network_changed, self);
}

void
balie_sync_heard (BalieSync *self)
{
  if (self->watchdog_source == 0)
    return;

  g_source_remove (self->watchdog_source);
  start_watchdog (self);
  look_for_sleep (self);
}

static void
leave_state (BalieSync *self)
{
  self->turn++;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->source);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_ptr_array_set_size (self->received, 0);
  set_retry_at (self, 0);
}

static void
enter_state (BalieSync *self)
{
  switch (self->state)
    {
    case BALIE_SYNC_WAITING:
      balie_sync_set_reached (self, FALSE);
      wait_for_retry (self);
      break;

    case BALIE_SYNC_DESK:
      balie_sync_fetch_desk (self);
      break;

    case BALIE_SYNC_SNAPSHOT:
      balie_sync_set_reached (self, FALSE);
      balie_sync_fetch_snapshot (self);
      break;

    case BALIE_SYNC_CATCH_UP:
      balie_sync_set_reached (self, TRUE);
      balie_sync_fetch_events (self, 0);
      break;

    case BALIE_SYNC_STREAM:
      balie_sync_follow_stream (self);
      break;

    case BALIE_SYNC_POLL:
      self->polls = POLLS_BEFORE_STREAM;
      balie_sync_fetch_events (self, POLL_SECONDS);
      break;

    case BALIE_SYNC_IDLE:
    case BALIE_SYNC_REFUSED:
    default:
      balie_sync_set_reached (self, FALSE);
      break;
    }
}

void
balie_sync_input (BalieSync     *self,
                  BalieSyncInput input)
{
  int      next = transitions[self->state][input];
  gboolean changed;

  if (next == STAY)
    return;

  changed = self->state != (BalieSyncState)next;
  leave_state (self);
  self->state = next;
  if (input == BALIE_SYNC_INPUT_RESET)
    balie_position_clear (&self->position);
  watch_surroundings (self, next != BALIE_SYNC_IDLE && next != BALIE_SYNC_REFUSED);
  if (self->desk_outdated && (next == BALIE_SYNC_STREAM || next == BALIE_SYNC_POLL))
    balie_sync_refetch_desk (self);
  enter_state (self);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
balie_sync_input_error (BalieSync    *self,
                        const GError *error)
{
  g_info ("Not connected: %s", error->message);

  /* Streams before this were cut because the server went away, and not by something that lets no stream through. */
  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_OFFLINE))
    self->short_streams = 0;

  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_AUTH))
    balie_sync_input (self, BALIE_SYNC_INPUT_REFUSED);
  else if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_CONFLICT))
    balie_sync_input (self, BALIE_SYNC_INPUT_RESET);
  else
    balie_sync_input (self, BALIE_SYNC_INPUT_FAILED);
}

void
balie_sync_set_reached (BalieSync *self,
                        gboolean   reached)
{
  if (self->reached == reached)
    return;

  self->reached = reached;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REACHED]);
}

void
balie_sync_set_position (BalieSync           *self,
                         const BaliePosition *position)
{
  g_autofree char *epoch = g_strdup (position->epoch);

  balie_position_clear (&self->position);
  self->position.epoch = g_steal_pointer (&epoch);
  self->position.seq = position->seq;
}

static gboolean
is_live (BalieSync *self)
{
  return self->state == BALIE_SYNC_STREAM || self->state == BALIE_SYNC_POLL;
}

void
balie_sync_emit_desk (BalieSync *self,
                      BalieDesk *desk)
{
  g_signal_emit (self, signals[SIGNAL_DESK], 0, desk);
}

void
balie_sync_emit_events (BalieSync *self,
                        GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      BalieEvent *event = g_ptr_array_index (events, i);

      if (event->type == BALIE_EVENT_DESK_CHANGED)
        self->desk_outdated = TRUE;
    }

  g_signal_emit (self, signals[SIGNAL_EVENTS], 0, events);
  if (self->desk_outdated && is_live (self))
    balie_sync_refetch_desk (self);
}

void
balie_sync_emit_snapshot (BalieSync *self,
                          GPtrArray *conversations,
                          GPtrArray *entries)
{
  g_signal_emit (self, signals[SIGNAL_SNAPSHOT], 0, conversations, entries);
}

void
balie_sync_emit_live (BalieSync  *self,
                      BalieEvent *event)
{
  g_signal_emit (self, signals[SIGNAL_LIVE], 0, event);
}

static void
balie_sync_dispose (GObject *object)
{
  BalieSync *self = BALIE_SYNC (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->source);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->watchdog_source, g_source_remove);

  G_OBJECT_CLASS (balie_sync_parent_class)->dispose (object);
}

static void
balie_sync_finalize (GObject *object)
{
  BalieSync *self = BALIE_SYNC (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->cache);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->own, g_free);
  g_clear_pointer (&self->received, g_ptr_array_unref);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->pages_next, g_free);
  balie_position_clear (&self->position);

  G_OBJECT_CLASS (balie_sync_parent_class)->finalize (object);
}

static void
balie_sync_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  BalieSync *self = BALIE_SYNC (object);

  switch ((BalieSyncProperty)property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_RETRY_AT:
      g_value_set_int64 (value, self->retry_at);
      break;

    case PROP_REACHED:
      g_value_set_boolean (value, self->reached);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_sync_class_init (BalieSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = balie_sync_dispose;
  object_class->finalize = balie_sync_finalize;
  object_class->get_property = balie_sync_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BALIE_TYPE_SYNC_STATE, BALIE_SYNC_IDLE, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REACHED] = g_param_spec_boolean ("reached", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_DESK] = g_signal_new ("desk", BALIE_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, BALIE_TYPE_DESK);
  signals[SIGNAL_EVENTS] = g_signal_new ("events", BALIE_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_SNAPSHOT] = g_signal_new ("snapshot", BALIE_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_LIVE] = g_signal_new ("live", BALIE_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, BALIE_TYPE_EVENT);
}

static void
balie_sync_init (BalieSync *self)
{
  self->cancellable = g_cancellable_new ();
  self->received = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_event_unref);
  self->monitor = g_network_monitor_get_default ();
}

BalieSync *
balie_sync_new (BalieTransport    *transport,
                BalieCache        *cache,
                const char        *own,
                BalieRole          role,
                const char        *position,
                const BalieJitter *jitter)
{
  BalieSync *self = g_object_new (BALIE_TYPE_SYNC, NULL);

  self->transport = g_object_ref (transport);
  self->cache = g_object_ref (cache);
  self->own = g_strdup (own);
  self->role = role;
  self->jitter = jitter;
  if (position != NULL)
    balie_position_parse (position, &self->position);

  return self;
}

void
balie_sync_start (BalieSync *self)
{
  g_return_if_fail (BALIE_IS_SYNC (self));

  balie_sync_input (self, BALIE_SYNC_INPUT_START);
}

void
balie_sync_wake (BalieSync *self)
{
  g_return_if_fail (BALIE_IS_SYNC (self));

  self->attempts = 0;
  self->short_streams = 0;
  self->stream_unusable = FALSE;
  balie_sync_input (self, BALIE_SYNC_INPUT_WAKE);
}

void
balie_sync_refuse_login (BalieSync *self)
{
  g_return_if_fail (BALIE_IS_SYNC (self));

  balie_sync_input (self, BALIE_SYNC_INPUT_REFUSED);
}

void
balie_sync_stop (BalieSync *self)
{
  g_return_if_fail (BALIE_IS_SYNC (self));

  balie_sync_input (self, BALIE_SYNC_INPUT_STOP);
}

BalieSyncState
balie_sync_get_state (BalieSync *self)
{
  g_return_val_if_fail (BALIE_IS_SYNC (self), BALIE_SYNC_IDLE);

  return self->state;
}

gboolean
balie_sync_get_reached (BalieSync *self)
{
  g_return_val_if_fail (BALIE_IS_SYNC (self), FALSE);

  return self->reached;
}

gint64
balie_sync_get_retry_at (BalieSync *self)
{
  g_return_val_if_fail (BALIE_IS_SYNC (self), 0);

  return self->retry_at;
}

guint
balie_sync_get_attempts (BalieSync *self)
{
  g_return_val_if_fail (BALIE_IS_SYNC (self), 0);

  return self->attempts;
}

gint64
balie_sync_get_clock_offset (BalieSync *self)
{
  g_return_val_if_fail (BALIE_IS_SYNC (self), 0);

  return self->clock_offset;
}
