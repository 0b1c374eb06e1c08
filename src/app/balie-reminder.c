/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reminds once a day of the requests that wait for the customer. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-reminder.h"

#define KEY_REMIND "remind-daily"
#define KEY_REMINDED "reminded"

/* How long it is kept when somebody was reminded of what does not wait now, in milliseconds: longer than any day. */
#define KEEP_TIME (G_GINT64_CONSTANT (3) * 24 * 60 * 60 * 1000)

struct _BalieReminder
{
  GObject parent_instance;

  GSettings      *settings;
  GListModel     *waiting;
  BalieDeskState *desk_state;
  GSignalGroup   *waiting_signals;
  GSignalGroup   *desk_state_signals;
  GHashTable     *known; /* ids of those that wait */
};

typedef enum {
  SIGNAL_DUE,
  SIGNAL_OVER,
} BalieReminderSignal;

static guint signals[SIGNAL_OVER + 1];

G_DEFINE_FINAL_TYPE (BalieReminder, balie_reminder, G_TYPE_OBJECT)

static gboolean
is_same_day (GTimeZone *zone,
             gint64     a,
             gint64     b)
{
  g_autoptr (GDateTime) first_utc = g_date_time_new_from_unix_utc (a / 1000);
  g_autoptr (GDateTime) second_utc = g_date_time_new_from_unix_utc (b / 1000);
  g_autoptr (GDateTime) first = first_utc != NULL ? g_date_time_to_timezone (first_utc, zone) : NULL;
  g_autoptr (GDateTime) second = second_utc != NULL ? g_date_time_to_timezone (second_utc, zone) : NULL;

  return first != NULL && second != NULL &&
         g_date_time_get_year (first) == g_date_time_get_year (second) &&
         g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (second);
}

gboolean
balie_reminder_is_due (const BalieOpeningHours *hours,
                       gint64                   waiting_since,
                       gint64                   reminded_at,
                       gint64                   now)
{
  GTimeZone *zone;
  g_auto (BalieOpening) opening = {0};

  g_return_val_if_fail (hours != NULL, FALSE);

  /* A clock that was set back is no reason to remind again. */
  zone = balie_opening_hours_get_time_zone (hours);
  if (waiting_since > now || is_same_day (zone, waiting_since, now) ||
      reminded_at > now || is_same_day (zone, reminded_at, now))
    return FALSE;

  balie_opening_hours_look_up (hours, now, &opening);
  return opening.open;
}

static void
balie_reminder_dispose (GObject *object)
{
  BalieReminder *self = BALIE_REMINDER (object);

  g_signal_group_set_target (self->waiting_signals, NULL);
  g_signal_group_set_target (self->desk_state_signals, NULL);
  g_clear_object (&self->waiting);
  g_clear_object (&self->desk_state);

  G_OBJECT_CLASS (balie_reminder_parent_class)->dispose (object);
}

static void
balie_reminder_finalize (GObject *object)
{
  BalieReminder *self = BALIE_REMINDER (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->waiting_signals);
  g_clear_object (&self->desk_state_signals);
  g_clear_pointer (&self->known, g_hash_table_unref);

  G_OBJECT_CLASS (balie_reminder_parent_class)->finalize (object);
}

static void
balie_reminder_class_init (BalieReminderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_reminder_dispose;
  object_class->finalize = balie_reminder_finalize;

  signals[SIGNAL_DUE] = g_signal_new ("due", BALIE_TYPE_REMINDER, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                                      G_TYPE_BOOLEAN, 1, BALIE_TYPE_CONVERSATION_ITEM);
  signals[SIGNAL_OVER] = g_signal_new ("over", BALIE_TYPE_REMINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
}

static gint64
get_reminded_at (GVariant   *reminded,
                 const char *id)
{
  gint64 time = 0;

  g_variant_lookup (reminded, id, "x", &time);
  return time;
}

/* Keeps when it was done, and forgets what is long past. */
static void
set_reminded (BalieReminder *self,
              const char    *id,
              gint64         now)
{
  g_autoptr (GVariant) reminded = g_settings_get_value (self->settings, KEY_REMINDED);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sx}"));
  GVariantIter iter;
  const char  *other;
  gint64       time;

  g_variant_iter_init (&iter, reminded);
  while (g_variant_iter_next (&iter, "{&sx}", &other, &time))
    if (!g_str_equal (other, id) && (time > now - KEEP_TIME || g_hash_table_contains (self->known, other)))
      g_variant_builder_add (&builder, "{sx}", other, time);
  g_variant_builder_add (&builder, "{sx}", id, now);
  g_settings_set_value (self->settings, KEY_REMINDED, g_variant_builder_end (&builder));
}

static void
remind (BalieReminder         *self,
        BalieConversationItem *item)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (item);
  g_autoptr (GVariant) reminded = g_settings_get_value (self->settings, KEY_REMINDED);
  gint64   since = conversation->waiting_since != 0 ? conversation->waiting_since : conversation->changed_at;
  gint64   now = balie_desk_state_get_now (self->desk_state);
  gboolean done = FALSE;

  if (!balie_reminder_is_due (balie_desk_state_get_hours (self->desk_state), since,
                              get_reminded_at (reminded, conversation->id), now))
    return;

  g_signal_emit (self, signals[SIGNAL_DUE], 0, item, &done);
  if (done)
    set_reminded (self, conversation->id, now);
}

static void
remind_all (BalieReminder *self)
{
  if (self->waiting == NULL || self->desk_state == NULL || balie_desk_state_get_hours (self->desk_state) == NULL ||
      !g_settings_get_boolean (self->settings, KEY_REMIND))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (self->waiting); i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (self->waiting, i);

      remind (self, item);
    }
}

static void
waiting_changed_cb (BalieReminder *self)
{
  g_autoptr (GHashTable) known = g_steal_pointer (&self->known);
  GHashTableIter iter;
  gpointer       id;

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; self->waiting != NULL && i < g_list_model_get_n_items (self->waiting); i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (self->waiting, i);

      g_hash_table_add (self->known, g_strdup (balie_conversation_item_get_id (item)));
    }

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->known, id))
      g_signal_emit (self, signals[SIGNAL_OVER], 0, id);

  remind_all (self);
}

static void
balie_reminder_init (BalieReminder *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->waiting_signals, "items-changed", G_CALLBACK (waiting_changed_cb), self);
  self->desk_state_signals = g_signal_group_new (BALIE_TYPE_DESK_STATE);
  g_signal_group_connect_swapped (self->desk_state_signals, "changed", G_CALLBACK (remind_all), self);
}

BalieReminder *
balie_reminder_new (GSettings *settings)
{
  BalieReminder *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (BALIE_TYPE_REMINDER, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" KEY_REMIND, G_CALLBACK (remind_all), self, G_CONNECT_SWAPPED);

  return self;
}

/* What an earlier run of the program showed may have been answered since, elsewhere. */
static void
end_earlier (BalieReminder *self)
{
  g_autoptr (GVariant) reminded = g_settings_get_value (self->settings, KEY_REMINDED);
  GVariantIter iter;
  const char  *id;
  gint64       time;

  g_variant_iter_init (&iter, reminded);
  while (g_variant_iter_next (&iter, "{&sx}", &id, &time))
    if (!g_hash_table_contains (self->known, id))
      g_signal_emit (self, signals[SIGNAL_OVER], 0, id);
}

void
balie_reminder_follow (BalieReminder  *self,
                       GListModel     *waiting,
                       BalieDeskState *state)
{
  g_return_if_fail (BALIE_IS_REMINDER (self));
  g_return_if_fail (waiting == NULL || G_IS_LIST_MODEL (waiting));
  g_return_if_fail (state == NULL || BALIE_IS_DESK_STATE (state));

  g_set_object (&self->waiting, waiting);
  g_set_object (&self->desk_state, state);
  g_signal_group_set_target (self->waiting_signals, waiting);
  g_signal_group_set_target (self->desk_state_signals, state);
  waiting_changed_cb (self);
  if (waiting != NULL)
    end_earlier (self);
}
