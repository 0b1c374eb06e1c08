/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread with its composer, joined to a session: sending, drafts, read marks, typing. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-conversation-view.h"

#include "balie-texts-error.h"
#include "balie-texts-request.h"
#include "balie-toast.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _BalieConversationView
{
  GtkWidget parent_instance;

  /* owned */
  BalieSession *session;
  BalieThread  *thread;
  GCancellable *cancellable;
  char         *conversation;
  GSettings    *settings;
  GSignalGroup *session_signals;

  /* borrowed */
  struct _Deletion *deletion; /* what can be had back */

  BalieThreadStyle style;

  /* Template */
  AdwToastOverlay *toasts;
  GtkWidget       *area;
  AdwClamp        *clamp;
  GtkWidget       *announcer;
  BalieThreadView *thread_view;
  BalieComposer   *composer;
};

enum {
  PROP_STYLE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* One text on its way into the outbox, or out of it. */
typedef struct
{
  BalieConversationView *view;
  char                  *conversation;
  char                  *text;
  BalieDraft            *draft;
  BalieConversationKind  kind;
} Errand;

/* One message that is deleted, from the key press until nobody can have it back. */
typedef struct _Deletion
{
  BalieConversationView *view; /* NULL once it is deleted */
  BalieConversationView *offered_by;
  BalieSession          *session;
  char                  *conversation;
  char                  *message;
  BalieDraft            *draft; /* once it is deleted */
  BalieConversationKind  kind;
} Deletion;

G_DEFINE_FINAL_TYPE (BalieConversationView, balie_conversation_view, GTK_TYPE_WIDGET)

static Errand *
errand_new (BalieConversationView *view,
            const char            *text)
{
  Errand *self = g_new0 (Errand, 1);

  self->view = g_object_ref (view);
  self->conversation = g_strdup (view->conversation);
  self->text = g_strdup (text);

  return self;
}

static void
errand_free (Errand *self)
{
  g_clear_object (&self->view);
  g_clear_pointer (&self->conversation, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->draft, balie_draft_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static BalieConversationKind
get_kind (BalieConversationView *self)
{
  BalieConversationItem *item = balie_session_find_conversation (self->session, self->conversation);

  return item != NULL ? balie_conversation_item_get_conversation (item)->kind : BALIE_CONVERSATION_CHAT;
}

static Deletion *
deletion_new (BalieConversationView *view,
              const char            *message)
{
  Deletion *self = g_new0 (Deletion, 1);

  self->view = g_object_ref (view);
  self->session = g_object_ref (view->session);
  self->conversation = g_strdup (view->conversation);
  self->message = g_strdup (message);
  self->kind = get_kind (view);

  return self;
}

static void
deletion_free (Deletion *self)
{
  if (self->offered_by != NULL && self->offered_by->deletion == self)
    self->offered_by->deletion = NULL;
  g_clear_weak_pointer (&self->offered_by);
  g_clear_pointer (&self->draft, balie_draft_free);
  g_clear_object (&self->view);
  g_clear_object (&self->session);
  g_clear_pointer (&self->conversation, g_free);
  g_clear_pointer (&self->message, g_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deletion, deletion_free)

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
save_draft (BalieConversationView *self)
{
  g_autofree char *text = balie_composer_dup_text (self->composer);
  g_autoptr (BalieDraft) draft = balie_draft_new (NULL, text);

  balie_session_save_draft (self->session, self->conversation, draft);
}

/* Puts a text back where it was typed, before what was typed since. */
static void
give_back (BalieConversationView *self,
           const char            *conversation,
           const char            *text)
{
  g_autofree char *typed = NULL;
  g_autofree char *both = NULL;

  if (text == NULL || g_strcmp0 (self->conversation, conversation) != 0)
    return;

  typed = balie_composer_dup_text (self->composer);
  both = *typed != '\0' ? g_strconcat (text, "\n\n", typed, NULL) : g_strdup (text);
  balie_composer_set_text (self->composer, both);
  save_draft (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = balie_session_send_message_finish (BALIE_SESSION (source), result, &error);

  if (message != NULL || is_cancelled (error))
    return;

  g_warning ("A message could not be put into the outbox: %s", error->message);
  give_back (errand->view, errand->conversation, errand->text);
  balie_conversation_view_show_notice (errand->view, balie_texts_get_error (BALIE_TASK_SEND, error));
}

static void
send_cb (BalieConversationView *self,
         const char            *text)
{
  if (self->session == NULL)
    return;

  /* The draft on disk goes with the transaction that takes the message, not before: so the box is emptied quietly. */
  balie_session_send_message_async (self->session, self->conversation, text, NULL, NULL, sent_cb, errand_new (self, text));
  balie_composer_set_text (self->composer, "");
}

static void
typed_cb (BalieConversationView *self)
{
  if (self->session == NULL)
    return;

  save_draft (self);
  if (!balie_composer_is_empty (self->composer))
    balie_session_notify_typing (self->session, self->conversation);
}

static void
draft_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) draft = balie_session_load_draft_finish (BALIE_SESSION (source), result, &error);
  BalieConversationView *self = errand->view;

  if (error != NULL && !is_cancelled (error))
    g_warning ("A draft could not be loaded: %s", error->message);

  /* What was typed meanwhile is newer. */
  if (draft != NULL && g_strcmp0 (self->conversation, errand->conversation) == 0 && balie_composer_is_empty (self->composer))
    balie_composer_set_text (self->composer, draft->text);
}

static void
displayed_cb (BalieConversationView *self)
{
  gint64 displayed = balie_thread_view_get_displayed (self->thread_view);

  if (self->session != NULL && displayed > 0)
    balie_session_mark_seen (self->session, self->conversation, displayed);
}

/* Whoever hears the screen instead of seeing it is told what comes in. */
static void
received_cb (BalieConversationView *self,
             BalieConversationItem *conversation,
             BalieThreadItem       *item)
{
  const BalieMessage *message = balie_thread_item_get_message (item);
  g_autofree char    *name = NULL;
  g_autofree char    *announcement = NULL;

  if (g_strcmp0 (balie_conversation_item_get_id (conversation), self->conversation) != 0 || message->author == NULL)
    return;

  name = balie_texts_dup_first_name (message->author->name);
  /* Translators: what a screen reader says when a message comes: the name of who wrote it, and its text */
  announcement = g_strdup_printf (C_ ("announcement", "%s: %s"), name, message->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->announcer), GTK_ACCESSIBLE_PROPERTY_LABEL, announcement, -1);
}

static void
load_failed_cb (BalieConversationView *self,
                const GError          *error)
{
  balie_conversation_view_show_notice (self, balie_texts_get_error (BALIE_TASK_LOAD, error));
}

static void
undo_over_cb (Deletion *deletion)
{
  balie_session_forget_deleted (deletion->session, deletion->message);
}

static void
free_deletion_notify (gpointer  deletion,
                      GClosure *closure)
{
  deletion_free (deletion);
}

/* A deleted message can be had back as long as it is said that it went. */
static void
offer_undo (Deletion *deletion)
{
  g_autoptr (BalieConversationView) view = g_steal_pointer (&deletion->view);
  AdwToast *toast = adw_toast_new (_ ("Deleted, and not sent"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "thread.undo-delete");
  adw_toast_set_action_target (toast, "(sss)", deletion->message, deletion->conversation, deletion->draft->text);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (undo_over_cb), deletion, free_deletion_notify, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&deletion->offered_by, view);
  view->deletion = deletion;
  adw_toast_overlay_add_toast (view->toasts, toast);
}

/* A request that is edited is none any more: it is a draft, and has a dialog instead of a page. */
static void
open_draft (BalieConversationView *self,
            BalieConversationKind  kind)
{
  const char *action = kind == BALIE_CONVERSATION_PROBLEM ? "win.report-problem" : "win.ask-question";

  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
edited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) draft = balie_session_withdraw_finish (BALIE_SESSION (source), result, &error);

  if (draft != NULL && balie_session_find_conversation (BALIE_SESSION (source), errand->conversation) == NULL)
    open_draft (errand->view, errand->kind);
  else if (draft != NULL)
    give_back (errand->view, errand->conversation, draft->text);
  else if (!is_cancelled (error))
    balie_conversation_view_show_notice (errand->view, balie_texts_get_error (BALIE_TASK_WITHDRAW, error));
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Deletion) deletion = user_data;
  g_autoptr (GError) error = NULL;

  deletion->draft = balie_session_delete_finish (BALIE_SESSION (source), result, &error);
  if (deletion->draft != NULL)
    offer_undo (g_steal_pointer (&deletion));
  else if (!is_cancelled (error))
    balie_conversation_view_show_notice (deletion->view, balie_texts_get_error (BALIE_TASK_WITHDRAW, error));
}

static void
show_notice_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  balie_conversation_view_show_notice (BALIE_CONVERSATION_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static void
edit_message_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  BalieConversationView *self = BALIE_CONVERSATION_VIEW (widget);
  Errand                *errand;

  if (self->session == NULL)
    return;

  errand = errand_new (self, NULL);
  errand->kind = get_kind (self);
  balie_session_withdraw_async (self->session, g_variant_get_string (parameter, NULL), NULL, edited_cb, errand);
}

static void
delete_message_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  BalieConversationView *self = BALIE_CONVERSATION_VIEW (widget);

  if (self->session != NULL)
    balie_session_delete_async (self->session, g_variant_get_string (parameter, NULL), NULL, deleted_cb,
                                deletion_new (self, g_variant_get_string (parameter, NULL)));
}

static void
retry_message_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  BalieConversationView *self = BALIE_CONVERSATION_VIEW (widget);

  if (self->session != NULL)
    balie_session_retry (self->session, g_variant_get_string (parameter, NULL));
}

static const char *
get_draft_key (BalieConversationKind kind)
{
  return kind == BALIE_CONVERSATION_PROBLEM ? BALIE_DRAFT_NEW_PROBLEM : BALIE_DRAFT_NEW_QUESTION;
}

static void
other_draft_loaded_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) other = balie_session_load_draft_finish (BALIE_SESSION (source), result, &error);

  if (error != NULL)
    {
      balie_conversation_view_show_notice (errand->view, balie_texts_get_error (BALIE_TASK_WITHDRAW, error));
      return;
    }

  if (other != NULL)
    balie_draft_append (errand->draft, other->text);
  balie_session_save_draft (BALIE_SESSION (source), get_draft_key (errand->kind), errand->draft);
  open_draft (errand->view, errand->kind);
}

/* A request went with its first message: what was in it comes back as a draft, before what was begun since. */
static void
give_back_request (BalieConversationView *self,
                   const Deletion        *deletion)
{
  Errand *errand = errand_new (self, NULL);

  errand->draft = balie_draft_copy (deletion->draft);
  errand->kind = deletion->kind;
  balie_session_restore_files (self->session, deletion->message, get_draft_key (deletion->kind));
  balie_session_load_draft_async (self->session, get_draft_key (deletion->kind), NULL, other_draft_loaded_cb, errand);
}

static void
undo_delete_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  BalieConversationView *self = BALIE_CONVERSATION_VIEW (widget);
  const char            *message;
  const char            *conversation;
  const char            *text;

  g_variant_get (parameter, "(&s&s&s)", &message, &conversation, &text);
  if (self->session == NULL || g_strcmp0 (self->conversation, conversation) != 0)
    return;

  if (self->deletion != NULL && g_str_equal (self->deletion->message, message) &&
      balie_session_find_conversation (self->session, conversation) == NULL)
    {
      give_back_request (self, self->deletion);
      return;
    }

  balie_session_restore_files (self->session, message, conversation);
  give_back (self, conversation, text);
}

static void
close_conversation (BalieConversationView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->thread);
  if (self->session != NULL)
    balie_attachment_box_open (balie_composer_get_attachment_box (self->composer), NULL, NULL);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  g_clear_object (&self->session);
  g_clear_pointer (&self->conversation, g_free);
}

static gboolean
balie_conversation_view_grab_focus (GtkWidget *widget)
{
  BalieConversationView *self = BALIE_CONVERSATION_VIEW (widget);

  if (gtk_widget_get_visible (self->area))
    return gtk_widget_grab_focus (GTK_WIDGET (self->composer));

  return gtk_widget_grab_focus (GTK_WIDGET (self->thread_view));
}

static void
balie_conversation_view_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STYLE:
      g_value_set_enum (value, (int)BALIE_CONVERSATION_VIEW (object)->style);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_conversation_view_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_STYLE:
      BALIE_CONVERSATION_VIEW (object)->style = (BalieThreadStyle)g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_conversation_view_constructed (GObject *object)
{
  BalieConversationView *self = BALIE_CONVERSATION_VIEW (object);

  G_OBJECT_CLASS (balie_conversation_view_parent_class)->constructed (object);

  self->thread_view = BALIE_THREAD_VIEW (balie_thread_view_new (self->style));
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->thread_view));
  g_signal_connect_object (self->thread_view, "notify::displayed", G_CALLBACK (displayed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread_view, "load-failed", G_CALLBACK (load_failed_cb), self, G_CONNECT_SWAPPED);

  self->composer = BALIE_COMPOSER (balie_composer_new (self->style == BALIE_THREAD_STYLE_CARDS));
  adw_clamp_set_child (self->clamp, GTK_WIDGET (self->composer));
  g_signal_connect_object (self->composer, "send", G_CALLBACK (send_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (balie_composer_get_attachment_box (self->composer), "notice",
                           G_CALLBACK (balie_conversation_view_show_notice), self, G_CONNECT_SWAPPED);

  self->settings = g_settings_new (BALIE_APPLICATION_ID);
  g_settings_bind (self->settings, "send-with-enter", self->composer, "enter-sends", G_SETTINGS_BIND_GET);
}

static void
balie_conversation_view_dispose (GObject *object)
{
  BalieConversationView *self = BALIE_CONVERSATION_VIEW (object);
  GtkWidget             *child;

  close_conversation (self);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->settings);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_conversation_view_parent_class)->dispose (object);
}

static void
balie_conversation_view_class_init (BalieConversationViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_conversation_view_get_property;
  object_class->set_property = balie_conversation_view_set_property;
  object_class->constructed = balie_conversation_view_constructed;
  object_class->dispose = balie_conversation_view_dispose;
  widget_class->grab_focus = balie_conversation_view_grab_focus;

  properties[PROP_STYLE] = g_param_spec_enum ("style", NULL, NULL, BALIE_TYPE_THREAD_STYLE, BALIE_THREAD_STYLE_BUBBLES,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "conversationview");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-conversation-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieConversationView, toasts);
  gtk_widget_class_bind_template_child (widget_class, BalieConversationView, area);
  gtk_widget_class_bind_template_child (widget_class, BalieConversationView, clamp);
  gtk_widget_class_bind_template_child (widget_class, BalieConversationView, announcer);
  gtk_widget_class_install_action (widget_class, "thread.show-notice", "s", show_notice_action);
  gtk_widget_class_install_action (widget_class, "thread.edit-message", "s", edit_message_action);
  gtk_widget_class_install_action (widget_class, "thread.retry-message", "s", retry_message_action);
  gtk_widget_class_install_action (widget_class, "thread.delete-message", "s", delete_message_action);
  gtk_widget_class_install_action (widget_class, "thread.undo-delete", "(sss)", undo_delete_action);
}

static void
balie_conversation_view_init (BalieConversationView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->session_signals = g_signal_group_new (BALIE_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "message-received", G_CALLBACK (received_cb), self);
}

GtkWidget *
balie_conversation_view_new (BalieThreadStyle style)
{
  return g_object_new (BALIE_TYPE_CONVERSATION_VIEW, "style", style, NULL);
}

void
balie_conversation_view_open (BalieConversationView *self,
                              BalieSession          *session,
                              const char            *conversation)
{
  BalieDesk *desk;

  g_return_if_fail (BALIE_IS_CONVERSATION_VIEW (self));
  g_return_if_fail ((session == NULL) == (conversation == NULL));

  if (self->session == session && g_strcmp0 (self->conversation, conversation) == 0)
    return;

  close_conversation (self);
  balie_composer_set_text (self->composer, "");
  balie_thread_view_set_model (self->thread_view, NULL);
  balie_thread_view_set_session (self->thread_view, NULL);
  self->thread = session != NULL ? balie_session_open_thread (session, conversation) : NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->composer), session == NULL || self->thread != NULL);
  if (self->thread == NULL)
    return;

  self->session = g_object_ref (session);
  g_signal_group_set_target (self->session_signals, session);
  self->conversation = g_strdup (conversation);
  self->cancellable = g_cancellable_new ();
  balie_thread_view_set_session (self->thread_view, session);
  balie_thread_view_set_model (self->thread_view, G_LIST_MODEL (self->thread));

  desk = balie_session_get_desk (session);
  if (desk != NULL && desk->limits.message > 0)
    balie_composer_set_limit (self->composer, (guint)MIN (desk->limits.message, G_MAXUINT));

  balie_session_load_draft_async (session, conversation, self->cancellable, draft_loaded_cb, errand_new (self, NULL));
  balie_attachment_box_open (balie_composer_get_attachment_box (self->composer), session, conversation);
}

void
balie_conversation_view_set_writable (BalieConversationView *self,
                                      gboolean               writable)
{
  g_return_if_fail (BALIE_IS_CONVERSATION_VIEW (self));

  gtk_widget_set_visible (self->area, writable);
}

gboolean
balie_conversation_view_get_writable (BalieConversationView *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_VIEW (self), FALSE);

  return gtk_widget_get_visible (self->area);
}

BalieThreadView *
balie_conversation_view_get_thread_view (BalieConversationView *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_VIEW (self), NULL);

  return self->thread_view;
}

BalieComposer *
balie_conversation_view_get_composer (BalieConversationView *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_VIEW (self), NULL);

  return self->composer;
}

void
balie_conversation_view_show_notice (BalieConversationView *self,
                                     const char            *text)
{
  g_return_if_fail (BALIE_IS_CONVERSATION_VIEW (self));

  adw_toast_overlay_add_toast (self->toasts, balie_toast_new (text));
}
