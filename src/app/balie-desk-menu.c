/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Servicedesk menu: all ways to reach the desk, and whether it is open. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-desk-menu.h"

#include "balie-menu-item.h"

#include <glib/gi18n.h>

struct _BalieDeskMenu
{
  GtkPopover parent_instance;

  /* Template */
  BalieMenuItem *chat_item;
  BalieMenuItem *question_item;
};

G_DEFINE_FINAL_TYPE (BalieDeskMenu, balie_desk_menu, GTK_TYPE_POPOVER)

static void
balie_desk_menu_class_init (BalieDeskMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BALIE_TYPE_MENU_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-desk-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieDeskMenu, chat_item);
  gtk_widget_class_bind_template_child (widget_class, BalieDeskMenu, question_item);
}

static void
balie_desk_menu_init (BalieDeskMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
balie_desk_menu_new (void)
{
  return g_object_new (BALIE_TYPE_DESK_MENU, NULL);
}

void
balie_desk_menu_set_opening (BalieDeskMenu *self,
                             const char    *opening)
{
  g_return_if_fail (BALIE_IS_DESK_MENU (self));

  balie_menu_item_set_subtitle (self->chat_item, opening);
}

void
balie_desk_menu_set_answers_by_email (BalieDeskMenu *self,
                                      gboolean       answers_by_email)
{
  g_return_if_fail (BALIE_IS_DESK_MENU (self));

  balie_menu_item_set_subtitle (self->question_item,
                                answers_by_email ? _ ("We answer in your request and by e-mail") : _ ("We answer in your request"));
}
