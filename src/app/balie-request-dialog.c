/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a new request is written: a question, or a problem. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-dialog.h"

#include "balie-accessible.h"
#include "balie-attachment-intake.h"
#include "balie-details-row.h"
#include "balie-dialog-fit.h"
#include "balie-drop-area.h"
#include "balie-suggestions.h"
#include "balie-text.h"
#include "balie-texts-error.h"
#include "balie-toast.h"

#include <glib/gi18n.h>

#define WIDTH 620
#define HEIGHT 600
#define QUESTION_HEIGHT 450

struct _BalieRequestDialog
{
  AdwWindow parent_instance;

  /* owned */
  BalieSession *session;
  BalieDesk    *desk;
  char         *email;
  char         *follows;

  BalieConversationKind kind;
  gboolean              filling;
  gboolean              sending;
  gboolean              discarded;

  /* Template */
  AdwToastOverlay    *toasts;
  BalieDropArea      *drop_area;
  GtkWidget          *send;
  GtkWidget          *reference;
  GtkLabel           *reference_text;
  GtkEditable        *subject;
  BalieSuggestions   *suggestions;
  GtkLabel           *prompt;
  GtkTextView        *description;
  AdwComboRow        *urgency;
  AdwComboRow        *category;
  BalieAttachmentBox *box;
  BalieDetailsRow    *details;
  GtkLabel           *note;
  GtkWidget          *discard;
};

enum {
  SENT,
  DRAFT_KEPT,
  REQUEST_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieRequestDialog, balie_request_dialog, ADW_TYPE_WINDOW)

static const char *
get_draft_key (BalieRequestDialog *self)
{
  return self->kind == BALIE_CONVERSATION_PROBLEM ? BALIE_DRAFT_NEW_PROBLEM : BALIE_DRAFT_NEW_QUESTION;
}

static char *
dup_text (BalieRequestDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->description);
  GtkTextIter    start;
  GtkTextIter    end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* The row has "not chosen" before the desk's choices. */
static const char *
get_choice (AdwComboRow *row,
            GPtrArray   *choices)
{
  guint selected = adw_combo_row_get_selected (row);

  if (choices == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION || selected > choices->len)
    return NULL;

  return ((const BalieChoice *)g_ptr_array_index (choices, selected - 1))->id;
}

static void
set_choice (AdwComboRow *row,
            GPtrArray   *choices,
            const char  *id)
{
  guint selected = 0;

  for (guint i = 0; choices != NULL && i < choices->len; i++)
    if (g_strcmp0 (((const BalieChoice *)g_ptr_array_index (choices, i))->id, id) == 0)
      selected = i + 1;

  adw_combo_row_set_selected (row, selected);
}

static void
fill_choices (AdwComboRow *row,
              GPtrArray   *choices)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  /* Translators: in a list of choices: none of them */
  gtk_string_list_append (names, _ ("Not chosen"));
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    gtk_string_list_append (names, ((const BalieChoice *)g_ptr_array_index (choices, i))->name);

  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (row), choices != NULL && choices->len > 0);
}

static BalieDraft *
make_draft (BalieRequestDialog *self)
{
  g_autofree char *text = dup_text (self);
  BalieDraft      *draft = balie_draft_new (gtk_editable_get_text (self->subject), text);

  if (self->desk != NULL)
    {
      draft->urgency = g_strdup (get_choice (self->urgency, self->desk->urgencies));
      draft->category = g_strdup (get_choice (self->category, self->desk->categories));
    }
  draft->follows = g_strdup (self->follows);
  draft->diagnostics = g_strdup (balie_details_row_get_choice (self->details));

  return draft;
}

static gboolean
is_empty (BalieRequestDialog *self)
{
  g_autoptr (BalieDraft) draft = make_draft (self);

  return balie_draft_is_empty (draft);
}

static gboolean
holds_nothing (BalieRequestDialog *self)
{
  return is_empty (self) && balie_attachment_box_get_n_files (self->box) == 0;
}

static char *
dup_excess (gsize    length,
            gint64   limit,
            gboolean subject)
{
  guint excess = (guint)MIN (length - (gsize)limit, G_MAXUINT);

  if (subject)
    return g_strdup_printf (ngettext ("The subject is %u character too long", "The subject is %u characters too long", excess), excess);

  return g_strdup_printf (ngettext ("The description is %u character too long", "The description is %u characters too long", excess), excess);
}

/* Returns: why it cannot be sent yet; %NULL when it can. */
static char *
dup_obstacle (BalieRequestDialog *self)
{
  g_autofree char *text = dup_text (self);
  gsize            subject_length = balie_text_get_length (gtk_editable_get_text (self->subject));
  gsize            text_length = balie_text_get_length (text);

  if (subject_length == 0)
    return g_strdup (_ ("Write a subject first: a few words say what it is about"));
  if (self->desk != NULL && self->desk->limits.subject > 0 && subject_length > (gsize)self->desk->limits.subject)
    return dup_excess (subject_length, self->desk->limits.subject, TRUE);
  if (text_length == 0)
    return g_strdup (self->kind == BALIE_CONVERSATION_PROBLEM ? _ ("Describe the problem first") : _ ("Write your question first"));
  if (self->desk != NULL && self->desk->limits.message > 0 && text_length > (gsize)self->desk->limits.message)
    return dup_excess (text_length, self->desk->limits.message, FALSE);

  return g_strdup (balie_attachment_box_get_problem (self->box));
}

static void
update (BalieRequestDialog *self)
{
  g_autofree char *obstacle = dup_obstacle (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.send", obstacle == NULL && !self->sending);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.discard", !self->sending);
  gtk_widget_set_tooltip_text (self->send, obstacle);
  gtk_widget_set_visible (self->discard, !holds_nothing (self));
}

static void
changed_cb (BalieRequestDialog *self)
{
  g_autoptr (BalieDraft) draft = NULL;

  if (self->filling)
    return;

  update (self);
  if (self->session == NULL)
    return;

  draft = make_draft (self);
  balie_session_save_draft (self->session, get_draft_key (self), draft);
}

static void
subject_changed_cb (BalieRequestDialog *self)
{
  balie_suggestions_set_text (self->suggestions, gtk_editable_get_text (self->subject));
  changed_cb (self);
}

static void
show_reference (BalieRequestDialog *self)
{
  BalieConversationItem *item = NULL;
  BalieConversation     *request;
  g_autofree char       *number = NULL;
  g_autofree char       *text = NULL;

  if (self->follows != NULL && self->session != NULL)
    item = balie_session_find_conversation (self->session, self->follows);
  gtk_widget_set_visible (self->reference, item != NULL);
  if (item == NULL)
    return;

  request = balie_conversation_item_get_conversation (item);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, request->number);
  /* Translators: the number and the subject of the closed request that this one goes on from */
  text = g_strdup_printf (_ ("Follows #%s: %s"), number, request->subject != NULL ? request->subject : "");
  gtk_label_set_label (self->reference_text, text);
}

static void
set_follows (BalieRequestDialog *self,
             const char         *conversation)
{
  char *copy = g_strdup (conversation);

  g_free (self->follows);
  self->follows = copy;
  show_reference (self);
}

static void
fill (BalieRequestDialog *self,
      const BalieDraft   *draft)
{
  self->filling = TRUE;
  gtk_editable_set_text (self->subject, draft != NULL && draft->subject != NULL ? draft->subject : "");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->description), draft != NULL && draft->text != NULL ? draft->text : "", -1);
  if (self->desk != NULL)
    {
      set_choice (self->urgency, self->desk->urgencies, draft != NULL ? draft->urgency : NULL);
      set_choice (self->category, self->desk->categories, draft != NULL ? draft->category : NULL);
    }
  balie_details_row_set_choice (self->details, draft != NULL ? draft->diagnostics : NULL);
  set_follows (self, draft != NULL ? draft->follows : NULL);
  self->filling = FALSE;

  update (self);
}

static void
draft_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (BalieRequestDialog) self = BALIE_REQUEST_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) draft = balie_session_load_draft_finish (BALIE_SESSION (source), result, &error);

  if (error != NULL)
    g_warning ("A draft could not be loaded: %s", error->message);

  /* What was typed meanwhile is newer. */
  if (draft != NULL && is_empty (self))
    {
      /* So is what it was opened for. */
      if (self->follows != NULL)
        {
          g_free (draft->follows);
          draft->follows = g_strdup (self->follows);
        }
      fill (self, draft);
    }
}

static void
show_notice (BalieRequestDialog *self,
             const char         *text)
{
  adw_toast_overlay_add_toast (self->toasts, balie_toast_new (text));
}

static void
set_sending (BalieRequestDialog *self,
             gboolean            sending)
{
  self->sending = sending;
  gtk_widget_set_sensitive (GTK_WIDGET (self->toasts), !sending);
  update (self);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (BalieRequestDialog) self = BALIE_REQUEST_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation = balie_session_send_request_finish (BALIE_SESSION (source), result, &error);

  if (conversation == NULL)
    {
      g_warning ("A request could not be put into the outbox: %s", error->message);
      set_sending (self, FALSE);
      show_notice (self, balie_texts_get_error (BALIE_TASK_SEND, error));
      return;
    }

  fill (self, NULL);
  g_signal_emit (self, signals[SENT], 0, conversation);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
send_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BalieRequestDialog *self = BALIE_REQUEST_DIALOG (widget);
  g_autoptr (BalieDraft) draft = make_draft (self);
  g_autoptr (BalieDiagnostics) diagnostics = balie_details_row_dup_diagnostics (self->details);
  BalieNewRequest request = {
    .kind = self->kind,
    .subject = g_strstrip (draft->subject),
    .text = g_strstrip (draft->text),
    .category = draft->category,
    .urgency = draft->urgency,
    .follows = draft->follows,
    .diagnostics = diagnostics,
  };

  if (self->session == NULL || self->sending)
    return;

  set_sending (self, TRUE);
  balie_session_send_request_async (self->session, &request, NULL, sent_cb, g_object_ref (self));
}

static void
discard_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  BalieRequestDialog *self = BALIE_REQUEST_DIALOG (widget);

  fill (self, NULL);
  if (self->session != NULL)
    balie_session_discard_draft (self->session, get_draft_key (self));
  self->discarded = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
attach_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  balie_attachment_intake_choose (BALIE_REQUEST_DIALOG (widget)->box);
}

static void
paste_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  balie_attachment_intake_paste (BALIE_REQUEST_DIALOG (widget)->box);
}

static void
drop_reference_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  BalieRequestDialog *self = BALIE_REQUEST_DIALOG (widget);

  set_follows (self, NULL);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->subject));
}

static void
dropped_cb (BalieRequestDialog *self,
            const GValue       *value)
{
  balie_attachment_intake_add_value (self->box, value);
}

/* The draft stays, and is there again when the dialog is. */
static void
request_activated_cb (BalieRequestDialog *self,
                      const char         *conversation)
{
  g_signal_emit (self, signals[REQUEST_ACTIVATED], 0, conversation);
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_note (BalieRequestDialog *self)
{
  g_autofree char *answer = NULL;
  g_autofree char *note = NULL;

  if (self->email != NULL)
    /* Translators: %s is an e-mail address */
    answer = g_strdup_printf (_ ("You get a confirmation by e-mail at %s, and the answer here and by e-mail."), self->email);
  else
    answer = g_strdup (_ ("You get the answer here, in the request."));

  if (balie_attachment_box_get_accepting (self->box))
    note = g_strconcat (answer, " ", _ ("Drag files here to attach them."), NULL);
  gtk_label_set_label (self->note, note != NULL ? note : answer);
}

static void
update_offers (BalieRequestDialog *self)
{
  gboolean accepting = balie_attachment_box_get_accepting (self->box);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.attach", accepting);
  balie_drop_area_set_enabled (self->drop_area, accepting);
  show_note (self);
}

static gboolean
balie_request_dialog_close_request (GtkWindow *window)
{
  BalieRequestDialog *self = BALIE_REQUEST_DIALOG (window);

  /* The outbox has it in a moment. */
  if (self->sending)
    return GDK_EVENT_STOP;

  if (!self->discarded && !holds_nothing (self))
    g_signal_emit (self, signals[DRAFT_KEPT], 0);

  return GTK_WINDOW_CLASS (balie_request_dialog_parent_class)->close_request (window);
}

static void
balie_request_dialog_dispose (GObject *object)
{
  BalieRequestDialog *self = BALIE_REQUEST_DIALOG (object);

  /* Widgets that go must not be taken for somebody who empties them. */
  self->filling = TRUE;
  g_clear_object (&self->session);
  g_clear_pointer (&self->desk, balie_desk_unref);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->follows, g_free);

  G_OBJECT_CLASS (balie_request_dialog_parent_class)->dispose (object);
}

static void
balie_request_dialog_class_init (BalieRequestDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = balie_request_dialog_dispose;
  window_class->close_request = balie_request_dialog_close_request;

  /**
   * BalieRequestDialog::sent:
   * @conversation: id of the new request, which stands in the session's list
   */
  signals[SENT] = g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * BalieRequestDialog::draft-kept:
   *
   * It was closed with something typed in it, which is there again when it is opened the next time.
   */
  signals[DRAFT_KEPT] = g_signal_new ("draft-kept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);

  /**
   * BalieRequestDialog::request-activated:
   * @conversation: id of a request that looks like this one, and wants to be opened instead
   */
  signals[REQUEST_ACTIVATED] = g_signal_new ("request-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (BALIE_TYPE_ATTACHMENT_BOX);
  g_type_ensure (BALIE_TYPE_DETAILS_ROW);
  g_type_ensure (BALIE_TYPE_DROP_AREA);
  g_type_ensure (BALIE_TYPE_SUGGESTIONS);
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-request-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, send);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, prompt);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, description);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, urgency);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, category);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, box);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, details);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, drop_area);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, reference);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, reference_text);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, suggestions);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, note);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestDialog, discard);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, dropped_cb);
  gtk_widget_class_bind_template_callback (widget_class, request_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_notice);
  gtk_widget_class_bind_template_callback (widget_class, subject_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, update_offers);
  gtk_widget_class_install_action (widget_class, "dialog.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "dialog.discard", NULL, discard_action);
  gtk_widget_class_install_action (widget_class, "dialog.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "dialog.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "dialog.drop-reference", NULL, drop_reference_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.send", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "dialog.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
balie_request_dialog_init (BalieRequestDialog *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
  self->filling = FALSE;

  g_signal_connect_object (gtk_text_view_get_buffer (self->description), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  balie_attachment_intake_watch_paste (self->box, GTK_WIDGET (self->description));
  balie_attachment_intake_watch_paste (self->box, GTK_WIDGET (gtk_editable_get_delegate (self->subject)));
}

static void
apply_kind (BalieRequestDialog *self)
{
  gboolean    problem = self->kind == BALIE_CONVERSATION_PROBLEM;
  const char *prompt = problem ? _ ("What happened, and what did you expect?") : _ ("What would you like to know?");

  gtk_window_set_title (GTK_WINDOW (self), problem ? _ ("Report a Problem") : _ ("Ask a Question"));
  gtk_label_set_label (self->prompt, prompt);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->description), GTK_ACCESSIBLE_PROPERTY_LABEL, prompt, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->details), problem);
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, problem ? HEIGHT : QUESTION_HEIGHT);
}

BalieRequestDialog *
balie_request_dialog_new (GtkWindow            *parent,
                          BalieSession         *session,
                          BalieConversationKind kind)
{
  BalieRequestDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (kind != BALIE_CONVERSATION_CHAT, NULL);

  self = g_object_new (BALIE_TYPE_REQUEST_DIALOG, "transient-for", parent, NULL);
  self->kind = kind;
  apply_kind (self);
  balie_dialog_fit (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->subject));

  if (session == NULL)
    {
      update (self);
      return self;
    }

  self->session = g_object_ref (session);
  balie_request_dialog_set_desk (self, balie_session_get_desk (session), balie_session_get_answer_email (session));
  balie_suggestions_set_session (self->suggestions, session);
  balie_details_row_set_session (self->details, session);
  balie_attachment_box_open (self->box, session, get_draft_key (self));
  balie_session_load_draft_async (session, get_draft_key (self), NULL, draft_loaded_cb, g_object_ref (self));

  return self;
}

void
balie_request_dialog_set_desk (BalieRequestDialog *self,
                               BalieDesk          *desk,
                               const char         *email)
{
  g_return_if_fail (BALIE_IS_REQUEST_DIALOG (self));

  g_clear_pointer (&self->desk, balie_desk_unref);
  if (desk != NULL)
    self->desk = balie_desk_ref (desk);

  self->filling = TRUE;
  fill_choices (self->urgency, self->kind == BALIE_CONVERSATION_PROBLEM && desk != NULL ? desk->urgencies : NULL);
  fill_choices (self->category, desk != NULL ? desk->categories : NULL);
  self->filling = FALSE;

  g_free (self->email);
  self->email = g_strdup (email);
  balie_attachment_box_set_desk (self->box, desk);
  show_note (self);

  update (self);
}

void
balie_request_dialog_set_follows (BalieRequestDialog *self,
                                  const char         *conversation)
{
  g_return_if_fail (BALIE_IS_REQUEST_DIALOG (self));
  g_return_if_fail (conversation != NULL);

  set_follows (self, conversation);
}

BalieAttachmentBox *
balie_request_dialog_get_attachment_box (BalieRequestDialog *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_DIALOG (self), NULL);

  return self->box;
}
