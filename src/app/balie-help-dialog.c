/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's help articles, to search and to read. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-help-dialog.h"

#include "balie-accessible.h"
#include "balie-article-dialog.h"
#include "balie-dialog-fit.h"
#include "balie-texts-error.h"

/* Lines of a summary. */
#define MAX_LINES 2

struct _BalieHelpDialog
{
  AdwWindow parent_instance;

  /* Owned */
  BalieSession *session;
  GCancellable *cancellable; /* of the search that is on its way */
  GPtrArray    *articles;    /* of BalieArticle: one a row */

  /* Template */
  GtkEditable   *search;
  GtkStack      *stack;
  GtkListBox    *list;
  AdwStatusPage *failure;
};

G_DEFINE_FINAL_TYPE (BalieHelpDialog, balie_help_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
new_row (BalieArticle *article)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), article->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), article->summary);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), MAX_LINES);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

static void
on_articles (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (BalieHelpDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles = balie_session_find_articles_finish (BALIE_SESSION (source), result, &error);

  if (articles != NULL)
    balie_help_dialog_show_articles (self, articles);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    balie_help_dialog_show_failure (self, error);
}

static void
stop_loading (BalieHelpDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
load (BalieHelpDialog *self)
{
  stop_loading (self);
  if (self->session == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  balie_session_find_articles_async (self->session, gtk_editable_get_text (self->search), self->cancellable, on_articles, g_object_ref (self));
}

/* While it is searched, what was found before stays. */
static void
search_changed_cb (BalieHelpDialog *self)
{
  load (self);
}

static void
search_stopped_cb (BalieHelpDialog *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
load_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BalieHelpDialog *self = BALIE_HELP_DIALOG (widget);

  gtk_stack_set_visible_child_name (self->stack, "loading");
  load (self);
}

static void
activated_cb (BalieHelpDialog *self,
              GtkListBoxRow   *row)
{
  BalieArticle *article = g_ptr_array_index (self->articles, gtk_list_box_row_get_index (row));

  gtk_window_present (balie_article_dialog_new (GTK_WINDOW (self), self->session, article));
}

static void
balie_help_dialog_dispose (GObject *object)
{
  BalieHelpDialog *self = BALIE_HELP_DIALOG (object);

  stop_loading (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->articles, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_help_dialog_parent_class)->dispose (object);
}

static void
balie_help_dialog_class_init (BalieHelpDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_help_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-help-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieHelpDialog, search);
  gtk_widget_class_bind_template_child (widget_class, BalieHelpDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BalieHelpDialog, list);
  gtk_widget_class_bind_template_child (widget_class, BalieHelpDialog, failure);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "help.load", NULL, load_action);
}

static void
balie_help_dialog_init (BalieHelpDialog *self)
{
  self->articles = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
}

BalieHelpDialog *
balie_help_dialog_new (GtkWindow    *parent,
                       BalieSession *session)
{
  BalieHelpDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (session == NULL || BALIE_IS_SESSION (session), NULL);

  self = g_object_new (BALIE_TYPE_HELP_DIALOG, "transient-for", parent, NULL);
  balie_dialog_fit (GTK_WINDOW (self));
  g_set_object (&self->session, session);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  load (self);

  return self;
}

void
balie_help_dialog_show_articles (BalieHelpDialog *self,
                                 GPtrArray       *articles)
{
  GtkListBoxRow *row;

  g_return_if_fail (BALIE_IS_HELP_DIALOG (self));
  g_return_if_fail (articles != NULL);

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_ptr_array_set_size (self->articles, 0);

  for (guint i = 0; i < articles->len; i++)
    {
      BalieArticle *article = g_ptr_array_index (articles, i);

      g_ptr_array_add (self->articles, balie_article_ref (article));
      gtk_list_box_append (self->list, new_row (article));
    }
  gtk_stack_set_visible_child_name (self->stack, articles->len > 0 ? "articles" : "nothing");
}

void
balie_help_dialog_show_failure (BalieHelpDialog *self,
                                const GError    *error)
{
  g_return_if_fail (BALIE_IS_HELP_DIALOG (self));
  g_return_if_fail (error != NULL);

  g_info ("Articles could not be fetched: %s", error->message);
  adw_status_page_set_description (self->failure, balie_texts_get_error (BALIE_TASK_HELP, error));
  gtk_stack_set_visible_child_name (self->stack, "failed");
}
