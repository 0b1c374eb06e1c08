/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows the text of a help article. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-article-view.h"

#include "balie-article-text.h"
#include "balie-links.h"

#define INDENT 22
#define MARKER_CHARACTERS 2

struct _BalieArticleView
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (BalieArticleView, balie_article_view, GTK_TYPE_WIDGET)

static gboolean
link_activated_cb (GtkLabel   *label,
                   const char *uri)
{
  balie_links_open (GTK_WIDGET (label), uri);

  /* What may not be opened must not be opened by the toolkit either. */
  return TRUE;
}

static GtkWidget *
add_label (GtkWidget  *box,
           const char *markup)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  g_signal_connect (label, "activate-link", G_CALLBACK (link_activated_cb), NULL);
  gtk_widget_insert_before (label, box, NULL);

  return label;
}

static void
add_item (GtkWidget               *self,
          const BalieArticleBlock *block,
          const char              *markup)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *marker = gtk_label_new (block->marker);

  gtk_label_set_xalign (GTK_LABEL (marker), 1);
  gtk_label_set_yalign (GTK_LABEL (marker), 0);
  gtk_label_set_width_chars (GTK_LABEL (marker), MARKER_CHARACTERS);
  gtk_widget_set_margin_start (box, block->level * INDENT);
  gtk_widget_add_css_class (box, "item");
  gtk_box_append (GTK_BOX (box), marker);
  add_label (box, markup);
  gtk_widget_set_parent (box, self);
}

static void
add_heading (GtkWidget               *self,
             const BalieArticleBlock *block,
             const char              *markup)
{
  static const char *const classes[] = {"title-2", "title-3", "title-4"};
  GtkWidget               *label = add_label (self, markup);

  gtk_widget_add_css_class (label, classes[MIN (block->level, (int)G_N_ELEMENTS (classes)) - 1]);
  gtk_widget_add_css_class (label, "heading-of-text");
}

static void
add_code (GtkWidget               *self,
          const BalieArticleBlock *block)
{
  g_autofree char *escaped = g_markup_escape_text (block->text, -1);
  GtkWidget       *label = add_label (self, escaped);

  gtk_widget_add_css_class (label, "code");
  gtk_widget_add_css_class (label, "monospace");
}

static void
add_paragraph (GtkWidget  *self,
               const char *markup)
{
  gtk_widget_add_css_class (add_label (self, markup), "paragraph");
}

/* The body goes on behind it, and it has no marks. */
static void
add_summary (GtkWidget  *self,
             const char *summary)
{
  g_autofree char *markup = balie_links_dup_markup (summary);

  if (*summary != '\0')
    add_paragraph (self, markup);
}

static void
add_block (GtkWidget               *self,
           const BalieArticleBlock *block)
{
  g_autofree char *markup = balie_article_text_dup_markup (block->text);

  switch (block->kind)
    {
    case BALIE_ARTICLE_HEADING:
      add_heading (self, block, markup);
      break;

    case BALIE_ARTICLE_ITEM:
      add_item (self, block, markup);
      break;

    case BALIE_ARTICLE_CODE:
      add_code (self, block);
      break;

    case BALIE_ARTICLE_PARAGRAPH:
    default:
      add_paragraph (self, markup);
    }
}

static void
clear (BalieArticleView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
balie_article_view_dispose (GObject *object)
{
  clear (BALIE_ARTICLE_VIEW (object));

  G_OBJECT_CLASS (balie_article_view_parent_class)->dispose (object);
}

static void
balie_article_view_class_init (BalieArticleViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_article_view_dispose;

  gtk_widget_class_set_css_name (widget_class, "articleview");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
balie_article_view_init (BalieArticleView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
balie_article_view_new (void)
{
  return g_object_new (BALIE_TYPE_ARTICLE_VIEW, NULL);
}

void
balie_article_view_set_article (BalieArticleView *self,
                                BalieArticle     *article)
{
  g_autoptr (GPtrArray) blocks = NULL;
  g_autofree char *title = NULL;
  GtkWidget       *label;

  g_return_if_fail (BALIE_IS_ARTICLE_VIEW (self));
  g_return_if_fail (article != NULL && article->body != NULL);

  clear (self);
  title = g_markup_escape_text (article->title, -1);
  label = add_label (GTK_WIDGET (self), title);
  gtk_widget_add_css_class (label, "title-1");

  add_summary (GTK_WIDGET (self), article->summary);
  blocks = balie_article_text_parse (article->body);
  for (guint i = 0; i < blocks->len; i++)
    add_block (GTK_WIDGET (self), g_ptr_array_index (blocks, i));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, article->title, -1);
}
