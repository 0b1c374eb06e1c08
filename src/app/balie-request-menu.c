/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a request as a whole: its number, a link to it, a copy on paper. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-menu.h"

#include "balie-accessible.h"
#include "balie-links.h"
#include "balie-request-printer.h"

#include <glib/gi18n.h>

struct _BalieRequestMenu
{
  GtkWidget parent_instance;

  /* owned */
  BalieSession          *session;
  BalieConversationItem *item;
  GTimeZone             *zone;
  GSimpleActionGroup    *actions;
  GSignalGroup          *item_signals;

  gboolean printing;

  /* Template */
  GtkMenuButton *button;
};

enum {
  NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieRequestMenu, balie_request_menu, GTK_TYPE_WIDGET)

static void
set_enabled (BalieRequestMenu *self,
             const char       *name,
             gboolean          enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* A request gets its number from the server; until then there is nothing to refer to. */
static void
update (BalieRequestMenu *self)
{
  gboolean numbered = self->item != NULL && balie_conversation_item_get_conversation (self->item)->number > 0;

  set_enabled (self, "copy-number", numbered);
  set_enabled (self, "copy-link", numbered);
  set_enabled (self, "print", numbered && self->session != NULL && !self->printing);
  set_enabled (self, "save-pdf", numbered && self->session != NULL && !self->printing);
}

static void
copy (BalieRequestMenu *self,
      const char       *text,
      const char       *notice)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  g_signal_emit (self, signals[NOTICE], 0, notice);
}

static void
copy_number_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  BalieRequestMenu *self = user_data;
  g_autofree char  *number = g_strdup_printf ("#%" G_GINT64_FORMAT, balie_conversation_item_get_conversation (self->item)->number);

  copy (self, number, _ ("The number is on the clipboard."));
}

static void
copy_link_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  BalieRequestMenu *self = user_data;
  g_autofree char  *link = g_strconcat (BALIE_LINKS_CONVERSATION, balie_conversation_item_get_id (self->item), NULL);

  copy (self, link, _ ("A link to this request is on the clipboard."));
}

static void
printed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieRequestMenu) self = user_data;
  g_autofree char *notice = balie_request_printer_finish (result);

  self->printing = FALSE;
  update (self);
  if (notice != NULL)
    g_signal_emit (self, signals[NOTICE], 0, notice);
}

static void
start_printing (BalieRequestMenu *self,
                BalieRequestPrint print)
{
  g_autoptr (GTimeZone) zone = self->zone != NULL ? g_time_zone_ref (self->zone) : g_time_zone_new_local ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!GTK_IS_WINDOW (root))
    return;

  self->printing = TRUE;
  update (self);
  balie_request_printer_async (print, GTK_WINDOW (root), self->session, self->item, zone, printed_cb, g_object_ref (self));
}

static void
print_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  start_printing (user_data, BALIE_REQUEST_PRINT_PAPER);
}

static void
save_pdf_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  start_printing (user_data, BALIE_REQUEST_PRINT_PDF);
}

static void
balie_request_menu_dispose (GObject *object)
{
  BalieRequestMenu *self = BALIE_REQUEST_MENU (object);

  g_clear_object (&self->item_signals);
  g_clear_pointer ((GtkWidget **)&self->button, gtk_widget_unparent);
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (balie_request_menu_parent_class)->dispose (object);
}

static void
balie_request_menu_class_init (BalieRequestMenuClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_request_menu_dispose;

  /**
   * BalieRequestMenu::notice:
   * @text: a sentence
   */
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-request-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieRequestMenu, button);
}

static void
balie_request_menu_init (BalieRequestMenu *self)
{
  static const GActionEntry entries[] = {
    {.name = "copy-number", .activate = copy_number_action},
    {.name = "copy-link", .activate = copy_link_action},
    {.name = "print", .activate = print_action},
    {.name = "save-pdf", .activate = save_pdf_action},
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_menu_button (self->button, _ ("More about this request"));

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);

  self->item_signals = g_signal_group_new (BALIE_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::conversation", G_CALLBACK (update), self);
  update (self);
}

GActionGroup *
balie_request_menu_get_actions (BalieRequestMenu *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_MENU (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

void
balie_request_menu_set_item (BalieRequestMenu      *self,
                             BalieSession          *session,
                             BalieConversationItem *item)
{
  g_return_if_fail (BALIE_IS_REQUEST_MENU (self));

  g_set_object (&self->session, session);
  g_set_object (&self->item, item);
  g_signal_group_set_target (self->item_signals, item);
  update (self);
}

void
balie_request_menu_set_zone (BalieRequestMenu *self,
                             GTimeZone        *zone)
{
  g_return_if_fail (BALIE_IS_REQUEST_MENU (self));

  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
}
