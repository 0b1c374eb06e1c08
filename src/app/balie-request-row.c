/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request in the list of requests. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-row.h"

#include "balie-status-pill.h"
#include "balie-texts-request.h"
#include "balie-texts-time.h"

#include <glib/gi18n.h>

struct _BalieRequestRow
{
  GtkWidget parent_instance;

  BalieConversationItem *item;
  GSignalGroup          *item_signals;
  BalieDeskState        *desk_state;
  GSignalGroup          *desk_state_signals;
  gboolean               narrow;

  /* Template */
  GtkWidget       *heading;
  GtkLabel        *section;
  GtkLabel        *count;
  GtkWidget       *card;
  GtkImage        *icon;
  GtkLabel        *subject;
  GtkLabel        *detail;
  BalieStatusPill *narrow_pill;
  BalieStatusPill *pill;
  GtkLabel        *time;
  GtkWidget       *dot;
};

typedef enum {
  PROP_ITEM = 1,
  PROP_NARROW,
} BalieRequestRowProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (BalieRequestRow, balie_request_row, GTK_TYPE_WIDGET)

static char *
dup_last_line (const BalieConversation *conversation)
{
  const BaliePerson *author = conversation->last.author;
  const char        *text = conversation->last.text != NULL ? conversation->last.text : "";
  g_autofree char   *name = NULL;

  if (author == NULL)
    return g_strdup (text);
  if (author->role == BALIE_ROLE_SYSTEM)
    return balie_texts_dup_system (text, NULL);
  if (author->role == BALIE_ROLE_CUSTOMER)
    /* Translators: %s is the last message of a request, which the reader wrote */
    return g_strdup_printf (_ ("You: %s"), text);

  name = balie_texts_dup_first_name (author->name);
  /* Translators: the first %s is a name, the second what that person wrote */
  return g_strdup_printf (C_ ("message in list", "%s: %s"), name, text);
}

static char *
dup_detail (BalieConversationItem *item)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (item);
  g_autofree char         *line = dup_last_line (conversation);
  g_autofree char         *number = NULL;

  if (balie_conversation_item_get_refused (item))
    /* Translators: %s is the message that could not be sent */
    return g_strdup_printf (_ ("Not sent · %s"), line);
  if (balie_conversation_item_get_pending (item))
    /* Translators: %s is the message that will be sent */
    return g_strdup_printf (_ ("Waiting to be sent · %s"), line);
  if (conversation->number == 0)
    return g_steal_pointer (&line);

  number = g_strdup_printf ("%" G_GINT64_FORMAT, conversation->number);
  /* Translators: number of a request and its last message */
  return g_strdup_printf (_ ("#%s · %s"), number, line);
}

static void
set_css_class (GtkWidget  *widget,
               const char *css_class,
               gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
update_accessible_label (BalieRequestRow *self,
                         const char      *detail,
                         const char      *time,
                         gboolean         unread)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (self->item);
  GtkWidget               *list_row = gtk_widget_get_parent (GTK_WIDGET (self));
  const char              *status = balie_texts_get_status (conversation->status);
  const char              *subject = gtk_label_get_label (self->subject);
  g_autofree char         *label = NULL;

  if (list_row == NULL)
    return;

  label = unread
            /* Translators: what a screen reader says of a request: subject, status, last message, time */
            ? g_strdup_printf (_ ("Unread: %s, %s, %s, %s"), subject, status, detail, time)
            /* Translators: what a screen reader says of a request: subject, status, last message, time */
            : g_strdup_printf (_ ("%s, %s, %s, %s"), subject, status, detail, time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_pills (BalieRequestRow *self,
              BalieStatus      status)
{
  balie_status_pill_set_status (self->pill, status);
  balie_status_pill_set_status (self->narrow_pill, status);

  /* A narrow list says by its sections what the other statuses are. */
  gtk_widget_set_visible (GTK_WIDGET (self->pill), !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_pill), self->narrow && status == BALIE_STATUS_WAITING);
}

static char *
dup_time (BalieRequestRow *self)
{
  if (self->desk_state == NULL)
    return g_strdup ("");

  return balie_texts_dup_list_time (balie_conversation_item_get_conversation (self->item)->changed_at,
                                    balie_desk_state_get_now (self->desk_state),
                                    balie_desk_state_get_zone (self->desk_state));
}

static void
update (BalieRequestRow *self)
{
  const BalieConversation *conversation;
  g_autofree char         *detail = NULL;
  g_autofree char         *time = NULL;
  gboolean                 unread;

  if (self->item == NULL)
    return;

  conversation = balie_conversation_item_get_conversation (self->item);
  unread = balie_conversation_item_get_unread (self->item) > 0;
  detail = dup_detail (self->item);
  time = dup_time (self);

  gtk_image_set_from_icon_name (self->icon,
                                conversation->kind == BALIE_CONVERSATION_PROBLEM ? "dialog-warning-symbolic"
                                                                                 : "dialog-question-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !self->narrow);
  gtk_label_set_label (self->subject, conversation->subject != NULL ? conversation->subject : "");
  gtk_label_set_label (self->detail, detail);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (self->dot, unread || !self->narrow);
  gtk_widget_set_opacity (self->dot, unread ? 1 : 0);
  update_pills (self, conversation->status);

  set_css_class (self->card, "unread", unread);
  set_css_class (GTK_WIDGET (self->detail), "error", balie_conversation_item_get_refused (self->item));

  update_accessible_label (self, detail, time, unread);
}

/* The heading stands inside the first row of its section, and is no part of what opens on a click. */
static void
heading_pressed_cb (GtkGestureClick *gesture,
                    int              n_press,
                    double           x,
                    double           y,
                    gpointer         user_data)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
balie_request_row_dispose (GObject *object)
{
  BalieRequestRow *self = BALIE_REQUEST_ROW (object);

  g_signal_group_set_target (self->item_signals, NULL);
  g_signal_group_set_target (self->desk_state_signals, NULL);
  g_clear_object (&self->item);
  g_clear_object (&self->desk_state);
  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_request_row_parent_class)->dispose (object);
}

static void
balie_request_row_finalize (GObject *object)
{
  BalieRequestRow *self = BALIE_REQUEST_ROW (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->desk_state_signals);

  G_OBJECT_CLASS (balie_request_row_parent_class)->finalize (object);
}

static void
balie_request_row_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BalieRequestRow *self = BALIE_REQUEST_ROW (object);

  switch ((BalieRequestRowProperty)property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_request_row_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  BalieRequestRow *self = BALIE_REQUEST_ROW (object);

  switch ((BalieRequestRowProperty)property_id)
    {
    case PROP_ITEM:
      balie_request_row_set_item (self, g_value_get_object (value));
      break;

    case PROP_NARROW:
      balie_request_row_set_narrow (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_request_row_class_init (BalieRequestRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_type_ensure (BALIE_TYPE_STATUS_PILL);

  object_class->dispose = balie_request_row_dispose;
  object_class->finalize = balie_request_row_finalize;
  object_class->get_property = balie_request_row_get_property;
  object_class->set_property = balie_request_row_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, BALIE_TYPE_CONVERSATION_ITEM, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "requestrow");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-request-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, heading);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, section);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, count);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, card);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, subject);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, narrow_pill);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, pill);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, time);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, dot);
  gtk_widget_class_bind_template_callback (widget_class, heading_pressed_cb);
}

static void
balie_request_row_init (BalieRequestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->item_signals = g_signal_group_new (BALIE_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::conversation", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::pending", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::refused", G_CALLBACK (update), self);

  self->desk_state_signals = g_signal_group_new (BALIE_TYPE_DESK_STATE);
  g_signal_group_connect_swapped (self->desk_state_signals, "changed", G_CALLBACK (update), self);

  balie_request_row_set_place (self, NULL, 0, FALSE);
}

GtkWidget *
balie_request_row_new (void)
{
  return g_object_new (BALIE_TYPE_REQUEST_ROW, NULL);
}

BalieConversationItem *
balie_request_row_get_item (BalieRequestRow *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_ROW (self), NULL);

  return self->item;
}

void
balie_request_row_set_item (BalieRequestRow       *self,
                            BalieConversationItem *item)
{
  g_return_if_fail (BALIE_IS_REQUEST_ROW (self));
  g_return_if_fail (item == NULL || BALIE_IS_CONVERSATION_ITEM (item));

  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->item_signals, item);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

void
balie_request_row_set_narrow (BalieRequestRow *self,
                              gboolean         narrow)
{
  g_return_if_fail (BALIE_IS_REQUEST_ROW (self));

  narrow = narrow != FALSE;
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

void
balie_request_row_set_desk_state (BalieRequestRow *self,
                                  BalieDeskState  *state)
{
  g_return_if_fail (BALIE_IS_REQUEST_ROW (self));
  g_return_if_fail (state == NULL || BALIE_IS_DESK_STATE (state));

  if (!g_set_object (&self->desk_state, state))
    return;

  g_signal_group_set_target (self->desk_state_signals, state);
  update (self);
}

void
balie_request_row_set_place (BalieRequestRow *self,
                             const char      *section,
                             guint            count,
                             gboolean         is_last)
{
  g_autofree char *number = NULL;

  g_return_if_fail (BALIE_IS_REQUEST_ROW (self));

  set_css_class (self->card, "first", section != NULL);
  set_css_class (self->card, "last", is_last);
  gtk_widget_set_visible (self->heading, section != NULL);
  if (section == NULL)
    return;

  number = g_strdup_printf ("%u", count);
  gtk_label_set_label (self->section, section);
  gtk_label_set_label (self->count, number);
}
