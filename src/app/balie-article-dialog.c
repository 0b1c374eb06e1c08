/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows one help article, and fetches it when need be. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-article-dialog.h"

#include "balie-accessible.h"
#include "balie-article-view.h"
#include "balie-dialog-fit.h"
#include "balie-texts-error.h"

struct _BalieArticleDialog
{
  AdwWindow parent_instance;

  /* Owned */
  BalieSession *session;
  GCancellable *cancellable;
  char         *id;

  /* Template */
  GtkStack         *stack;
  AdwStatusPage    *failure;
  BalieArticleView *view;
};

G_DEFINE_FINAL_TYPE (BalieArticleDialog, balie_article_dialog, ADW_TYPE_WINDOW)

static void
show_article (BalieArticleDialog *self,
              BalieArticle       *article)
{
  balie_article_view_set_article (self->view, article);
  gtk_stack_set_visible_child_name (self->stack, "article");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_article (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieArticleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieArticle) article = balie_session_load_article_finish (BALIE_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (article != NULL)
    {
      show_article (self, article);
      return;
    }

  g_info ("An article could not be fetched: %s", error->message);
  adw_status_page_set_description (self->failure, balie_texts_get_error (BALIE_TASK_HELP, error));
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
load_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BalieArticleDialog *self = BALIE_ARTICLE_DIALOG (widget);

  gtk_stack_set_visible_child_name (self->stack, "loading");
  if (self->session != NULL)
    balie_session_load_article_async (self->session, self->id, self->cancellable, on_article, g_object_ref (self));
}

static void
balie_article_dialog_dispose (GObject *object)
{
  BalieArticleDialog *self = BALIE_ARTICLE_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (balie_article_dialog_parent_class)->dispose (object);
}

static void
balie_article_dialog_finalize (GObject *object)
{
  BalieArticleDialog *self = BALIE_ARTICLE_DIALOG (object);

  g_free (self->id);

  G_OBJECT_CLASS (balie_article_dialog_parent_class)->finalize (object);
}

static void
balie_article_dialog_class_init (BalieArticleDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BALIE_TYPE_ARTICLE_VIEW);

  object_class->dispose = balie_article_dialog_dispose;
  object_class->finalize = balie_article_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-article-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieArticleDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BalieArticleDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, BalieArticleDialog, view);
  gtk_widget_class_install_action (widget_class, "article.load", NULL, load_action);
}

static void
balie_article_dialog_init (BalieArticleDialog *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWindow *
balie_article_dialog_new (GtkWindow    *parent,
                          BalieSession *session,
                          BalieArticle *article)
{
  BalieArticleDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (session == NULL || BALIE_IS_SESSION (session), NULL);
  g_return_val_if_fail (article != NULL, NULL);

  self = g_object_new (BALIE_TYPE_ARTICLE_DIALOG, "transient-for", parent, "title", article->title, NULL);
  balie_dialog_fit (GTK_WINDOW (self));
  g_set_object (&self->session, session);
  self->id = g_strdup (article->id);

  if (article->body != NULL)
    show_article (self, article);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "article.load", NULL);

  return GTK_WINDOW (self);
}
