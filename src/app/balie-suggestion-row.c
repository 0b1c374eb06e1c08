/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One suggestion: a request or a help article that looks alike. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-suggestion-row.h"

#include "balie-texts-request.h"

#include <glib/gi18n.h>

struct _BalieSuggestionRow
{
  GtkListBoxRow parent_instance;

  BalieConversationItem *request;
  BalieArticle          *article;

  /* Template */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *detail;
};

G_DEFINE_FINAL_TYPE (BalieSuggestionRow, balie_suggestion_row, GTK_TYPE_LIST_BOX_ROW)

static void
balie_suggestion_row_dispose (GObject *object)
{
  BalieSuggestionRow *self = BALIE_SUGGESTION_ROW (object);

  g_clear_object (&self->request);
  g_clear_pointer (&self->article, balie_article_unref);

  G_OBJECT_CLASS (balie_suggestion_row_parent_class)->dispose (object);
}

static void
balie_suggestion_row_class_init (BalieSuggestionRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_suggestion_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-suggestion-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieSuggestionRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BalieSuggestionRow, title);
  gtk_widget_class_bind_template_child (widget_class, BalieSuggestionRow, detail);
}

static void
balie_suggestion_row_init (BalieSuggestionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
create (const char *icon,
        const char *title,
        const char *detail)
{
  BalieSuggestionRow *self = g_object_new (BALIE_TYPE_SUGGESTION_ROW, NULL);
  g_autofree char    *label = NULL;

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  /* Translators: what a screen reader says of something that looks alike: its title, and what it is */
  label = g_strdup_printf (C_ ("suggestion", "%s, %s"), title, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return GTK_WIDGET (self);
}

static char *
dup_detail (const BalieConversation *conversation)
{
  g_autofree char *number = NULL;

  if (conversation->number == 0)
    return g_strdup (_ ("Your request"));

  number = g_strdup_printf ("%" G_GINT64_FORMAT, conversation->number);
  /* Translators: number of a request and its status */
  return g_strdup_printf (C_ ("suggestion", "#%s · %s"), number, balie_texts_get_status (conversation->status));
}

GtkWidget *
balie_suggestion_row_new_for_request (BalieConversationItem *request)
{
  const BalieConversation *conversation;
  g_autofree char         *detail = NULL;
  gboolean                 problem;
  GtkWidget               *row;

  g_return_val_if_fail (BALIE_IS_CONVERSATION_ITEM (request), NULL);

  conversation = balie_conversation_item_get_conversation (request);
  detail = dup_detail (conversation);
  problem = conversation->kind == BALIE_CONVERSATION_PROBLEM;
  row = create (problem ? "dialog-warning-symbolic" : "dialog-question-symbolic", conversation->subject != NULL ? conversation->subject : "", detail);
  BALIE_SUGGESTION_ROW (row)->request = g_object_ref (request);

  return row;
}

GtkWidget *
balie_suggestion_row_new_for_article (BalieArticle *article)
{
  GtkWidget *row;

  g_return_val_if_fail (article != NULL, NULL);

  row = create ("x-office-document-symbolic", article->title, _ ("Help article"));
  BALIE_SUGGESTION_ROW (row)->article = balie_article_ref (article);

  return row;
}

BalieConversationItem *
balie_suggestion_row_get_request (BalieSuggestionRow *self)
{
  g_return_val_if_fail (BALIE_IS_SUGGESTION_ROW (self), NULL);

  return self->request;
}

BalieArticle *
balie_suggestion_row_get_article (BalieSuggestionRow *self)
{
  g_return_val_if_fail (BALIE_IS_SUGGESTION_ROW (self), NULL);

  return self->article;
}
