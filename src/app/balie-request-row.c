/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request in the list of requests, or one draft. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-row.h"

#include "balie-clock.h"
#include "balie-status-pill.h"
#include "balie-texts-request.h"
#include "balie-texts-time.h"

#include <glib/gi18n.h>

struct _BalieRequestRow
{
  GtkWidget parent_instance;

  BalieConversationItem *item;  /* one of these two */
  BalieDraftItem        *draft; /* or neither */
  GSignalGroup          *item_signals;
  GSignalGroup          *draft_signals;
  BalieDeskState        *desk_state;
  GSignalGroup          *desk_state_signals;
  BalieSearch           *search;
  GSignalGroup          *search_signals;
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
  GtkWidget       *discard;
};

typedef enum {
  PROP_ITEM = 1,
  PROP_NARROW,
} BalieRequestRowProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (BalieRequestRow, balie_request_row, GTK_TYPE_WIDGET)

static char *
dup_detail (BalieConversationItem *item,
            const char            *line)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (item);
  g_autofree char         *number = NULL;

  if (balie_conversation_item_get_refused (item))
    /* Translators: %s is the message that could not be sent */
    return g_strdup_printf (_ ("Not sent · %s"), line);
  if (balie_conversation_item_get_pending (item))
    /* Translators: %s is the message that will be sent */
    return g_strdup_printf (_ ("Waiting to be sent · %s"), line);
  if (conversation->number == 0)
    return g_strdup (line);

  number = g_strdup_printf ("%" G_GINT64_FORMAT, conversation->number);
  /* Translators: number of a request and its last message */
  return g_strdup_printf (_ ("#%s · %s"), number, line);
}

/* Sets a text with a part of it in bold: plain text, whatever stands in it. */
static void
set_marked (GtkLabel   *label,
            const char *text,
            gsize       start,
            gsize       length)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  if (length > 0)
    {
      PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

      bold->start_index = (guint)start;
      bold->end_index = (guint)(start + length);
      attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, bold);
    }

  gtk_label_set_label (label, text);
  gtk_label_set_attributes (label, attributes);
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

/* It is the row around this one that is read. */
static void
set_accessible_label (BalieRequestRow *self,
                      const char      *label)
{
  GtkWidget *list_row = gtk_widget_get_parent (GTK_WIDGET (self));

  if (list_row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_accessible_label (BalieRequestRow *self,
                         const char      *detail,
                         const char      *time,
                         gboolean         unread)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (self->item);
  const char              *status = balie_texts_get_status (conversation->status);
  const char              *subject = gtk_label_get_label (self->subject);
  g_autofree char         *label = NULL;

  label = unread
            /* Translators: what a screen reader says of a request: subject, status, last message, time */
            ? g_strdup_printf (_ ("Unread: %s, %s, %s, %s"), subject, status, detail, time)
            /* Translators: what a screen reader says of a request: subject, status, last message, time */
            : g_strdup_printf (_ ("%s, %s, %s, %s"), subject, status, detail, time);
  set_accessible_label (self, label);
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
dup_time (BalieRequestRow *self,
          gint64           moment,
          gint64           now)
{
  if (self->desk_state == NULL)
    return g_strdup ("");

  return balie_texts_dup_list_time (moment, now, balie_desk_state_get_zone (self->desk_state));
}

static void
set_icon (BalieRequestRow      *self,
          BalieConversationKind kind)
{
  gtk_image_set_from_icon_name (self->icon, kind == BALIE_CONVERSATION_PROBLEM ? "dialog-warning-symbolic" : "dialog-question-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !self->narrow);
}

static void
update_subject (BalieRequestRow *self,
                const char      *subject)
{
  guint start = 0;
  guint length = 0;

  if (self->search != NULL)
    balie_search_locate (self->search, subject, &start, &length);
  set_marked (self->subject, subject, start, length);
}

/* Shows the last message, or what a search found.
 *
 * Returns: (transfer full): what is shown
 */
static char *
update_detail (BalieRequestRow         *self,
               const BalieConversation *conversation)
{
  const BalieSearchHit *hit = self->search != NULL ? balie_search_find (self->search, conversation->id) : NULL;
  gboolean              has_snippet = hit != NULL && hit->snippet != NULL;
  g_autofree char      *line = has_snippet ? g_strdup (hit->snippet) : balie_texts_dup_last_line (conversation);
  char                 *detail = dup_detail (self->item, line);
  const char           *place = has_snippet ? g_strrstr (detail, hit->snippet) : NULL;

  if (place != NULL)
    set_marked (self->detail, detail, (gsize)(place - detail) + hit->offset, hit->length);
  else
    set_marked (self->detail, detail, 0, 0);
  set_css_class (GTK_WIDGET (self->detail), "error", balie_conversation_item_get_refused (self->item));

  return detail;
}

static void
update_request (BalieRequestRow *self)
{
  const BalieConversation *conversation = balie_conversation_item_get_conversation (self->item);
  gint64                   now = self->desk_state != NULL ? balie_desk_state_get_now (self->desk_state) : 0;
  g_autofree char         *time = dup_time (self, conversation->changed_at, now);
  g_autofree char         *detail = NULL;
  gboolean                 unread = balie_conversation_item_get_unread (self->item) > 0;

  set_icon (self, conversation->kind);
  update_subject (self, conversation->subject != NULL ? conversation->subject : "");
  detail = update_detail (self, conversation);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (self->dot, unread || !self->narrow);
  gtk_widget_set_opacity (self->dot, unread ? 1 : 0);
  gtk_widget_set_visible (self->discard, FALSE);
  update_pills (self, conversation->status);
  set_css_class (self->card, "unread", unread);
  update_accessible_label (self, detail, time, unread);
}

static void
update_draft (BalieRequestRow *self)
{
  g_autofree char *subject = balie_texts_dup_draft_subject (self->draft);
  g_autofree char *detail = balie_texts_dup_draft_line (self->draft);
  /* By the clock of this computer, which may be wrong, and which gave the draft its time. */
  g_autofree char *time = dup_time (self, balie_draft_item_get_changed_at (self->draft), balie_clock_now ());
  g_autofree char *label = NULL;

  set_icon (self, balie_draft_item_get_kind (self->draft));
  update_subject (self, subject);
  set_marked (self->detail, detail, 0, 0);
  set_css_class (GTK_WIDGET (self->detail), "error", FALSE);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (self->dot, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_pill), FALSE);
  gtk_widget_set_visible (self->discard, TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->discard), "s", balie_draft_item_get_key (self->draft));
  set_css_class (self->card, "unread", FALSE);

  /* Translators: what a screen reader says of a draft: subject, beginning of the text, time */
  label = g_strdup_printf (_ ("Draft: %s, %s, %s"), subject, detail, time);
  set_accessible_label (self, label);
}

static void
update (BalieRequestRow *self)
{
  if (self->item != NULL)
    update_request (self);
  else if (self->draft != NULL)
    update_draft (self);
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
  g_signal_group_set_target (self->draft_signals, NULL);
  g_signal_group_set_target (self->desk_state_signals, NULL);
  g_signal_group_set_target (self->search_signals, NULL);
  g_clear_object (&self->item);
  g_clear_object (&self->draft);
  g_clear_object (&self->desk_state);
  g_clear_object (&self->search);
  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_request_row_parent_class)->dispose (object);
}

static void
balie_request_row_finalize (GObject *object)
{
  BalieRequestRow *self = BALIE_REQUEST_ROW (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->draft_signals);
  g_clear_object (&self->desk_state_signals);
  g_clear_object (&self->search_signals);

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
      g_value_set_object (value, balie_request_row_get_item (self));
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

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT, flags);
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
  gtk_widget_class_bind_template_child (widget_class, BalieRequestRow, discard);
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

  self->draft_signals = g_signal_group_new (BALIE_TYPE_DRAFT_ITEM);
  g_signal_group_connect_swapped (self->draft_signals, "notify", G_CALLBACK (update), self);

  self->desk_state_signals = g_signal_group_new (BALIE_TYPE_DESK_STATE);
  g_signal_group_connect_swapped (self->desk_state_signals, "changed", G_CALLBACK (update), self);

  self->search_signals = g_signal_group_new (BALIE_TYPE_SEARCH);
  g_signal_group_connect_swapped (self->search_signals, "changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->search_signals, "snippets-changed", G_CALLBACK (update), self);

  balie_request_row_set_place (self, NULL, 0, FALSE);
}

GtkWidget *
balie_request_row_new (void)
{
  return g_object_new (BALIE_TYPE_REQUEST_ROW, NULL);
}

gpointer
balie_request_row_get_item (BalieRequestRow *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_ROW (self), NULL);

  return self->item != NULL ? (gpointer)self->item : self->draft;
}

void
balie_request_row_set_item (BalieRequestRow *self,
                            gpointer         item)
{
  BalieConversationItem *request = item != NULL && BALIE_IS_CONVERSATION_ITEM (item) ? item : NULL;
  BalieDraftItem        *draft = item != NULL && BALIE_IS_DRAFT_ITEM (item) ? item : NULL;

  g_return_if_fail (BALIE_IS_REQUEST_ROW (self));
  g_return_if_fail (item == NULL || request != NULL || draft != NULL);

  if (balie_request_row_get_item (self) == item)
    return;

  g_set_object (&self->item, request);
  g_set_object (&self->draft, draft);
  g_signal_group_set_target (self->item_signals, self->item);
  g_signal_group_set_target (self->draft_signals, self->draft);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

void
balie_request_row_set_search (BalieRequestRow *self,
                              BalieSearch     *search)
{
  g_return_if_fail (BALIE_IS_REQUEST_ROW (self));
  g_return_if_fail (search == NULL || BALIE_IS_SEARCH (search));

  if (!g_set_object (&self->search, search))
    return;

  g_signal_group_set_target (self->search_signals, search);
  update (self);
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
