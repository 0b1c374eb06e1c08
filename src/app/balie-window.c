/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: shows the sign-in page or the home of the session, and routes what pages ask for. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-window.h"

#include "balie-help-dialog.h"
#include "balie-opening-dialog.h"
#include "balie-request-dialog.h"
#include "balie-window-private.h"

#include <glib/gi18n.h>

typedef enum {
  PROP_SESSION = 1,
} BalieWindowProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (BalieWindow, balie_window, ADW_TYPE_APPLICATION_WINDOW)

static void
request_sent_cb (BalieWindow *self,
                 const char  *conversation)
{
  balie_window_open_conversation (self, conversation);
}

static void
draft_kept_cb (BalieWindow *self)
{
  balie_window_show_toast (self, _ ("What you wrote is kept. It is there when you open this again."));
}

static BalieRequestDialog *
ask (BalieWindow          *self,
     BalieConversationKind kind)
{
  BalieRequestDialog *dialog = balie_request_dialog_new (GTK_WINDOW (self), self->session, kind);

  g_signal_connect_object (dialog, "sent", G_CALLBACK (request_sent_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "draft-kept", G_CALLBACK (draft_kept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "request-activated", G_CALLBACK (balie_window_open_conversation), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
ask_question_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  ask (user_data, BALIE_CONVERSATION_QUESTION);
}

static void
report_problem_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  ask (user_data, BALIE_CONVERSATION_PROBLEM);
}

static void
follow_up_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  BalieWindow           *self = user_data;
  const char            *id = g_variant_get_string (parameter, NULL);
  BalieConversationItem *item = balie_session_find_conversation (self->session, id);

  if (item == NULL || item == balie_session_get_chat (self->session))
    balie_window_show_toast (self, _ ("This request is not known here."));
  else
    balie_request_dialog_set_follows (ask (self, balie_conversation_item_get_conversation (item)->kind), id);
}

static void
attach_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  balie_window_choose_files (user_data);
}

static void
open_chat (BalieWindow *self)
{
  balie_home_page_show_list (self->home_page);
  balie_home_page_set_chat_open (self->home_page, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->chat_panel), GTK_DIR_TAB_FORWARD);
}

static void
open_chat_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  open_chat (user_data);
}

static void
toggle_chat_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  BalieWindow *self = user_data;

  if (balie_home_page_get_chat_open (self->home_page) && balie_home_page_get_request (self->home_page) == NULL)
    balie_home_page_set_chat_open (self->home_page, FALSE);
  else
    open_chat (self);
}

static void
opening_hours_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  BalieWindow       *self = user_data;
  BalieOpeningHours *hours = balie_desk_state_get_hours (self->desk_state);

  if (hours != NULL)
    gtk_window_present (balie_opening_dialog_new (GTK_WINDOW (self), hours,
                                                  balie_desk_state_get_now (self->desk_state),
                                                  balie_desk_state_get_zone (self->desk_state)));
}

static void
help_articles_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  BalieWindow *self = user_data;

  gtk_window_present (GTK_WINDOW (balie_help_dialog_new (GTK_WINDOW (self), self->session)));
}

static void
desk_menu_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  BalieWindow *self = user_data;

  balie_home_page_open_desk_menu (self->home_page);
}

static void
search_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BalieWindow *self = user_data;

  balie_home_page_focus_search (self->home_page);
}

static void
filter_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BalieWindow *self = user_data;

  balie_home_page_open_filter (self->home_page);
}

static void
back_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BalieWindow *self = user_data;

  balie_home_page_show_list (self->home_page);
}

static void
open_conversation_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  BalieWindow *self = user_data;

  balie_window_open_conversation (self, g_variant_get_string (parameter, NULL));
  gtk_window_present (GTK_WINDOW (self));
}

static void
reconnect_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  BalieWindow *self = user_data;

  balie_session_reconnect (self->session);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;
  g_autoptr (GError) local_error = NULL;

  if (!balie_session_unlock_finish (BALIE_SESSION (source), result, &local_error) &&
      !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    balie_window_show_toast (self, _ ("The keyring was not unlocked. Your texts wait until it is, or until you sign in again."));
}

static void
unlock_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  BalieWindow *self = user_data;

  balie_session_unlock_async (self->session, self->cancellable, unlocked_cb, g_object_ref (self));
}

static void
sign_in_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  balie_window_show_sign_in (user_data, NULL);
}

static void
sign_out_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  balie_window_sign_out (user_data);
}

static const GActionEntry action_entries[] = {
  {"ask-question", ask_question_action},
  {"report-problem", report_problem_action},
  {"follow-up", follow_up_action, "s"},
  {"attach", attach_action},
  {"open-chat", open_chat_action},
  {"toggle-chat", toggle_chat_action},
  {"opening-hours", opening_hours_action},
  {"help-articles", help_articles_action},
  {"desk-menu", desk_menu_action},
  {"search", search_action},
  {"filter", filter_action},
  {"back", back_action},
  {"open-conversation", open_conversation_action, "s"},
  {"reconnect", reconnect_action},
  {"unlock", unlock_action},
  {"sign-in", sign_in_action},
  {"sign-out", sign_out_action},
};

/* Reads a file of the settings once, before the first frame; from then on they follow the window. */
static void
bind_size (BalieWindow *self)
{
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;
  g_autoptr (GError) local_error = NULL;

  if (!balie_session_flush_finish (BALIE_SESSION (source), result, &local_error))
    g_warning ("Drafts could not be kept: %s", local_error->message);

  gtk_window_destroy (GTK_WINDOW (self));
}

/* Closing waits until what was typed last is on disk. */
static gboolean
balie_window_close_request (GtkWindow *window)
{
  BalieWindow *self = BALIE_WINDOW (window);

  if (self->session == NULL)
    return GTK_WINDOW_CLASS (balie_window_parent_class)->close_request (window);

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  balie_session_flush_async (self->session, NULL, flushed_cb, g_object_ref (self));
  return GDK_EVENT_STOP;
}

static void
balie_window_dispose (GObject *object)
{
  BalieWindow *self = BALIE_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->session != NULL)
    balie_window_set_session (self, NULL);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (balie_window_parent_class)->dispose (object);
}

static void
balie_window_finalize (GObject *object)
{
  BalieWindow *self = BALIE_WINDOW (object);

  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (balie_window_parent_class)->finalize (object);
}

static void
balie_window_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BalieWindow *self = BALIE_WINDOW (object);

  switch ((BalieWindowProperty)property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_window_class_init (BalieWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  g_type_ensure (BALIE_TYPE_DROP_AREA);
  g_type_ensure (BALIE_TYPE_HOME_PAGE);
  g_type_ensure (BALIE_TYPE_SIGN_IN_PAGE);

  object_class->dispose = balie_window_dispose;
  object_class->finalize = balie_window_finalize;
  object_class->get_property = balie_window_get_property;
  window_class->close_request = balie_window_close_request;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BALIE_TYPE_SESSION,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BalieWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BalieWindow, drop_area);
  gtk_widget_class_bind_template_callback (widget_class, balie_window_take_files);
  gtk_widget_class_bind_template_child (widget_class, BalieWindow, sign_in_page);
  gtk_widget_class_bind_template_child (widget_class, BalieWindow, home_page);
}

static void
balie_window_init (BalieWindow *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_title (GTK_WINDOW (self), BALIE_VISIBLE_NAME);
  gtk_window_set_icon_name (GTK_WINDOW (self), BALIE_ICON);
  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries, G_N_ELEMENTS (action_entries), self);
  balie_window_init_home (self);
  balie_window_init_sign_in (self);
}

BalieWindow *
balie_window_new (AdwApplication *application,
                  BalieClient    *client,
                  GSettings      *settings)
{
  BalieWindow *self;

  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (BALIE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (BALIE_TYPE_WINDOW, "application", application, NULL);
  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  bind_size (self);

  return self;
}

BalieSession *
balie_window_get_session (BalieWindow *self)
{
  g_return_val_if_fail (BALIE_IS_WINDOW (self), NULL);

  return self->session;
}

gboolean
balie_window_shows (BalieWindow *self,
                    const char  *conversation)
{
  BalieConversationItem *request;

  g_return_val_if_fail (BALIE_IS_WINDOW (self), FALSE);

  if (self->session == NULL || !gtk_window_is_active (GTK_WINDOW (self)))
    return FALSE;

  request = balie_home_page_get_request (self->home_page);
  if (request != NULL)
    return g_strcmp0 (balie_conversation_item_get_id (request), conversation) == 0;

  return balie_home_page_get_chat_open (self->home_page) &&
         g_strcmp0 (balie_conversation_item_get_id (balie_session_get_chat (self->session)), conversation) == 0;
}

GListModel *
balie_window_get_waiting (BalieWindow *self)
{
  g_return_val_if_fail (BALIE_IS_WINDOW (self), NULL);

  return self->session != NULL ? balie_home_page_get_waiting (self->home_page) : NULL;
}

BalieDeskState *
balie_window_get_desk_state (BalieWindow *self)
{
  g_return_val_if_fail (BALIE_IS_WINDOW (self), NULL);

  return self->desk_state;
}
