/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat: who is there, whether the desk is open, the thread, the composer. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-chat-panel.h"

#include "balie-accessible.h"
#include "balie-texts-opening.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _BalieChatPanel
{
  GtkWidget parent_instance;

  /* owned */
  BalieSession   *session;
  BalieDeskState *desk_state;
  GSignalGroup   *session_signals;
  GSignalGroup   *state_signals;

  gboolean as_page;

  /* Template */
  GtkWidget             *back;
  AdwAvatar             *avatar;
  GtkWidget             *dot;
  GtkLabel              *state;
  GtkMenuButton         *menu;
  GtkWidget             *fold;
  GtkWidget             *controls;
  GtkWidget             *banner;
  GtkLabel              *banner_text;
  GtkWidget             *connection;
  GtkLabel              *connection_text;
  BalieConversationView *conversation_view;
};

enum {
  PROP_AS_PAGE = 1,
  N_PROPS
};

enum {
  FOLD,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieChatPanel, balie_chat_panel, GTK_TYPE_WIDGET)

/* What colour the dot has: whether somebody answers now. */
static const char *
get_presence (BalieDeskState *state)
{
  if (balie_desk_state_get_connection (state) != BALIE_CONNECTION_ONLINE)
    return "unknown";
  if (balie_desk_state_get_open (state) && balie_desk_state_get_staffed (state))
    return "there";

  return "away";
}

/* Hours, presence and connection are told apart: each can be as it is without the others. */
static char *
dup_state (BalieDeskState *state)
{
  BalieOpeningHours *hours = balie_desk_state_get_hours (state);
  g_autofree char   *opening = NULL;

  if (hours == NULL)
    return g_strdup (_ ("Looking for the desk…"));

  opening = balie_texts_dup_opening_short (hours, balie_desk_state_get_now (state), balie_desk_state_get_zone (state));

  if (balie_desk_state_get_connection (state) == BALIE_CONNECTION_OFFLINE)
    /* Translators: %s is such as "Open until 17:00" */
    return g_strdup_printf (_ ("%s · no connection"), opening);
  if (balie_desk_state_get_connection (state) != BALIE_CONNECTION_ONLINE || !balie_desk_state_get_open (state) ||
      balie_desk_state_get_staffed (state))
    return g_steal_pointer (&opening);

  /* Translators: %s is such as "Open until 17:00" */
  return g_strdup_printf (_ ("%s · nobody here right now"), opening);
}

static void
update_banner (BalieChatPanel *self)
{
  BalieOpeningHours *hours = balie_desk_state_get_hours (self->desk_state);
  g_autofree char   *markup = NULL;

  if (hours != NULL)
    markup = balie_texts_dup_opening_banner (hours, balie_desk_state_get_now (self->desk_state),
                                             balie_desk_state_get_zone (self->desk_state),
                                             balie_desk_state_get_email (self->desk_state));

  gtk_widget_set_visible (self->banner, markup != NULL);
  gtk_label_set_markup (self->banner_text, markup != NULL ? markup : "");

  balie_composer_set_placeholder (balie_conversation_view_get_composer (self->conversation_view),
                                  markup != NULL ? _ ("Leave a question…") : _ ("Write a message…"));
}

static const char *
get_connection_text (BalieConnection connection)
{
  switch (connection)
    {
    case BALIE_CONNECTION_OFFLINE:
      return _ ("No connection. What you send is kept here and goes out by itself.");

    case BALIE_CONNECTION_REFUSED:
      return _ ("Your login is not accepted any more. What you send is kept here until you sign in again.");

    case BALIE_CONNECTION_LOCKED:
      return _ ("Your keyring is locked. What you send is kept here until it is unlocked.");

    case BALIE_CONNECTION_CONNECTING:
    case BALIE_CONNECTION_ONLINE:
    default:
      return NULL;
    }
}

/* Beside the panel the window tells it; a page covers that. */
static void
update_connection (BalieChatPanel *self)
{
  const char *text = get_connection_text (balie_desk_state_get_connection (self->desk_state));

  gtk_widget_set_visible (self->connection, text != NULL && self->as_page);
  gtk_label_set_label (self->connection_text, text != NULL ? text : "");
}

static void
update (BalieChatPanel *self)
{
  static const char *const presences[] = {"there", "away", "unknown"};
  const char              *presence;
  g_autofree char         *state = NULL;

  if (self->desk_state == NULL)
    return;

  state = dup_state (self->desk_state);
  gtk_label_set_label (self->state, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), state);

  presence = get_presence (self->desk_state);
  for (gsize i = 0; i < G_N_ELEMENTS (presences); i++)
    if (g_str_equal (presences[i], presence))
      gtk_widget_add_css_class (self->dot, presences[i]);
    else
      gtk_widget_remove_css_class (self->dot, presences[i]);

  update_banner (self);
  update_connection (self);
}

/* The face of the chat is the desk's: its letters and colour are the same in every language. */
static void
update_desk (BalieChatPanel *self)
{
  BalieDesk *desk = self->session != NULL ? balie_session_get_desk (self->session) : NULL;

  adw_avatar_set_text (self->avatar, desk != NULL ? desk->name : NULL);
}

static void
open_chat (BalieChatPanel *self)
{
  BalieConversationItem *chat = self->session != NULL ? balie_session_get_chat (self->session) : NULL;

  if (chat != NULL)
    balie_conversation_view_open (self->conversation_view, self->session, balie_conversation_item_get_id (chat));
  else
    balie_conversation_view_open (self->conversation_view, NULL, NULL);
}

static void
fold_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[FOLD], 0);
}

static gboolean
balie_chat_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BALIE_CHAT_PANEL (widget)->conversation_view));
}

static void
balie_chat_panel_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_AS_PAGE:
      g_value_set_boolean (value, BALIE_CHAT_PANEL (object)->as_page);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_chat_panel_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_AS_PAGE:
      balie_chat_panel_set_as_page (BALIE_CHAT_PANEL (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_chat_panel_constructed (GObject *object)
{
  BalieChatPanel *self = BALIE_CHAT_PANEL (object);

  G_OBJECT_CLASS (balie_chat_panel_parent_class)->constructed (object);

  self->conversation_view = BALIE_CONVERSATION_VIEW (balie_conversation_view_new (BALIE_THREAD_STYLE_BUBBLES));
  gtk_widget_set_vexpand (GTK_WIDGET (self->conversation_view), TRUE);
  gtk_widget_insert_before (GTK_WIDGET (self->conversation_view), GTK_WIDGET (self), NULL);
  balie_thread_view_set_empty_text (balie_conversation_view_get_thread_view (self->conversation_view),
                                    _ ("Here you talk with the people of support. Ask what you like."));
}

static void
balie_chat_panel_dispose (GObject *object)
{
  BalieChatPanel *self = BALIE_CHAT_PANEL (object);
  GtkWidget      *child;

  g_clear_object (&self->session_signals);
  g_clear_object (&self->state_signals);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  g_clear_object (&self->session);
  g_clear_object (&self->desk_state);

  G_OBJECT_CLASS (balie_chat_panel_parent_class)->dispose (object);
}

static void
balie_chat_panel_class_init (BalieChatPanelClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_chat_panel_get_property;
  object_class->set_property = balie_chat_panel_set_property;
  object_class->constructed = balie_chat_panel_constructed;
  object_class->dispose = balie_chat_panel_dispose;
  widget_class->grab_focus = balie_chat_panel_grab_focus;

  properties[PROP_AS_PAGE] = g_param_spec_boolean ("as-page", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * BalieChatPanel::fold:
   *
   * The panel is to be put away.
   */
  signals[FOLD] = g_signal_new ("fold", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "chatpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-chat-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, back);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, avatar);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, dot);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, state);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, menu);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, fold);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, controls);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, banner);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, banner_text);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, connection);
  gtk_widget_class_bind_template_child (widget_class, BalieChatPanel, connection_text);
  gtk_widget_class_install_action (widget_class, "chat.fold", NULL, fold_action);
}

static void
balie_chat_panel_init (BalieChatPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_menu_button (GTK_MENU_BUTTON (self->menu), _ ("Chat menu"));
  gtk_widget_add_css_class (GTK_WIDGET (self), "floating");

  self->session_signals = g_signal_group_new (BALIE_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::chat", G_CALLBACK (open_chat), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::desk", G_CALLBACK (update_desk), self);

  self->state_signals = g_signal_group_new (BALIE_TYPE_DESK_STATE);
  g_signal_group_connect_swapped (self->state_signals, "changed", G_CALLBACK (update), self);
}

GtkWidget *
balie_chat_panel_new (void)
{
  return g_object_new (BALIE_TYPE_CHAT_PANEL, NULL);
}

void
balie_chat_panel_set_session (BalieChatPanel *self,
                              BalieSession   *session)
{
  g_autoptr (BalieDeskState) state = NULL;

  g_return_if_fail (BALIE_IS_CHAT_PANEL (self));

  if (!g_set_object (&self->session, session))
    return;

  state = session != NULL ? balie_desk_state_new (session) : NULL;
  balie_chat_panel_set_desk_state (self, state);
  g_signal_group_set_target (self->session_signals, session);
  update_desk (self);
  open_chat (self);
}

void
balie_chat_panel_set_desk_state (BalieChatPanel *self,
                                 BalieDeskState *state)
{
  g_return_if_fail (BALIE_IS_CHAT_PANEL (self));

  if (!g_set_object (&self->desk_state, state))
    return;

  g_signal_group_set_target (self->state_signals, state);
  balie_thread_view_set_desk_state (balie_conversation_view_get_thread_view (self->conversation_view), state);
  update (self);
}

void
balie_chat_panel_set_as_page (BalieChatPanel *self,
                              gboolean        as_page)
{
  g_return_if_fail (BALIE_IS_CHAT_PANEL (self));

  if (self->as_page == as_page)
    return;

  self->as_page = as_page;
  gtk_widget_set_visible (self->back, as_page);
  gtk_widget_set_visible (self->fold, !as_page);
  gtk_widget_set_visible (self->controls, as_page);
  if (as_page)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "floating");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "floating");
  update (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AS_PAGE]);
}

BalieConversationView *
balie_chat_panel_get_conversation_view (BalieChatPanel *self)
{
  g_return_val_if_fail (BALIE_IS_CHAT_PANEL (self), NULL);

  return self->conversation_view;
}
