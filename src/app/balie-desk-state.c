/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is true of the desk now: its hours, whether somebody is there, whether it can be reached. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-desk-state.h"

#include "balie-clock.h"
#include "balie-texts-opening.h"
#include "balie-texts-time.h"

/* Never sleep longer than this: a suspended machine does not count the time, and its clock may be set. */
#define LONGEST_SLEEP_SECONDS 60

struct _BalieDeskState
{
  GObject parent_instance;

  /* owned */
  BalieSession      *session;
  BalieOpeningHours *hours;
  GTimeZone         *zone;
  char              *email;
  char              *said;

  guint           timer;
  gint64          said_at;
  BalieConnection connection;
  gboolean        staffed;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieDeskState, balie_desk_state, G_TYPE_OBJECT)

static char *
dup_opening (BalieDeskState *self)
{
  if (self->hours == NULL)
    return g_strdup ("");

  return balie_texts_dup_opening (self->hours, balie_desk_state_get_now (self), self->zone);
}

static gint64
get_next_change (BalieDeskState *self)
{
  g_auto (BalieOpening) opening = {0};

  if (self->hours == NULL)
    return 0;

  balie_opening_hours_look_up (self->hours, balie_desk_state_get_now (self), &opening);
  return opening.open ? opening.closes_at : opening.opens_at;
}

static gboolean
timer_cb (gpointer user_data)
{
  BalieDeskState *self = BALIE_DESK_STATE (user_data);

  self->timer = 0;
  balie_desk_state_refresh (self);

  return G_SOURCE_REMOVE;
}

/* Wakes at the very second at which the desk opens or closes, and otherwise seldom enough to let the machine sleep. */
static void
start_timer (BalieDeskState *self)
{
  gint64 next = get_next_change (self);
  gint64 wait = next != 0 ? next - balie_desk_state_get_now (self) : G_MAXINT64;

  g_clear_handle_id (&self->timer, g_source_remove);

  if (wait >= LONGEST_SLEEP_SECONDS * 1000)
    self->timer = g_timeout_add_seconds (LONGEST_SLEEP_SECONDS, timer_cb, self);
  else
    self->timer = g_timeout_add ((guint)MAX (wait, 1), timer_cb, self);
}

static void
say_anew (BalieDeskState *self)
{
  g_free (self->said);
  self->said = dup_opening (self);
  self->said_at = balie_desk_state_get_now (self);
  start_timer (self);

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
follow_session (BalieDeskState *self)
{
  BalieDesk *desk = balie_session_get_desk (self->session);

  g_clear_pointer (&self->hours, balie_opening_hours_unref);
  if (desk != NULL && desk->opening_hours != NULL)
    self->hours = balie_opening_hours_ref (desk->opening_hours);

  g_free (self->email);
  self->email = g_strdup (balie_session_get_answer_email (self->session));

  self->connection = balie_session_get_connection (self->session);
  self->staffed = balie_session_get_staffed (self->session);

  say_anew (self);
}

static void
balie_desk_state_dispose (GObject *object)
{
  BalieDeskState *self = BALIE_DESK_STATE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (balie_desk_state_parent_class)->dispose (object);
}

static void
balie_desk_state_finalize (GObject *object)
{
  BalieDeskState *self = BALIE_DESK_STATE (object);

  g_clear_pointer (&self->hours, balie_opening_hours_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->said, g_free);

  G_OBJECT_CLASS (balie_desk_state_parent_class)->finalize (object);
}

static void
balie_desk_state_class_init (BalieDeskStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_desk_state_dispose;
  object_class->finalize = balie_desk_state_finalize;

  /**
   * BalieDeskState::changed:
   *
   * What is said about the desk has to be said anew.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
balie_desk_state_init (BalieDeskState *self)
{
  self->zone = g_time_zone_new_local ();
  self->connection = BALIE_CONNECTION_CONNECTING;
  self->said = g_strdup ("");
  self->said_at = balie_desk_state_get_now (self);
}

BalieDeskState *
balie_desk_state_new (BalieSession *session)
{
  static const char *const followed[] = {"notify::account", "notify::desk", "notify::connection", "notify::staffed"};
  BalieDeskState          *self = g_object_new (BALIE_TYPE_DESK_STATE, NULL);

  if (session == NULL)
    return self;

  self->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (session, followed[i], G_CALLBACK (follow_session), self, G_CONNECT_SWAPPED);
  follow_session (self);

  return self;
}

void
balie_desk_state_set (BalieDeskState    *self,
                      BalieOpeningHours *hours,
                      gboolean           staffed,
                      BalieConnection    connection,
                      const char        *email)
{
  g_autoptr (BalieOpeningHours) kept = NULL;
  char *copy = NULL;

  g_return_if_fail (BALIE_IS_DESK_STATE (self));
  g_return_if_fail (self->session == NULL);

  kept = hours != NULL ? balie_opening_hours_ref (hours) : NULL;
  copy = g_strdup (email);

  g_clear_pointer (&self->hours, balie_opening_hours_unref);
  self->hours = g_steal_pointer (&kept);
  g_free (self->email);
  self->email = copy;
  self->staffed = staffed;
  self->connection = connection;

  say_anew (self);
}

BalieOpeningHours *
balie_desk_state_get_hours (BalieDeskState *self)
{
  g_return_val_if_fail (BALIE_IS_DESK_STATE (self), NULL);

  return self->hours;
}

gboolean
balie_desk_state_get_staffed (BalieDeskState *self)
{
  g_return_val_if_fail (BALIE_IS_DESK_STATE (self), FALSE);

  return self->staffed;
}

BalieConnection
balie_desk_state_get_connection (BalieDeskState *self)
{
  g_return_val_if_fail (BALIE_IS_DESK_STATE (self), BALIE_CONNECTION_OFFLINE);

  return self->connection;
}

const char *
balie_desk_state_get_email (BalieDeskState *self)
{
  g_return_val_if_fail (BALIE_IS_DESK_STATE (self), NULL);

  return self->email;
}

gint64
balie_desk_state_get_now (BalieDeskState *self)
{
  g_return_val_if_fail (BALIE_IS_DESK_STATE (self), 0);

  return self->session != NULL ? balie_session_get_now (self->session) : balie_clock_now ();
}

GTimeZone *
balie_desk_state_get_zone (BalieDeskState *self)
{
  g_return_val_if_fail (BALIE_IS_DESK_STATE (self), NULL);

  return self->zone;
}

gboolean
balie_desk_state_get_open (BalieDeskState *self)
{
  g_auto (BalieOpening) opening = {0};

  g_return_val_if_fail (BALIE_IS_DESK_STATE (self), FALSE);

  if (self->hours == NULL)
    return FALSE;

  balie_opening_hours_look_up (self->hours, balie_desk_state_get_now (self), &opening);
  return opening.open;
}

void
balie_desk_state_refresh (BalieDeskState *self)
{
  g_autofree char *opening = NULL;

  g_return_if_fail (BALIE_IS_DESK_STATE (self));

  opening = dup_opening (self);
  if (g_str_equal (opening, self->said) &&
      balie_texts_count_days (self->said_at, balie_desk_state_get_now (self), self->zone) == 0)
    start_timer (self);
  else
    say_anew (self);
}
