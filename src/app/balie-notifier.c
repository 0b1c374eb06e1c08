/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desktop notifications: of answers that nobody looks at, and of what waits for the customer. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-notifier.h"

#include "balie-reminder.h"
#include "balie-texts-request.h"
#include "balie-thread-item.h"

#include <glib/gi18n.h>

#define MAX_BODY 200

struct _BalieNotifier
{
  GObject parent_instance;

  /* Owned */
  GSettings     *settings;
  GSignalGroup  *session_signals;
  GHashTable    *shown; /* id of a conversation -> BalieConversationItem */
  BalieReminder *reminder;

  /* Borrowed: the application owns this object; the window is a weak pointer */
  GApplication *application;
  BalieWindow  *window;
};

G_DEFINE_FINAL_TYPE (BalieNotifier, balie_notifier, G_TYPE_OBJECT)

static void
withdraw (BalieNotifier         *self,
          BalieConversationItem *item);

static void
unread_changed_cb (BalieNotifier         *self,
                   GParamSpec            *pspec,
                   BalieConversationItem *item)
{
  if (balie_conversation_item_get_unread (item) > 0)
    return;

  withdraw (self, item);
  g_hash_table_remove (self->shown, balie_conversation_item_get_id (item));
}

static void
withdraw (BalieNotifier         *self,
          BalieConversationItem *item)
{
  g_application_withdraw_notification (self->application, balie_conversation_item_get_id (item));
  g_signal_handlers_disconnect_by_func (item, unread_changed_cb, self);
}

/* Whoever signed out, or in as somebody else, is told nothing more of what was theirs before. */
static void
withdraw_all (BalieNotifier *self)
{
  GHashTableIter iter;
  gpointer       item;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    withdraw (self, item);
  g_hash_table_remove_all (self->shown);
}

/* Some desktops read the body as markup, whatever it was meant to be. */
static char *
dup_body (const char *line)
{
  g_autoptr (GString) body = g_string_new (line);

  g_string_replace (body, "<", "‹", 0);
  g_string_replace (body, ">", "›", 0);

  return g_strdup (body->str);
}

static void
send (BalieNotifier         *self,
      BalieConversationItem *item,
      const char            *id,
      const char            *title,
      const char            *line)
{
  g_autofree char *body = dup_body (line);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (notification, "app.open-conversation", "s", balie_conversation_item_get_id (item));
  g_application_send_notification (self->application, id, notification);
}

static void
notify (BalieNotifier         *self,
        BalieConversationItem *item,
        const BalieMessage    *message)
{
  const char      *id = balie_conversation_item_get_id (item);
  g_autofree char *line = balie_texts_dup_message_line (message, MAX_BODY);

  send (self, item, id, message->author->name, line);
  if (g_hash_table_contains (self->shown, id))
    return;

  g_signal_connect_object (item, "notify::unread", G_CALLBACK (unread_changed_cb), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->shown, g_strdup (id), g_object_ref (item));
}

/* A reminder stands beside what was notified of an answer: that goes when it was read, this when it was answered. */
static char *
dup_reminder_id (const char *conversation)
{
  return g_strconcat ("waiting-", conversation, NULL);
}

static gboolean
reminder_due_cb (BalieNotifier         *self,
                 BalieConversationItem *item)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (item);
  g_autofree char         *id = dup_reminder_id (conversation->id);
  g_autofree char         *line = balie_texts_dup_last_line (conversation);
  g_autofree char         *title = NULL;

  if (self->window != NULL && balie_window_shows (self->window, conversation->id))
    return FALSE;

  /* Translators: %s is the subject of a request */
  title = g_strdup_printf (_ ("Waiting for you: %s"), conversation->subject != NULL ? conversation->subject : "");
  send (self, item, id, title, line);
  return TRUE;
}

static void
reminder_over_cb (BalieNotifier *self,
                  const char    *conversation)
{
  g_autofree char *id = dup_reminder_id (conversation);

  g_application_withdraw_notification (self->application, id);
}

static void
message_received_cb (BalieNotifier         *self,
                     BalieConversationItem *item,
                     BalieThreadItem       *thread_item)
{
  const BalieMessage *message = balie_thread_item_get_message (thread_item);

  if (!g_settings_get_boolean (self->settings, "notifications") || message->author == NULL)
    return;
  if (self->window != NULL && balie_window_shows (self->window, balie_conversation_item_get_id (item)))
    return;

  notify (self, item, message);
}

static void
balie_notifier_dispose (GObject *object)
{
  BalieNotifier *self = BALIE_NOTIFIER (object);

  g_clear_object (&self->reminder);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->shown, g_hash_table_unref);
  self->application = NULL;

  G_OBJECT_CLASS (balie_notifier_parent_class)->dispose (object);
}

static void
balie_notifier_class_init (BalieNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_notifier_dispose;
}

static void
balie_notifier_init (BalieNotifier *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->session_signals = g_signal_group_new (BALIE_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "message-received", G_CALLBACK (message_received_cb), self);
}

BalieNotifier *
balie_notifier_new (GApplication *application,
                    GSettings    *settings)
{
  BalieNotifier *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (BALIE_TYPE_NOTIFIER, NULL);
  self->application = application;
  self->settings = g_object_ref (settings);
  self->reminder = balie_reminder_new (settings);
  g_signal_connect_object (self->reminder, "due", G_CALLBACK (reminder_due_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reminder, "over", G_CALLBACK (reminder_over_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
balie_notifier_follow (BalieNotifier *self,
                       BalieWindow   *window)
{
  g_return_if_fail (BALIE_IS_NOTIFIER (self));
  g_return_if_fail (BALIE_IS_WINDOW (window));

  withdraw_all (self);
  g_set_weak_pointer (&self->window, window);
  g_signal_group_set_target (self->session_signals, balie_window_get_session (window));
  balie_reminder_follow (self->reminder, balie_window_get_waiting (window), balie_window_get_desk_state (window));
}
