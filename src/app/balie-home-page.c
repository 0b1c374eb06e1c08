/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home: my requests, one of them opened, the Servicedesk menu and the chat in its corner. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-home-page.h"

#include "balie-accessible.h"
#include "balie-account-button.h"
#include "balie-desk-menu.h"
#include "balie-request-list.h"
#include "balie-texts-opening.h"

#include <glib/gi18n.h>

struct _BalieHomePage
{
  AdwBin parent_instance;

  char                  *desk_name;
  BalieConversationItem *request;
  BalieConversationItem *chat;
  GSignalGroup          *request_signals;
  GSignalGroup          *chat_signals;
  BalieDeskState        *desk_state;
  GSignalGroup          *desk_state_signals;
  gboolean               chat_offered;

  /* Template */
  BalieChatCorner    *corner;
  AdwWindowTitle     *title;
  GtkWidget          *back_button;
  GtkLabel           *back_badge;
  BalieAccountButton *account_button;
  GtkMenuButton      *desk_button;
  GtkWidget          *desk_label;
  BalieDeskMenu      *desk_menu;
  BalieBanner        *banner;
  GtkStack           *stack;
  BalieRequestList   *request_list;
  AdwBin             *request_bin;
  GtkWidget          *chat_button;
  GtkWidget          *chat_label;
  GtkLabel           *badge;
  GtkLabel           *narrow_badge;
};

typedef enum {
  PROP_CHAT_OPEN = 1,
  PROP_WAITING,
} BalieHomePageProperty;

typedef enum {
  SIGNAL_REQUEST_ACTIVATED,
  SIGNAL_DRAFT_ACTIVATED,
  SIGNAL_DRAFT_DISCARDED,
} BalieHomePageSignal;

static GParamSpec *properties[PROP_WAITING + 1];
static guint       signals[SIGNAL_DRAFT_DISCARDED + 1];

G_DEFINE_FINAL_TYPE (BalieHomePage, balie_home_page, ADW_TYPE_BIN)

static gboolean
is_narrow (BalieHomePage *self)
{
  return balie_chat_corner_get_mode (self->corner) == BALIE_LAYOUT_NARROW;
}

static char *
dup_request_number (BalieConversationItem *item)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (item);

  if (conversation->number == 0)
    return g_strdup (_ ("Waiting to be sent"));

  return g_strdup_printf ("#%" G_GINT64_FORMAT, conversation->number);
}

static guint
count_waiting (BalieHomePage *self)
{
  return g_list_model_get_n_items (balie_home_page_get_waiting (self));
}

/* Whoever reads a request is told of the others. */
static void
update_back_button (BalieHomePage *self)
{
  gboolean shows_waiting = self->request != NULL &&
                           balie_conversation_item_get_conversation (self->request)->status == BALIE_STATUS_WAITING;
  guint            n_waiting = count_waiting (self) - (shows_waiting && count_waiting (self) > 0 ? 1 : 0);
  g_autofree char *count = g_strdup_printf ("%u", MIN (n_waiting, 99));
  g_autofree char *label = NULL;

  if (n_waiting > 0)
    label = g_strdup_printf (ngettext ("Back to your requests, %u other waits for you", "Back to your requests, %u others wait for you", n_waiting), n_waiting);
  else
    label = g_strdup (_ ("Back to your requests"));

  gtk_label_set_label (self->back_badge, count);
  gtk_widget_set_visible (GTK_WIDGET (self->back_badge), n_waiting > 0);
  gtk_widget_set_tooltip_text (self->back_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->back_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* A narrow header bar has room for the title or for the menu's label, not for both. */
static void
update_header (BalieHomePage *self)
{
  gboolean shows_request = self->request != NULL;
  gboolean narrow = is_narrow (self);

  gtk_widget_set_visible (self->back_button, shows_request);
  gtk_widget_set_visible (GTK_WIDGET (self->account_button), !shows_request || !narrow);
  gtk_widget_set_visible (self->desk_label, !shows_request || !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->title), shows_request || !narrow);
  update_back_button (self);

  if (shows_request)
    {
      const BalieConversation *conversation = balie_conversation_item_get_conversation (self->request);
      g_autofree char         *number = dup_request_number (self->request);

      adw_window_title_set_title (self->title, conversation->subject != NULL ? conversation->subject : "");
      adw_window_title_set_subtitle (self->title, number);
    }
  else
    {
      adw_window_title_set_title (self->title, self->desk_name != NULL ? self->desk_name : "");
      /* Translators: below the name of a company in the title of the window */
      adw_window_title_set_subtitle (self->title, _ ("Support"));
    }
}

static void
update_badge (BalieHomePage *self)
{
  guint            unread = self->chat != NULL ? balie_conversation_item_get_unread (self->chat) : 0;
  gboolean         narrow = is_narrow (self);
  g_autofree char *count = g_strdup_printf ("%u", MIN (unread, 99));
  g_autofree char *label = NULL;

  if (unread > 0)
    label = g_strdup_printf (ngettext ("Open the chat, %u unread message", "Open the chat, %u unread messages", unread), unread);
  else
    label = g_strdup (_ ("Open the chat"));

  gtk_label_set_label (self->badge, count);
  gtk_label_set_label (self->narrow_badge, count);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), unread > 0 && !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_badge), unread > 0 && narrow);
  gtk_widget_set_visible (self->chat_label, !narrow);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chat_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_chat (BalieHomePage *self)
{
  balie_chat_corner_set_available (self->corner, self->chat_offered && self->request == NULL);
}

static void
update_opening (BalieHomePage *self)
{
  BalieOpeningHours *hours = self->desk_state != NULL ? balie_desk_state_get_hours (self->desk_state) : NULL;
  g_autofree char   *opening = NULL;

  if (hours != NULL)
    opening = balie_texts_dup_opening (hours,
                                       balie_desk_state_get_now (self->desk_state),
                                       balie_desk_state_get_zone (self->desk_state));
  balie_desk_menu_set_opening (self->desk_menu, opening);
}

static void
mode_changed_cb (BalieHomePage *self)
{
  gboolean narrow = is_narrow (self);

  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->corner), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->corner), "narrow");

  balie_request_list_set_narrow (self->request_list, narrow);
  update_header (self);
  update_badge (self);
}

static void
open_changed_cb (BalieHomePage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT_OPEN]);
}

static void
request_activated_cb (BalieHomePage         *self,
                      BalieConversationItem *item)
{
  g_signal_emit (self, signals[SIGNAL_REQUEST_ACTIVATED], 0, item);
}

static void
draft_activated_cb (BalieHomePage  *self,
                    BalieDraftItem *item)
{
  g_signal_emit (self, signals[SIGNAL_DRAFT_ACTIVATED], 0, item);
}

static void
draft_discarded_cb (BalieHomePage  *self,
                    BalieDraftItem *item)
{
  g_signal_emit (self, signals[SIGNAL_DRAFT_DISCARDED], 0, item);
}

static void
waiting_changed_cb (BalieHomePage *self)
{
  update_back_button (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static void
balie_home_page_dispose (GObject *object)
{
  BalieHomePage *self = BALIE_HOME_PAGE (object);

  g_signal_group_set_target (self->request_signals, NULL);
  g_signal_group_set_target (self->chat_signals, NULL);
  g_signal_group_set_target (self->desk_state_signals, NULL);
  g_clear_object (&self->request);
  g_clear_object (&self->chat);
  g_clear_object (&self->desk_state);

  G_OBJECT_CLASS (balie_home_page_parent_class)->dispose (object);
}

static void
balie_home_page_finalize (GObject *object)
{
  BalieHomePage *self = BALIE_HOME_PAGE (object);

  g_clear_object (&self->request_signals);
  g_clear_object (&self->chat_signals);
  g_clear_object (&self->desk_state_signals);
  g_clear_pointer (&self->desk_name, g_free);

  G_OBJECT_CLASS (balie_home_page_parent_class)->finalize (object);
}

static void
balie_home_page_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BalieHomePage *self = BALIE_HOME_PAGE (object);

  switch ((BalieHomePageProperty)property_id)
    {
    case PROP_CHAT_OPEN:
      g_value_set_boolean (value, balie_home_page_get_chat_open (self));
      break;

    case PROP_WAITING:
      g_value_set_uint (value, count_waiting (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_home_page_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BalieHomePage *self = BALIE_HOME_PAGE (object);

  switch ((BalieHomePageProperty)property_id)
    {
    case PROP_CHAT_OPEN:
      balie_home_page_set_chat_open (self, g_value_get_boolean (value));
      break;

    case PROP_WAITING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, corner);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, title);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, back_button);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, back_badge);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, account_button);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, desk_button);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, desk_label);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, desk_menu);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, banner);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, request_list);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, request_bin);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, chat_button);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, chat_label);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, badge);
  gtk_widget_class_bind_template_child (widget_class, BalieHomePage, narrow_badge);
  gtk_widget_class_bind_template_callback (widget_class, mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, request_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, draft_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, draft_discarded_cb);
}

static void
balie_home_page_class_init (BalieHomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_type_ensure (BALIE_TYPE_ACCOUNT_BUTTON);
  g_type_ensure (BALIE_TYPE_BANNER);
  g_type_ensure (BALIE_TYPE_CHAT_CORNER);
  g_type_ensure (BALIE_TYPE_DESK_MENU);
  g_type_ensure (BALIE_TYPE_REQUEST_LIST);

  object_class->dispose = balie_home_page_dispose;
  object_class->finalize = balie_home_page_finalize;
  object_class->get_property = balie_home_page_get_property;
  object_class->set_property = balie_home_page_set_property;

  properties[PROP_CHAT_OPEN] = g_param_spec_boolean ("chat-open", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_REQUEST_ACTIVATED] =
    g_signal_new ("request-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, BALIE_TYPE_CONVERSATION_ITEM);
  signals[SIGNAL_DRAFT_ACTIVATED] =
    g_signal_new ("draft-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, BALIE_TYPE_DRAFT_ITEM);
  signals[SIGNAL_DRAFT_DISCARDED] =
    g_signal_new ("draft-discarded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, BALIE_TYPE_DRAFT_ITEM);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
balie_home_page_init (BalieHomePage *self)
{
  self->chat_offered = TRUE;
  self->request_signals = g_signal_group_new (BALIE_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->request_signals, "notify::conversation", G_CALLBACK (update_header), self);
  self->chat_signals = g_signal_group_new (BALIE_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->chat_signals, "notify::unread", G_CALLBACK (update_badge), self);
  self->desk_state_signals = g_signal_group_new (BALIE_TYPE_DESK_STATE);
  g_signal_group_connect_swapped (self->desk_state_signals, "changed", G_CALLBACK (update_opening), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_menu_button (GTK_MENU_BUTTON (self->desk_button), _ ("Servicedesk"));
  g_object_bind_property (self->corner, "inset", self->request_list, "inset", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (balie_home_page_get_waiting (self), "items-changed", G_CALLBACK (waiting_changed_cb), self, G_CONNECT_SWAPPED);
  update_header (self);
  update_badge (self);
}

GtkWidget *
balie_home_page_new (void)
{
  return g_object_new (BALIE_TYPE_HOME_PAGE, NULL);
}

void
balie_home_page_set_desk (BalieHomePage *self,
                          const char    *name)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  g_free (self->desk_name);
  self->desk_name = g_strdup (name);
  update_header (self);
}

void
balie_home_page_set_person (BalieHomePage *self,
                            const char    *name,
                            const char    *email)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_account_button_set_person (self->account_button, name, email);
}

void
balie_home_page_set_desk_state (BalieHomePage  *self,
                                BalieDeskState *state)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));
  g_return_if_fail (state == NULL || BALIE_IS_DESK_STATE (state));

  if (!g_set_object (&self->desk_state, state))
    return;

  g_signal_group_set_target (self->desk_state_signals, state);
  balie_request_list_set_desk_state (self->request_list, state);
  update_opening (self);
}

void
balie_home_page_set_requests (BalieHomePage *self,
                              GListModel    *requests)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_request_list_set_requests (self->request_list, requests);
}

void
balie_home_page_set_drafts (BalieHomePage *self,
                            GListModel    *drafts)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_request_list_set_drafts (self->request_list, drafts);
}

void
balie_home_page_set_search (BalieHomePage *self,
                            BalieSearch   *search)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_request_list_set_search (self->request_list, search);
}

GListModel *
balie_home_page_get_waiting (BalieHomePage *self)
{
  g_return_val_if_fail (BALIE_IS_HOME_PAGE (self), NULL);

  return balie_request_list_get_waiting (self->request_list);
}

void
balie_home_page_set_loading (BalieHomePage *self,
                             gboolean       loading)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_request_list_set_loading (self->request_list, loading);
}

void
balie_home_page_set_chat (BalieHomePage         *self,
                          BalieConversationItem *chat)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  if (!g_set_object (&self->chat, chat))
    return;

  g_signal_group_set_target (self->chat_signals, chat);
  update_badge (self);
}

void
balie_home_page_set_chat_offered (BalieHomePage *self,
                                  gboolean       offered)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  self->chat_offered = offered != FALSE;
  update_chat (self);
}

void
balie_home_page_set_chat_panel (BalieHomePage *self,
                                GtkWidget     *panel)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_chat_corner_set_panel (self->corner, panel);
}

void
balie_home_page_set_answers_by_email (BalieHomePage *self,
                                      gboolean       answers_by_email)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_desk_menu_set_answers_by_email (self->desk_menu, answers_by_email);
}

gboolean
balie_home_page_get_chat_open (BalieHomePage *self)
{
  g_return_val_if_fail (BALIE_IS_HOME_PAGE (self), FALSE);

  return balie_chat_corner_get_open (self->corner);
}

void
balie_home_page_set_chat_open (BalieHomePage *self,
                               gboolean       open)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_chat_corner_set_open (self->corner, open);
}

void
balie_home_page_show_request (BalieHomePage         *self,
                              GtkWidget             *page,
                              BalieConversationItem *item)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (BALIE_IS_CONVERSATION_ITEM (item));

  g_set_object (&self->request, item);
  g_signal_group_set_target (self->request_signals, item);
  adw_bin_set_child (self->request_bin, page);
  gtk_stack_set_visible_child_name (self->stack, "request");
  update_chat (self);
  update_header (self);
  gtk_widget_grab_focus (page);
}

BalieConversationItem *
balie_home_page_get_request (BalieHomePage *self)
{
  g_return_val_if_fail (BALIE_IS_HOME_PAGE (self), NULL);

  return self->request;
}

GtkWidget *
balie_home_page_get_request_page (BalieHomePage *self)
{
  g_return_val_if_fail (BALIE_IS_HOME_PAGE (self), NULL);

  return self->request != NULL ? adw_bin_get_child (self->request_bin) : NULL;
}

void
balie_home_page_show_list (BalieHomePage *self)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  if (self->request == NULL)
    return;

  g_signal_group_set_target (self->request_signals, NULL);
  g_clear_object (&self->request);
  gtk_stack_set_visible_child_name (self->stack, "list");
  balie_home_page_focus_list (self);
  adw_bin_set_child (self->request_bin, NULL);
  update_chat (self);
  update_header (self);
}

void
balie_home_page_focus_list (BalieHomePage *self)
{
  GtkRoot *root;

  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (root != NULL && !balie_request_list_focus (self->request_list))
    gtk_root_set_focus (root, NULL);
}

void
balie_home_page_focus_search (BalieHomePage *self)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_home_page_show_list (self);
  balie_request_list_focus_search (self->request_list);
}

void
balie_home_page_open_filter (BalieHomePage *self)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  balie_home_page_show_list (self);
  balie_request_list_open_filter (self->request_list);
}

void
balie_home_page_open_desk_menu (BalieHomePage *self)
{
  g_return_if_fail (BALIE_IS_HOME_PAGE (self));

  gtk_menu_button_popup (self->desk_button);
}

BalieBanner *
balie_home_page_get_banner (BalieHomePage *self)
{
  g_return_val_if_fail (BALIE_IS_HOME_PAGE (self), NULL);

  return self->banner;
}

BalieChatCorner *
balie_home_page_get_corner (BalieHomePage *self)
{
  g_return_val_if_fail (BALIE_IS_HOME_PAGE (self), NULL);

  return self->corner;
}
