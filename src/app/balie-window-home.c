/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window's home: what it shows of the session, and what it says when something is the matter. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-window-private.h"

#include "balie-accent.h"
#include "compat/balie-dialogs.h"
#include "balie-request-page.h"
#include "balie-texts-request.h"
#include "balie-toast.h"

#include <glib/gi18n.h>

/* What needs a session, and what of it not every desk offers. */
static const struct
{
  const char *name;
  const char *feature;
} session_actions[] = {
  {"ask-question", "question"},
  {"report-problem", "problem"},
  {"attach", "attachments"},
  {"follow-up", NULL},
  {"open-chat", "chat"},
  {"toggle-chat", "chat"},
  {"opening-hours", NULL},
  {"help-articles", "articles"},
  {"desk-menu", NULL},
  {"search", NULL},
  {"filter", NULL},
  {"back", NULL},
  {"open-conversation", NULL},
  {"reconnect", NULL},
  {"unlock", NULL},
  {"sign-out", NULL},
};

/* A desk that has not been heard of yet may offer anything. */
static gboolean
desk_offers (BalieWindow *self,
             const char  *feature)
{
  BalieDesk *desk = self->session != NULL ? balie_session_get_desk (self->session) : NULL;

  return feature == NULL || desk == NULL || balie_desk_has_feature (desk, feature);
}

static void
update_actions (BalieWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (session_actions); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), session_actions[i].name)),
                                 self->session != NULL && desk_offers (self, session_actions[i].feature));

  balie_drop_area_set_enabled (self->drop_area, self->session != NULL && desk_offers (self, "attachments"));
  balie_home_page_set_chat_offered (self->home_page, desk_offers (self, "chat"));
}

/* The title stands in lists of windows too, where one looks for what wants attention. */
static void
update_title (BalieWindow *self)
{
  BalieDesk       *desk = self->session != NULL ? balie_session_get_desk (self->session) : NULL;
  guint            n_waiting = g_list_model_get_n_items (balie_home_page_get_waiting (self->home_page));
  g_autofree char *title = NULL;

  if (desk == NULL)
    title = g_strdup (BALIE_VISIBLE_NAME);
  else if (n_waiting > 0)
    /* Translators: title of the window; %u is how many requests wait for the reader, the first %s is the name of a company,
     * the second that of this program */
    title = g_strdup_printf (_ ("(%u) %s – %s"), n_waiting, desk->name, BALIE_VISIBLE_NAME);
  else
    /* Translators: title of the window; the first %s is the name of a company, the second that of this program */
    title = g_strdup_printf (_ ("%s – %s"), desk->name, BALIE_VISIBLE_NAME);

  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_desk (BalieWindow *self)
{
  BalieDesk *desk = balie_session_get_desk (self->session);

  update_actions (self);
  if (desk == NULL)
    return;

  balie_accent_apply (desk->accent);
  balie_home_page_set_desk (self->home_page, desk->name);
  balie_home_page_set_answers_by_email (self->home_page, balie_session_get_answer_email (self->session) != NULL);
  update_title (self);
}

static void
update_account (BalieWindow *self)
{
  BalieAccount *account = balie_session_get_account (self->session);

  if (account != NULL)
    balie_home_page_set_person (self->home_page, account->name, account->email);
}

static void
update_lists (BalieWindow *self)
{
  balie_home_page_set_requests (self->home_page, balie_session_get_requests (self->session));
  balie_home_page_set_drafts (self->home_page, balie_session_get_drafts (self->session));
  balie_home_page_set_chat (self->home_page, balie_session_get_chat (self->session));
}

static gboolean
storage_is_failing (BalieWindow *self)
{
  gboolean failing;

  g_object_get (self->session, "storage-failing", &failing, NULL);
  return failing;
}

static void
show_banner (BalieWindow *self)
{
  BalieBanner *banner = balie_home_page_get_banner (self->home_page);

  if (storage_is_failing (self))
    {
      balie_banner_show (banner, _ ("The disk is full or cannot be written. What you type now cannot be kept; make room first."), NULL, NULL);
      return;
    }

  switch (self->shown_connection)
    {
    case BALIE_CONNECTION_REFUSED:
      balie_banner_show (banner,
                         _ ("The server does not accept your login any more. What you sent waits until you have signed in again."),
                         _ ("_Sign In Again"), "win.sign-in");
      break;

    case BALIE_CONNECTION_LOCKED:
      balie_banner_show (banner,
                         _ ("Your keyring is locked, so there is no login to connect with. What you send waits."),
                         _ ("_Unlock"), "win.unlock");
      break;

    case BALIE_CONNECTION_OFFLINE:
      balie_banner_show (banner,
                         _ ("No connection. You can read and write; what you send goes out as soon as there is one."),
                         _ ("_Try Now"), "win.reconnect");
      break;

    case BALIE_CONNECTION_CONNECTING:
    case BALIE_CONNECTION_ONLINE:
    default:
      balie_banner_hide (banner);
    }
}

static void
update_connection (BalieWindow *self)
{
  BalieConnection connection = balie_session_get_connection (self->session);

  balie_home_page_set_loading (self->home_page, connection == BALIE_CONNECTION_CONNECTING);

  /* While it is being tried, what was said before stays; else the banner would flicker with every try. */
  if (connection != BALIE_CONNECTION_CONNECTING)
    self->shown_connection = connection;
  show_banner (self);
}

static void
update_keyring (BalieWindow *self)
{
  const char *text = NULL;

  if (self->told_about_keyring || !g_settings_get_boolean (self->settings, "stay-signed-in"))
    return;

  switch (balie_session_get_keyring_state (self->session))
    {
    case BALIE_KEYRING_DISMISSED:
      text = _ ("The keyring was not unlocked, so your login is not kept. Next time you will be asked for it.");
      break;

    case BALIE_KEYRING_ABSENT:
      text = _ ("This computer has no keyring, so your login is not kept. Next time you will be asked for it.");
      break;

    case BALIE_KEYRING_FAILED:
      text = _ ("The keyring does not work, so your login is not kept. Next time you will be asked for it.");
      break;

    /* A locked keyring has a banner of its own, because without it there is no connection. */
    case BALIE_KEYRING_LOCKED:
    case BALIE_KEYRING_KEPT:
    case BALIE_KEYRING_NONE:
    default:
      return;
    }

  self->told_about_keyring = TRUE;
  balie_window_show_toast (self, text);
}

static void
request_activated_cb (BalieWindow           *self,
                      BalieConversationItem *item)
{
  balie_window_open_conversation (self, balie_conversation_item_get_id (item));
}

static void
draft_activated_cb (BalieWindow    *self,
                    BalieDraftItem *item)
{
  const char *conversation = balie_draft_item_get_conversation (item);

  if (conversation != NULL)
    balie_window_open_conversation (self, conversation);
  else if (balie_draft_item_get_kind (item) == BALIE_CONVERSATION_PROBLEM)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.report-problem", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.ask-question", NULL);
}

/* What a question about discarding needs to know when it is answered. */
typedef struct
{
  BalieWindow *window;
  char        *key;
} Discard;

static void
discard_free (Discard *discard)
{
  g_object_unref (discard->window);
  g_free (discard->key);
  g_free (discard);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Discard, discard_free)

static void
discard_answered_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (Discard) discard = user_data;

  if (balie_dialogs_ask_finish (result) && discard->window->session != NULL)
    balie_session_discard_draft (discard->window->session, discard->key);
}

static void
draft_discarded_cb (BalieWindow    *self,
                    BalieDraftItem *item)
{
  g_autofree char *subject = balie_texts_dup_draft_subject (item);
  g_autofree char *body = NULL;
  guint            n_files = balie_draft_item_get_n_files (item);
  Discard         *discard = g_new (Discard, 1);

  discard->window = g_object_ref (self);
  discard->key = g_strdup (balie_draft_item_get_key (item));
  if (n_files > 0)
    /* Translators: %s is the subject of a draft */
    body = g_strdup_printf (ngettext ("What you wrote in “%s” and its %u file are deleted for good.",
                                      "What you wrote in “%s” and its %u files are deleted for good.", n_files),
                            subject, n_files);
  else
    /* Translators: %s is the subject of a draft */
    body = g_strdup_printf (_ ("What you wrote in “%s” is deleted for good."), subject);

  balie_dialogs_ask_async (GTK_WINDOW (self), _ ("Discard Draft?"), body, _ ("_Discard"), TRUE, discard_answered_cb, discard);
}

static void
chat_folded_cb (BalieWindow *self)
{
  balie_home_page_set_chat_open (self->home_page, FALSE);
}

static void
mode_changed_cb (BalieWindow *self)
{
  BalieChatCorner *corner = balie_home_page_get_corner (self->home_page);

  balie_chat_panel_set_as_page (self->chat_panel, balie_chat_corner_get_mode (corner) == BALIE_LAYOUT_NARROW);
}

/* In a narrow window the chat is a page that one leaves again, and no lasting choice. */
static void
chat_open_changed_cb (BalieWindow *self)
{
  BalieChatCorner *corner = balie_home_page_get_corner (self->home_page);

  if (self->session != NULL && balie_chat_corner_get_mode (corner) != BALIE_LAYOUT_NARROW)
    g_settings_set_boolean (self->settings, "chat-open", balie_home_page_get_chat_open (self->home_page));
}

void
balie_window_init_home (BalieWindow *self)
{
  BalieChatCorner *corner = balie_home_page_get_corner (self->home_page);

  self->session_signals = g_signal_group_new (BALIE_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::desk", G_CALLBACK (update_desk), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::account", G_CALLBACK (update_account), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::requests", G_CALLBACK (update_lists), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::chat", G_CALLBACK (update_lists), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::connection", G_CALLBACK (update_connection), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::storage-failing", G_CALLBACK (show_banner), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::keyring-state", G_CALLBACK (update_keyring), self);

  self->chat_panel = BALIE_CHAT_PANEL (balie_chat_panel_new ());
  balie_home_page_set_chat_panel (self->home_page, GTK_WIDGET (self->chat_panel));

  g_signal_connect_object (self->home_page, "request-activated", G_CALLBACK (request_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->home_page, "draft-activated", G_CALLBACK (draft_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->home_page, "draft-discarded", G_CALLBACK (draft_discarded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->home_page, "notify::waiting", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->home_page, "notify::chat-open", G_CALLBACK (chat_open_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chat_panel, "fold", G_CALLBACK (chat_folded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (corner, "notify::mode", G_CALLBACK (mode_changed_cb), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

static void
leave_session (BalieWindow *self)
{
  g_signal_group_set_target (self->session_signals, NULL);
  balie_home_page_show_list (self->home_page);
  balie_home_page_set_requests (self->home_page, NULL);
  balie_home_page_set_drafts (self->home_page, NULL);
  balie_home_page_set_search (self->home_page, NULL);
  g_clear_object (&self->search);
  balie_home_page_set_chat (self->home_page, NULL);
  balie_chat_panel_set_session (self->chat_panel, NULL);
  balie_home_page_set_desk_state (self->home_page, NULL);
  g_clear_object (&self->desk_state);
  balie_session_close (self->session);
  g_clear_object (&self->session);
}

static void
first_frame_drawn_cb (BalieWindow   *self,
                      GdkFrameClock *frame_clock)
{
  g_signal_handlers_disconnect_by_func (frame_clock, first_frame_drawn_cb, self);
  if (self->session != NULL)
    balie_chat_panel_set_session (self->chat_panel, self->session);
}

static void
mapped_cb (BalieWindow *self)
{
  g_signal_handlers_disconnect_by_func (self, mapped_cb, NULL);
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "after-paint",
                           G_CALLBACK (first_frame_drawn_cb), self, G_CONNECT_SWAPPED);
}

/* The chat's messages take longer to lay out than all the rest of home, for which the first frame does not wait. */
static void
show_chat (BalieWindow *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    balie_chat_panel_set_session (self->chat_panel, self->session);
  else
    g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

static void
enter_session (BalieWindow  *self,
               BalieSession *session)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &(int){0});

  self->session = g_object_ref (session);
  self->search = balie_session_new_search (session);
  self->desk_state = balie_desk_state_new (session);
  self->shown_connection = BALIE_CONNECTION_CONNECTING;
  self->told_about_keyring = FALSE;
  g_signal_group_set_target (self->session_signals, session);

  balie_home_page_set_desk_state (self->home_page, self->desk_state);
  balie_home_page_set_search (self->home_page, self->search);
  show_chat (self);
  /* Where the chat would take the whole window, the requests come first. */
  balie_home_page_set_chat_open (self->home_page,
                                 width >= BALIE_MEDIUM_WIDTH && g_settings_get_boolean (self->settings, "chat-open"));
  update_desk (self);
  update_account (self);
  update_lists (self);
  update_connection (self);
  update_keyring (self);
  gtk_stack_set_visible_child_name (self->stack, "home");
  balie_home_page_focus_list (self->home_page);
}

void
balie_window_set_session (BalieWindow  *self,
                          BalieSession *session)
{
  if (self->session != NULL)
    leave_session (self);
  if (session != NULL)
    enter_session (self, session);

  update_actions (self);
  update_title (self);
  g_object_notify (G_OBJECT (self), "session");
}

void
balie_window_open_conversation (BalieWindow *self,
                                const char  *conversation)
{
  BalieConversationItem *item;
  GtkWidget             *page;

  if (self->session == NULL)
    return;

  item = balie_session_find_conversation (self->session, conversation);
  if (item == NULL)
    {
      balie_window_show_toast (self, _ ("This request is not known here."));
      return;
    }

  if (item == balie_session_get_chat (self->session))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-chat", NULL);
      return;
    }

  page = balie_request_page_new ();
  balie_request_page_open (BALIE_REQUEST_PAGE (page), self->session, item);
  balie_home_page_show_request (self->home_page, page, item);
}

void
balie_window_show_toast (BalieWindow *self,
                         const char  *text)
{
  adw_toast_overlay_add_toast (self->toast_overlay, balie_toast_new (text));
}
