/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a message was refused, and what can be done about it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-message-refusal.h"

#include "balie-accessible.h"
#include "balie-texts-error.h"

struct _BalieMessageRefusal
{
  GtkWidget parent_instance;

  /* Template */
  GtkLabel  *reason;
  GtkWidget *buttons;
  GtkWidget *edit;
  GtkWidget *retry;
  GtkWidget *delete;
};

G_DEFINE_FINAL_TYPE (BalieMessageRefusal, balie_message_refusal, GTK_TYPE_WIDGET)

static void
balie_message_refusal_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_message_refusal_parent_class)->dispose (object);
}

static void
balie_message_refusal_class_init (BalieMessageRefusalClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_message_refusal_dispose;

  gtk_widget_class_set_css_name (widget_class, "refusal");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-message-refusal.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieMessageRefusal, reason);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageRefusal, buttons);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageRefusal, edit);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageRefusal, retry);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageRefusal, delete);
}

static void
balie_message_refusal_init (BalieMessageRefusal *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWidget *
balie_message_refusal_new (GtkAlign align)
{
  BalieMessageRefusal *self = g_object_new (BALIE_TYPE_MESSAGE_REFUSAL, NULL);

  gtk_widget_set_halign (self->buttons, align);
  gtk_label_set_xalign (self->reason, align == GTK_ALIGN_END ? 1 : 0);

  return GTK_WIDGET (self);
}

/* The target first: an action that takes one must not be named without. */
static void
set_action (GtkWidget  *button,
            const char *action,
            const char *id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

void
balie_message_refusal_show (BalieMessageRefusal *self,
                            BalieThreadItem     *item)
{
  const char *id;

  g_return_if_fail (BALIE_IS_MESSAGE_REFUSAL (self));
  g_return_if_fail (BALIE_IS_THREAD_ITEM (item));

  gtk_label_set_label (self->reason, balie_texts_get_refusal (balie_thread_item_get_error_code (item),
                                                              balie_thread_item_get_error_type (item)));

  id = balie_thread_item_get_id (item);
  set_action (self->edit, "thread.edit-message", id);
  set_action (self->retry, "thread.retry-message", id);
  set_action (self->delete, "thread.delete-message", id);
}
