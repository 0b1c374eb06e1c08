/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desktop notifications of answers that nobody looks at. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-notifier.h"

#include "balie-text.h"
#include "balie-thread-item.h"

#define MAX_BODY 200

struct _BalieNotifier
{
  GObject parent_instance;

  /* Owned */
  GSettings    *settings;
  GSignalGroup *session_signals;
  GHashTable   *shown;

  /* Borrowed: the application owns this object; the window is a weak pointer */
  GApplication *application;
  BalieWindow  *window;
};

G_DEFINE_FINAL_TYPE (BalieNotifier, balie_notifier, G_TYPE_OBJECT)

static void
unread_changed_cb (BalieNotifier         *self,
                   GParamSpec            *pspec,
                   BalieConversationItem *item)
{
  const char *id = balie_conversation_item_get_id (item);

  if (balie_conversation_item_get_unread (item) > 0)
    return;

  g_application_withdraw_notification (self->application, id);
  g_signal_handlers_disconnect_by_func (item, unread_changed_cb, self);
  g_hash_table_remove (self->shown, id);
}

/* Some desktops read the body as markup, whatever it was meant to be. */
static char *
dup_body (const BalieMessage *message)
{
  g_autofree char *line = balie_text_dup_line (message->text, MAX_BODY);
  g_autoptr (GString) body = g_string_new (line);

  g_string_replace (body, "<", "‹", 0);
  g_string_replace (body, ">", "›", 0);

  return g_strdup (body->str);
}

static void
notify (BalieNotifier         *self,
        BalieConversationItem *item,
        const BalieMessage    *message)
{
  const char      *id = balie_conversation_item_get_id (item);
  g_autofree char *body = dup_body (message);
  g_autoptr (GNotification) notification = g_notification_new (message->author->name);

  g_notification_set_body (notification, body);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (notification, "app.open-conversation", "s", id);
  g_application_send_notification (self->application, id, notification);

  if (g_hash_table_contains (self->shown, id))
    return;

  g_signal_connect_object (item, "notify::unread", G_CALLBACK (unread_changed_cb), self, G_CONNECT_SWAPPED);
  g_hash_table_add (self->shown, g_strdup (id));
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
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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

  return self;
}

void
balie_notifier_follow (BalieNotifier *self,
                       BalieWindow   *window)
{
  g_return_if_fail (BALIE_IS_NOTIFIER (self));
  g_return_if_fail (BALIE_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
  g_signal_group_set_target (self->session_signals, balie_window_get_session (window));
}
