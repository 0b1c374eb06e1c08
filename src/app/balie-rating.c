/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a request was handled, in stars and words: to be given, and to be changed. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-rating.h"

#include "balie-accessible.h"

#include <glib/gi18n.h>

struct _BalieRating
{
  GtkWidget parent_instance;

  /* owned */
  char *kept_comment;

  int      kept;   /* what the desk has; 0 for nothing */
  int      chosen; /* and not sent so far; 0 for nothing */
  gboolean open;   /* a comment can be typed */
  gboolean sending;
  gboolean sent; /* from here, so that thanks are due */

  /* Template */
  GtkLabel  *question;
  GtkWidget *stars;
  GtkLabel  *remark;
  GtkWidget *more;
  GtkEntry  *comment;

  GtkWidget *star[BALIE_RATING_MAX];
};

enum {
  RATED,
  COMMENT_TYPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieRating, balie_rating, GTK_TYPE_WIDGET)

static void
show_stars (BalieRating *self)
{
  int score = self->chosen > 0 ? self->chosen : self->kept;

  for (int i = 0; i < BALIE_RATING_MAX; i++)
    {
      gtk_button_set_icon_name (GTK_BUTTON (self->star[i]), i < score ? "starred-symbolic" : "non-starred-symbolic");
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->star[i]), i + 1 == score);
      gtk_widget_set_sensitive (self->star[i], !self->sending);

      /* Whoever sees the icon alone; the name stays when it changes. */
      if (i < score)
        gtk_widget_add_css_class (self->star[i], "filled");
      else
        gtk_widget_remove_css_class (self->star[i], "filled");
    }
}

static const char *
get_question (BalieRating *self)
{
  if (self->kept == 0 || self->chosen > 0)
    return _ ("How were you helped?");
  return self->sent ? _ ("Thank you for your rating.") : _ ("Your rating");
}

static void
update (BalieRating *self)
{
  gtk_label_set_label (self->question, get_question (self));
  show_stars (self);
  gtk_widget_set_visible (self->more, self->open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->comment), !self->sending);
  gtk_label_set_label (self->remark, self->kept_comment != NULL ? self->kept_comment : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), self->kept_comment != NULL && !self->open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rating.send", self->chosen > 0 && !self->sending);
}

static void
comment_changed_cb (BalieRating *self)
{
  g_signal_emit (self, signals[COMMENT_TYPED], 0);
}

/* What is not typed by anybody is nothing to be kept. */
static void
fill_comment (BalieRating *self,
              const char  *text)
{
  g_signal_handlers_block_by_func (self->comment, comment_changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->comment), text);
  g_signal_handlers_unblock_by_func (self->comment, comment_changed_cb, self);
}

static void
star_clicked_cb (BalieRating *self,
                 GtkWidget   *star)
{
  for (int i = 0; i < BALIE_RATING_MAX; i++)
    {
      if (self->star[i] == star)
        self->chosen = i + 1;
    }

  /* What was said before is there to be changed. */
  if (!self->open && self->kept_comment != NULL)
    fill_comment (self, self->kept_comment);
  self->open = TRUE;
  update (self);
}

static char *
dup_comment (BalieRating *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->comment))));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
send_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BalieRating     *self = BALIE_RATING (widget);
  g_autofree char *comment = dup_comment (self);

  g_signal_emit (self, signals[RATED], 0, self->chosen, comment);
}

static void
activate_cb (BalieRating *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "rating.send", NULL);
}

static void
add_stars (BalieRating *self)
{
  for (int i = 0; i < BALIE_RATING_MAX; i++)
    {
      GtkWidget *star = gtk_toggle_button_new ();
      /* Translators: one of the five stars of a rating, from 1 (the worst) on */
      g_autofree char *name = g_strdup_printf (_ ("%d of %d"), i + 1, BALIE_RATING_MAX);

      gtk_widget_add_css_class (star, "flat");
      gtk_widget_add_css_class (star, "star");
      gtk_widget_set_tooltip_text (star, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (star), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (star), i > 0 ? GTK_TOGGLE_BUTTON (self->star[0]) : NULL);
      g_signal_connect_object (star, "clicked", G_CALLBACK (star_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->stars), star);
      self->star[i] = star;
    }
}

static void
balie_rating_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_rating_parent_class)->dispose (object);
}

static void
balie_rating_finalize (GObject *object)
{
  g_free (BALIE_RATING (object)->kept_comment);

  G_OBJECT_CLASS (balie_rating_parent_class)->finalize (object);
}

static void
balie_rating_class_init (BalieRatingClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_rating_dispose;
  object_class->finalize = balie_rating_finalize;

  signals[RATED] = g_signal_new ("rated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[COMMENT_TYPED] = g_signal_new ("comment-typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "rating");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-rating.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieRating, question);
  gtk_widget_class_bind_template_child (widget_class, BalieRating, stars);
  gtk_widget_class_bind_template_child (widget_class, BalieRating, remark);
  gtk_widget_class_bind_template_child (widget_class, BalieRating, more);
  gtk_widget_class_bind_template_child (widget_class, BalieRating, comment);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, comment_changed_cb);
  gtk_widget_class_install_action (widget_class, "rating.send", NULL, send_action);
}

static void
balie_rating_init (BalieRating *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
  gtk_entry_set_max_length (self->comment, BALIE_RATING_COMMENT_MAX);
  add_stars (self);
  update (self);
}

GtkWidget *
balie_rating_new (void)
{
  return g_object_new (BALIE_TYPE_RATING, NULL);
}

void
balie_rating_clear (BalieRating *self)
{
  g_return_if_fail (BALIE_IS_RATING (self));

  g_clear_pointer (&self->kept_comment, g_free);
  self->kept = 0;
  self->chosen = 0;
  self->open = FALSE;
  self->sending = FALSE;
  self->sent = FALSE;
  fill_comment (self, "");
  update (self);
}

void
balie_rating_set_kept (BalieRating *self,
                       int          score,
                       const char  *comment)
{
  g_autofree char *typed = NULL;

  g_return_if_fail (BALIE_IS_RATING (self));

  if (self->kept == score && g_strcmp0 (self->kept_comment, comment) == 0 && !self->sending)
    return;

  self->kept = score;
  g_free (self->kept_comment);
  self->kept_comment = g_strdup (comment);

  typed = dup_comment (self);
  if (self->sending && self->chosen == score && g_strcmp0 (typed, comment) == 0)
    {
      self->sent = TRUE;
      self->chosen = 0;
      self->open = FALSE;
      fill_comment (self, "");
    }
  update (self);
}

char *
balie_rating_dup_comment (BalieRating *self)
{
  g_return_val_if_fail (BALIE_IS_RATING (self), NULL);

  return dup_comment (self);
}

void
balie_rating_set_comment (BalieRating *self,
                          const char  *comment)
{
  g_return_if_fail (BALIE_IS_RATING (self));
  g_return_if_fail (comment != NULL);

  self->open = TRUE;
  fill_comment (self, comment);
  update (self);
}

void
balie_rating_set_sending (BalieRating *self,
                          gboolean     sending)
{
  g_return_if_fail (BALIE_IS_RATING (self));

  self->sending = sending;
  update (self);
}
