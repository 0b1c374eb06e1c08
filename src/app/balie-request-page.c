/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request: what it is about, how it stands, the correspondence, the answer box. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-page.h"

#include "balie-accessible.h"
#include "balie-clock.h"
#include "balie-request-menu.h"
#include "balie-error.h"
#include "balie-rating.h"
#include "balie-status-pill.h"
#include "balie-texts-error.h"
#include "balie-texts-request.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _BalieRequestPage
{
  GtkWidget parent_instance;

  /* owned */
  BalieSession          *session;
  BalieConversationItem *item;
  BalieDeskState        *desk_state;
  GSignalGroup          *item_signals;
  GSignalGroup          *state_signals;

  BalieConversation *before; /* what the customer saw when wanting to change it; NULL while nothing is on its way */

  /* Template */
  GtkLabel              *subject;
  GtkLabel              *line;
  GtkWidget             *follows;
  GtkLabel              *follows_text;
  BalieStatusPill       *pill;
  BalieRequestMenu      *menu;
  GtkWidget             *rating_box;
  BalieRating           *rating;
  GtkWidget             *ending;
  GtkWidget             *follow_up;
  GtkWidget             *solve;
  GtkWidget             *reopen;
  BalieConversationView *conversation_view;
};

enum {
  PROP_ITEM = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BalieRequestPage, balie_request_page, GTK_TYPE_WIDGET)

static char *
dup_line (BalieRequestPage        *self,
          const BalieConversation *conversation)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (self->desk_state != NULL)
    return balie_texts_dup_request_line (conversation, balie_desk_state_get_now (self->desk_state),
                                         balie_desk_state_get_zone (self->desk_state));

  zone = g_time_zone_new_local ();
  return balie_texts_dup_request_line (conversation, balie_clock_now (), zone);
}

/* What the answer box invites to: the status says what an answer does. */
static char *
dup_placeholder (const BalieConversation *conversation)
{
  g_autofree char *name = NULL;

  if (conversation->status == BALIE_STATUS_SOLVED)
    return g_strdup (_ ("Not solved after all? Your answer opens the request again…"));
  if (conversation->status != BALIE_STATUS_WAITING)
    return g_strdup (_ ("Write an answer…"));
  if (conversation->assignee == NULL)
    return g_strdup (_ ("You were asked for more information. Write your answer…"));

  name = balie_texts_dup_first_name (conversation->assignee->name);
  /* Translators: %s is the name of somebody of the staff */
  return g_strdup_printf (_ ("%s asked you for more information. Write your answer…"), name);
}

static void
update_actions (BalieRequestPage        *self,
                const BalieConversation *conversation)
{
  gboolean known = self->session != NULL && self->before == NULL && !balie_conversation_item_get_pending (self->item);
  gboolean may_solve = conversation->status != BALIE_STATUS_SOLVED &&
                       balie_status_may_change (BALIE_ROLE_CUSTOMER, conversation->status, BALIE_STATUS_SOLVED);
  gboolean may_reopen = conversation->status == BALIE_STATUS_SOLVED &&
                        balie_status_may_change (BALIE_ROLE_CUSTOMER, conversation->status, BALIE_STATUS_OPEN);

  gtk_widget_set_visible (self->solve, may_solve);
  gtk_widget_set_visible (self->reopen, may_reopen);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "request.solve", known && may_solve);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "request.reopen", known && may_reopen);
}

/* What a request follows is named as the list names it, as soon as that is known. */
static char *
dup_follows (BalieRequestPage        *self,
             const BalieConversation *conversation)
{
  BalieConversationItem   *item = self->session != NULL ? balie_session_find_conversation (self->session, conversation->follows) : NULL;
  const BalieConversation *followed = item != NULL ? balie_conversation_item_get_conversation (item) : NULL;
  g_autofree char         *number = NULL;

  if (followed == NULL || followed->number == 0 || followed->subject == NULL)
    return g_strdup (_ ("Follows an earlier request"));

  number = g_strdup_printf ("%" G_GINT64_FORMAT, followed->number);
  /* Translators: the number and the subject of the request that this one follows */
  return g_strdup_printf (_ ("Follows #%s: %s"), number, followed->subject);
}

static void
update_links (BalieRequestPage        *self,
              const BalieConversation *conversation)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->follow_up), "s", conversation->id);
  gtk_widget_set_visible (self->follows, conversation->follows != NULL);
  if (conversation->follows != NULL)
    {
      g_autofree char *text = dup_follows (self, conversation);

      gtk_label_set_label (self->follows_text, text);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->follows), "s", conversation->follows);
    }
}

static void
update_rating (BalieRequestPage        *self,
               const BalieConversation *conversation)
{
  gtk_widget_set_visible (self->rating_box, conversation->status == BALIE_STATUS_SOLVED || conversation->status == BALIE_STATUS_CLOSED);
  balie_rating_set_kept (self->rating, conversation->rating, conversation->rating_comment);
}

static void
update (BalieRequestPage *self)
{
  BalieConversation *conversation;
  gboolean           closed;
  g_autofree char   *line = NULL;
  g_autofree char   *placeholder = NULL;

  if (self->item == NULL)
    return;

  conversation = balie_conversation_item_get_conversation (self->item);
  closed = conversation->status == BALIE_STATUS_CLOSED;
  line = dup_line (self, conversation);
  placeholder = dup_placeholder (conversation);

  gtk_label_set_label (self->subject, conversation->subject != NULL ? conversation->subject : "");
  gtk_label_set_label (self->line, line);
  balie_status_pill_set_status (self->pill, conversation->status);

  balie_composer_set_placeholder (balie_conversation_view_get_composer (self->conversation_view), placeholder);
  balie_conversation_view_set_writable (self->conversation_view, !closed);
  gtk_widget_set_visible (self->ending, closed);
  update_links (self, conversation);
  update_rating (self, conversation);
  update_actions (self, conversation);
}

/* A change that is on its way, and what the request was when it was wanted. */
typedef struct
{
  BalieRequestPage      *page;
  BalieConversationItem *item;
  BalieConversation     *before;
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->page);
  g_object_unref (change->item);
  balie_conversation_unref (change->before);
  g_free (change);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static Change *
change_new (BalieRequestPage *self)
{
  Change *change = g_new0 (Change, 1);

  change->page = g_object_ref (self);
  change->item = g_object_ref (self->item);
  change->before = balie_conversation_ref (balie_conversation_item_get_conversation (self->item));
  return change;
}

/* Whoever looks at another request by now need not be told. */
static void
show_failure (const Change *change,
              BalieTask     task,
              const GError *error)
{
  BalieRequestPage *self = change->page;
  g_autofree char  *conflict = NULL;

  if (self->item != change->item || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (task == BALIE_TASK_SET_STATUS && g_error_matches (error, BALIE_ERROR, BALIE_ERROR_CONFLICT))
    conflict = balie_texts_dup_conflict (change->before, balie_conversation_item_get_conversation (change->item));
  balie_conversation_view_show_notice (self->conversation_view, conflict != NULL ? conflict : balie_texts_get_error (task, error));
}

static void
status_set_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  BalieRequestPage *self = change->page;
  g_autoptr (GError) error = NULL;

  if (!balie_session_set_status_finish (BALIE_SESSION (source), result, &error))
    show_failure (change, BALIE_TASK_SET_STATUS, error);
  if (self->before == change->before)
    g_clear_pointer (&self->before, balie_conversation_unref);

  update (self);
}

static void
set_status (BalieRequestPage *self,
            BalieStatus       status)
{
  Change *change;

  if (self->session == NULL || self->item == NULL || self->before != NULL)
    return;

  change = change_new (self);
  self->before = balie_conversation_ref (change->before);
  update (self);
  balie_session_set_status_async (self->session, balie_conversation_item_get_id (self->item), status, NULL, status_set_cb, change);
}

static char *
dup_rating_key (BalieConversationItem *item)
{
  return g_strconcat (BALIE_DRAFT_RATING_PREFIX, balie_conversation_item_get_id (item), NULL);
}

static void
comment_typed_cb (BalieRequestPage *self)
{
  g_autofree char *comment = balie_rating_dup_comment (self->rating);
  g_autofree char *key = NULL;
  g_autoptr (BalieDraft) draft = balie_draft_new (NULL, comment != NULL ? comment : "");

  if (self->session == NULL || self->item == NULL)
    return;

  key = dup_rating_key (self->item);
  balie_session_save_draft (self->session, key, draft);
}

static void
comment_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  BalieRequestPage *self = change->page;
  g_autofree char  *typed = balie_rating_dup_comment (self->rating);
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) draft = balie_session_load_draft_finish (BALIE_SESSION (source), result, &error);

  if (error != NULL)
    g_warning ("The comment on a rating could not be loaded: %s", error->message);

  /* What was typed meanwhile is newer. */
  if (draft != NULL && !balie_draft_is_empty (draft) && typed == NULL && self->item == change->item)
    balie_rating_set_comment (self->rating, draft->text);
}

static void
load_comment (BalieRequestPage *self)
{
  g_autofree char *key = dup_rating_key (self->item);

  balie_session_load_draft_async (self->session, key, NULL, comment_loaded_cb, change_new (self));
}

static void
forget_comment (BalieSession          *session,
                BalieConversationItem *item)
{
  g_autofree char *key = dup_rating_key (item);

  balie_session_discard_draft (session, key);
}

static void
rating_sent_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  BalieRequestPage *self = change->page;
  g_autoptr (GError) error = NULL;

  if (!balie_session_rate_finish (BALIE_SESSION (source), result, &error))
    show_failure (change, BALIE_TASK_RATE, error);
  else
    forget_comment (BALIE_SESSION (source), change->item);
  update (self);
  if (self->item == change->item)
    balie_rating_set_sending (self->rating, FALSE);
}

static void
rated_cb (BalieRequestPage *self,
          int               score,
          const char       *comment)
{
  if (self->session == NULL || self->item == NULL)
    return;

  balie_rating_set_sending (self->rating, TRUE);
  balie_session_rate_async (self->session, balie_conversation_item_get_id (self->item), score, comment, NULL, rating_sent_cb, change_new (self));
}

static void
solve_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  set_status (BALIE_REQUEST_PAGE (widget), BALIE_STATUS_SOLVED);
}

static void
reopen_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  set_status (BALIE_REQUEST_PAGE (widget), BALIE_STATUS_OPEN);
}

static gboolean
balie_request_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BALIE_REQUEST_PAGE (widget)->conversation_view));
}

static void
balie_request_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, BALIE_REQUEST_PAGE (object)->item);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static GtkWidget *
make_button (const char *label,
             const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  balie_accessible_name_button (GTK_BUTTON (button));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static void
balie_request_page_constructed (GObject *object)
{
  BalieRequestPage *self = BALIE_REQUEST_PAGE (object);
  BalieComposer    *composer;

  G_OBJECT_CLASS (balie_request_page_parent_class)->constructed (object);

  self->conversation_view = BALIE_CONVERSATION_VIEW (balie_conversation_view_new (BALIE_THREAD_STYLE_CARDS));
  gtk_widget_set_vexpand (GTK_WIDGET (self->conversation_view), TRUE);
  gtk_widget_insert_before (GTK_WIDGET (self->conversation_view), GTK_WIDGET (self), self->ending);

  composer = balie_conversation_view_get_composer (self->conversation_view);
  self->solve = make_button (_ ("_Mark as Solved"), "request.solve");
  self->reopen = make_button (_ ("_Reopen"), "request.reopen");
  balie_composer_add_start (composer, self->solve);
  balie_composer_add_start (composer, self->reopen);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "request-menu", balie_request_menu_get_actions (self->menu));
  g_signal_connect_object (self->menu, "notice", G_CALLBACK (balie_conversation_view_show_notice), self->conversation_view,
                           G_CONNECT_SWAPPED);
}

static void
balie_request_page_dispose (GObject *object)
{
  BalieRequestPage *self = BALIE_REQUEST_PAGE (object);
  GtkWidget        *child;

  g_clear_object (&self->item_signals);
  g_clear_object (&self->state_signals);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  g_clear_object (&self->item);
  g_clear_object (&self->session);
  g_clear_object (&self->desk_state);
  g_clear_pointer (&self->before, balie_conversation_unref);

  G_OBJECT_CLASS (balie_request_page_parent_class)->dispose (object);
}

static void
balie_request_page_class_init (BalieRequestPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_request_page_get_property;
  object_class->constructed = balie_request_page_constructed;
  object_class->dispose = balie_request_page_dispose;
  widget_class->grab_focus = balie_request_page_grab_focus;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, BALIE_TYPE_CONVERSATION_ITEM,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (BALIE_TYPE_RATING);
  g_type_ensure (BALIE_TYPE_STATUS_PILL);
  g_type_ensure (BALIE_TYPE_REQUEST_MENU);
  gtk_widget_class_set_css_name (widget_class, "requestpage");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-request-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, subject);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, line);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, pill);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, menu);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, follows);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, follows_text);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, rating_box);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, rating);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, ending);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestPage, follow_up);
  gtk_widget_class_bind_template_callback (widget_class, rated_cb);
  gtk_widget_class_bind_template_callback (widget_class, comment_typed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "request-menu.print", NULL);
  gtk_widget_class_install_action (widget_class, "request.solve", NULL, solve_action);
  gtk_widget_class_install_action (widget_class, "request.reopen", NULL, reopen_action);
}

static void
balie_request_page_init (BalieRequestPage *self)
{
  static const char *const watched[] = {"notify::conversation", "notify::pending", "notify::refused"};

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_button (GTK_BUTTON (self->follow_up));

  self->item_signals = g_signal_group_new (BALIE_TYPE_CONVERSATION_ITEM);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_swapped (self->item_signals, watched[i], G_CALLBACK (update), self);

  self->state_signals = g_signal_group_new (BALIE_TYPE_DESK_STATE);
  g_signal_group_connect_swapped (self->state_signals, "changed", G_CALLBACK (update), self);
}

GtkWidget *
balie_request_page_new (void)
{
  return g_object_new (BALIE_TYPE_REQUEST_PAGE, NULL);
}

void
balie_request_page_open (BalieRequestPage      *self,
                         BalieSession          *session,
                         BalieConversationItem *item)
{
  g_return_if_fail (BALIE_IS_REQUEST_PAGE (self));

  if (g_set_object (&self->session, session) && session != NULL)
    {
      g_autoptr (BalieDeskState) state = balie_desk_state_new (session);

      balie_request_page_set_desk_state (self, state);
    }

  if (g_set_object (&self->item, item))
    balie_rating_clear (self->rating);
  g_clear_pointer (&self->before, balie_conversation_unref);
  g_signal_group_set_target (self->item_signals, item);
  balie_request_menu_set_item (self->menu, session, item);
  if (session != NULL && item != NULL)
    balie_conversation_view_open (self->conversation_view, session, balie_conversation_item_get_id (item));
  else
    balie_conversation_view_open (self->conversation_view, NULL, NULL);
  update (self);
  if (session != NULL && item != NULL)
    load_comment (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

void
balie_request_page_set_desk_state (BalieRequestPage *self,
                                   BalieDeskState   *state)
{
  g_return_if_fail (BALIE_IS_REQUEST_PAGE (self));

  if (!g_set_object (&self->desk_state, state))
    return;

  g_signal_group_set_target (self->state_signals, state);
  balie_request_menu_set_zone (self->menu, state != NULL ? balie_desk_state_get_zone (state) : NULL);
  balie_thread_view_set_desk_state (balie_conversation_view_get_thread_view (self->conversation_view), state);
  update (self);
}

BalieConversationItem *
balie_request_page_get_item (BalieRequestPage *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_PAGE (self), NULL);

  return self->item;
}

BalieConversationView *
balie_request_page_get_conversation_view (BalieRequestPage *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_PAGE (self), NULL);

  return self->conversation_view;
}
