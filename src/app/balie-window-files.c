/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window's files: where those go that are dropped on it, or chosen with its keys. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-window-private.h"

#include "balie-attachment-intake.h"
#include "balie-request-dialog.h"
#include "balie-request-page.h"

static BalieRequestDialog *
find_dialog (BalieWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (BALIE_IS_REQUEST_DIALOG (window) && gtk_window_get_transient_for (window) == GTK_WINDOW (self))
        return BALIE_REQUEST_DIALOG (window);
    }

  return NULL;
}

/* The correspondence that @widget is in, if any. */
static BalieConversationView *
find_view_around (GtkWidget *widget)
{
  GtkWidget *view = widget;

  if (view != NULL && !BALIE_IS_CONVERSATION_VIEW (view))
    view = gtk_widget_get_ancestor (view, BALIE_TYPE_CONVERSATION_VIEW);

  return view != NULL ? BALIE_CONVERSATION_VIEW (view) : NULL;
}

static BalieAttachmentBox *
get_view_box (BalieConversationView *view)
{
  if (view == NULL || !balie_conversation_view_get_writable (view))
    return NULL;

  return balie_composer_get_attachment_box (balie_conversation_view_get_composer (view));
}

/* Where @widget is; else the request that is open, else the chat. A new problem where there is none of them. */
static BalieAttachmentBox *
find_box (BalieWindow *self,
          GtkWidget   *widget)
{
  BalieRequestDialog *dialog = find_dialog (self);
  GtkWidget          *page = balie_home_page_get_request_page (self->home_page);
  BalieAttachmentBox *box;

  if (dialog == NULL)
    {
      box = get_view_box (find_view_around (widget));
      if (box == NULL && page != NULL)
        box = get_view_box (balie_request_page_get_conversation_view (BALIE_REQUEST_PAGE (page)));
      else if (box == NULL && balie_home_page_get_chat_open (self->home_page))
        box = get_view_box (balie_chat_panel_get_conversation_view (self->chat_panel));
      if (box != NULL)
        return box;

      g_action_group_activate_action (G_ACTION_GROUP (self), "report-problem", NULL);
      dialog = find_dialog (self);
    }

  return dialog != NULL ? balie_request_dialog_get_attachment_box (dialog) : NULL;
}

void
balie_window_take_files (BalieWindow  *self,
                         const GValue *value,
                         double        x,
                         double        y)
{
  GtkWidget          *widget = gtk_widget_pick (GTK_WIDGET (self->drop_area), x, y, GTK_PICK_DEFAULT);
  BalieAttachmentBox *box = self->session != NULL ? find_box (self, widget) : NULL;

  if (box != NULL)
    balie_attachment_intake_add_value (box, value);
}

void
balie_window_choose_files (BalieWindow *self)
{
  BalieAttachmentBox *box = find_box (self, gtk_window_get_focus (GTK_WINDOW (self)));

  if (box != NULL)
    balie_attachment_intake_choose (box);
}
