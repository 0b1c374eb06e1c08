/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line across the page that says what is the matter, with at most one button. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-banner.h"

#include "balie-accessible.h"

struct _BalieBanner
{
  GtkWidget parent_instance;

  /* Template */
  GtkRevealer *revealer;
  GtkLabel    *title;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (BalieBanner, balie_banner, GTK_TYPE_WIDGET)

/* What is folded away stays in reach of screen readers as long as it is visible. */
static void
child_revealed_cb (BalieBanner *self)
{
  if (!gtk_revealer_get_reveal_child (self->revealer) && !gtk_revealer_get_child_revealed (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
}

static void
balie_banner_dispose (GObject *object)
{
  BalieBanner *self = BALIE_BANNER (object);

  g_clear_pointer ((GtkWidget **)&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_banner_parent_class)->dispose (object);
}

static void
balie_banner_class_init (BalieBannerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_banner_dispose;

  gtk_widget_class_set_css_name (widget_class, "banner");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, BalieBanner, title);
  gtk_widget_class_bind_template_child (widget_class, BalieBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
}

static void
balie_banner_init (BalieBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
balie_banner_new (void)
{
  return g_object_new (BALIE_TYPE_BANNER, NULL);
}

void
balie_banner_show (BalieBanner *self,
                   const char  *title,
                   const char  *button_label,
                   const char  *action_name)
{
  g_return_if_fail (BALIE_IS_BANNER (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL);
  if (button_label != NULL)
    {
      gtk_button_set_label (self->button, button_label);
      balie_accessible_name_button (self->button);
    }
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
balie_banner_hide (BalieBanner *self)
{
  g_return_if_fail (BALIE_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  child_revealed_cb (self);
}

const char *
balie_banner_get_title (BalieBanner *self)
{
  g_return_val_if_fail (BALIE_IS_BANNER (self), NULL);

  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_label (self->title) : NULL;
}
