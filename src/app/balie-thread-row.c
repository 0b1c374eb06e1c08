/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message in a thread, with the lines that stand before it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-thread-row.h"

#include "balie-bubble-layout.h"
#include "balie-clock.h"
#include "balie-links.h"
#include "balie-message-details.h"
#include "balie-message-files.h"
#include "balie-message-refusal.h"
#include "balie-texts-opening.h"
#include "balie-texts-request.h"
#include "balie-texts-time.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* How wide a bubble grows before its text wraps, in characters. */
#define BUBBLE_WIDTH 48

#define AVATAR_SIZE 34

/* A caption of so many characters fits under a bubble in any window. */
#define SHORT_CAPTION 30

/* A word of so many characters fits on a line in any window. */
#define SHORT_WORD 14

struct _BalieThreadRow
{
  GtkWidget parent_instance;

  /* owned */
  BalieThreadItem *item;
  BalieDeskState  *desk_state;
  BalieSession    *session;
  GSignalGroup    *item_signals;
  GSignalGroup    *state_signals;

  gint64           first_unread;
  BalieThreadStyle style;

  /* Made when they are needed: there are two hundred rows, and few of them have any */
  GtkLabel            *day;
  GtkWidget           *unread;
  GtkLabel            *system;
  BalieMessageFiles   *files;
  BalieMessageDetails *details;
  BalieMessageRefusal *refusal;

  /* Of cards */
  AdwAvatar *avatar;
  GtkLabel  *name;
  GtkLabel  *time;

  /* Template */
  GtkWidget *line;
  GtkWidget *column;
  GtkWidget *frame;
  GtkLabel  *body;
  GtkLabel  *caption;
};

G_DEFINE_FINAL_TYPE (BalieThreadRow, balie_thread_row, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static GtkLabel *
make_line (const char *style_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (label), style_class);
  gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");

  return label;
}

static GtkWidget *
make_separator (void)
{
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_hexpand (separator, TRUE);
  gtk_widget_set_valign (separator, GTK_ALIGN_CENTER);

  return separator;
}

static GtkWidget *
make_unread_line (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  /* Translators: above the messages that were not read yet */
  GtkWidget *label = gtk_label_new (C_ ("messages", "New"));

  gtk_widget_add_css_class (box, "unread");
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (box), make_separator ());
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_separator ());

  return box;
}

static void
show_day (BalieThreadRow *self,
          const char     *text)
{
  if (text != NULL && self->day == NULL)
    {
      self->day = make_line ("day");
      gtk_widget_insert_after (GTK_WIDGET (self->day), GTK_WIDGET (self), NULL);
    }

  if (self->day != NULL)
    set_text (self->day, text);
}

static void
show_unread (BalieThreadRow *self,
             gboolean        show)
{
  if (show && self->unread == NULL)
    {
      self->unread = make_unread_line ();
      gtk_widget_insert_after (self->unread, GTK_WIDGET (self), GTK_WIDGET (self->day));
    }

  if (self->unread != NULL)
    gtk_widget_set_visible (self->unread, show);
}

static void
show_system (BalieThreadRow *self,
             const char     *text)
{
  if (text != NULL && self->system == NULL)
    {
      self->system = make_line ("system");
      gtk_widget_insert_before (GTK_WIDGET (self->system), GTK_WIDGET (self), self->line);
    }

  if (self->system != NULL)
    set_text (self->system, text);
}

static gint64
get_now (BalieThreadRow *self)
{
  return self->desk_state != NULL ? balie_desk_state_get_now (self->desk_state) : balie_clock_now ();
}

static GTimeZone *
ref_zone (BalieThreadRow *self)
{
  if (self->desk_state == NULL)
    return g_time_zone_new_local ();

  return g_time_zone_ref (balie_desk_state_get_zone (self->desk_state));
}

static gboolean
is_own (BalieThreadRow *self)
{
  return balie_thread_item_get_state (self->item) != BALIE_MESSAGE_RECEIVED;
}

/* What stands above the message: the day, where one begins, and the line for what is unread. */
static void
update_lines_before (BalieThreadRow *self,
                     BalieMessage   *message,
                     GTimeZone      *zone)
{
  BalieMessage    *previous = balie_thread_item_get_previous (self->item);
  g_autofree char *day = NULL;

  if (previous == NULL || balie_texts_count_days (previous->sent_at, message->sent_at, zone) != 0)
    day = balie_texts_dup_day (message->sent_at, get_now (self), zone);

  show_day (self, day);
  show_unread (self, self->first_unread != 0 && message->number == self->first_unread);
}

static char *
dup_answered_from (BalieThreadRow *self,
                   BalieMessage   *message,
                   GTimeZone      *zone)
{
  BalieOpeningHours *hours = self->desk_state != NULL ? balie_desk_state_get_hours (self->desk_state) : NULL;

  if (hours == NULL)
    return NULL;

  return balie_texts_dup_answered_from (hours, message->sent_at, get_now (self), zone,
                                        balie_desk_state_get_email (self->desk_state));
}

/* What became of an own message, and when. */
static char *
dup_own_caption (BalieThreadRow *self,
                 BalieMessage   *message,
                 GTimeZone      *zone)
{
  g_autofree char *clock = balie_texts_dup_clock (message->sent_at, zone);
  g_autofree char *answered_from = dup_answered_from (self, message, zone);

  switch (balie_thread_item_get_state (self->item))
    {
    case BALIE_MESSAGE_WAITING:
      return g_strdup (_ ("Waiting to be sent"));

    case BALIE_MESSAGE_REFUSED:
      return g_strdup (_ ("Not sent"));

    case BALIE_MESSAGE_SEEN:
      if (answered_from == NULL)
        /* Translators: under an own message that the other side has seen; %s is a time of day */
        return g_strdup_printf (_ ("%s · Read"), clock);
      /* Translators: as before; the second %s is such as "Answered from Tuesday 09:00" */
      return g_strdup_printf (_ ("%s · Read. %s"), clock, answered_from);

    case BALIE_MESSAGE_SENT:
    case BALIE_MESSAGE_RECEIVED:
    default:
      if (answered_from == NULL)
        /* Translators: under an own message that the server has; %s is a time of day */
        return g_strdup_printf (_ ("%s · Sent"), clock);
      /* Translators: as before; the second %s is such as "Answered from Tuesday 09:00" */
      return g_strdup_printf (_ ("%s · Sent. %s"), clock, answered_from);
    }
}

static char *
dup_bubble_caption (BalieThreadRow *self,
                    BalieMessage   *message,
                    GTimeZone      *zone)
{
  g_autofree char *name = NULL;
  g_autofree char *clock = NULL;

  if (is_own (self))
    return dup_own_caption (self, message, zone);

  name = balie_texts_dup_first_name (message->author->name);
  clock = balie_texts_dup_clock (message->sent_at, zone);

  /* Translators: under the message of somebody else: the name, then the time of day */
  return g_strdup_printf (_ ("%s · %s"), name, clock);
}

/* A card says in its header when it was written; below stands only what is not yet as it should be. */
static char *
dup_card_caption (BalieThreadRow *self,
                  BalieMessage   *message,
                  GTimeZone      *zone)
{
  switch (balie_thread_item_get_state (self->item))
    {
    case BALIE_MESSAGE_WAITING:
    case BALIE_MESSAGE_REFUSED:
      return dup_own_caption (self, message, zone);

    case BALIE_MESSAGE_SENT:
    case BALIE_MESSAGE_SEEN:
      return dup_answered_from (self, message, zone);

    case BALIE_MESSAGE_RECEIVED:
    default:
      return NULL;
    }
}

static void
update_card (BalieThreadRow *self,
             BalieMessage   *message,
             GTimeZone      *zone)
{
  g_autofree char *name = NULL;
  g_autofree char *clock = balie_texts_dup_clock (message->sent_at, zone);

  /* Translators: the author of one's own messages */
  name = is_own (self) ? g_strdup (_ ("You")) : balie_texts_dup_first_name (message->author->name);
  adw_avatar_set_text (self->avatar, message->author->name);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->time, clock);
}

static void
update_bubble (BalieThreadRow *self)
{
  balie_bubble_layout_set_at_end (BALIE_BUBBLE_LAYOUT (gtk_widget_get_layout_manager (self->column)), is_own (self));
  gtk_label_set_xalign (self->caption, is_own (self) ? 1 : 0);
  gtk_label_set_justify (self->caption, is_own (self) ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);

  if (is_own (self))
    gtk_widget_add_css_class (GTK_WIDGET (self), "own");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "own");
}

static gboolean
has_long_word (const char *text)
{
  guint length = 0;

  for (const char *place = text; *place != '\0'; place = g_utf8_next_char (place))
    {
      length = g_unichar_isspace (g_utf8_get_char (place)) ? 0 : length + 1;
      if (length > SHORT_WORD)
        return TRUE;
    }

  return FALSE;
}

/* A label that may break its words is laid out letter by letter to find out how narrow it can be: only where it matters. */
static void
update_body (BalieThreadRow *self,
             BalieMessage   *message)
{
  g_autofree char *markup = balie_links_dup_markup (message->text);

  gtk_widget_set_visible (GTK_WIDGET (self->body), *markup != '\0');
  if (g_strcmp0 (gtk_label_get_label (self->body), markup) == 0)
    return;

  gtk_label_set_wrap_mode (self->body, has_long_word (message->text) ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
  gtk_label_set_markup (self->body, markup);
}

static void
update_files (BalieThreadRow *self,
              BalieMessage   *message)
{
  if (message->attachments->len > 0 && self->files == NULL)
    {
      self->files = BALIE_MESSAGE_FILES (balie_message_files_new ());
      gtk_box_append (GTK_BOX (self->frame), GTK_WIDGET (self->files));
    }

  if (self->files != NULL)
    balie_message_files_set (self->files, self->session, message->attachments);
}

static void
update_details (BalieThreadRow *self,
                BalieMessage   *message)
{
  if (message->diagnostics != NULL && self->details == NULL)
    {
      self->details = BALIE_MESSAGE_DETAILS (balie_message_details_new ());
      if (self->style == BALIE_THREAD_STYLE_CARDS)
        gtk_widget_set_halign (GTK_WIDGET (self->details), GTK_ALIGN_START);
      gtk_widget_insert_after (GTK_WIDGET (self->details), self->column, self->frame);
    }

  if (self->details != NULL)
    balie_message_details_set (self->details, message->diagnostics);
}

static void
update_refusal (BalieThreadRow *self)
{
  gboolean refused = balie_thread_item_get_state (self->item) == BALIE_MESSAGE_REFUSED;

  if (refused && self->refusal == NULL)
    {
      GtkAlign align = self->style == BALIE_THREAD_STYLE_CARDS ? GTK_ALIGN_START : GTK_ALIGN_END;

      self->refusal = BALIE_MESSAGE_REFUSAL (balie_message_refusal_new (align));
      gtk_box_append (GTK_BOX (self->column), GTK_WIDGET (self->refusal));
    }

  if (self->refusal == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->refusal), refused);
  if (refused)
    balie_message_refusal_show (self->refusal, self->item);
}

static void
update_person (BalieThreadRow *self,
               BalieMessage   *message,
               GTimeZone      *zone)
{
  g_autofree char *caption = NULL;

  if (self->style == BALIE_THREAD_STYLE_CARDS)
    {
      caption = dup_card_caption (self, message, zone);
      update_card (self, message, zone);
    }
  else
    {
      caption = dup_bubble_caption (self, message, zone);
      update_bubble (self);
    }

  update_body (self, message);
  update_files (self, message);
  update_details (self, message);
  set_text (self->caption, caption);
  /* Most are short; a label that may wrap is measured several times for each of its sizes. */
  gtk_label_set_wrap (self->caption, caption != NULL && g_utf8_strlen (caption, -1) > SHORT_CAPTION);
  update_refusal (self);
}

static void
update (BalieThreadRow *self)
{
  BalieMessage *message;
  g_autoptr (GTimeZone) zone = NULL;
  gboolean system;

  if (self->item == NULL)
    return;

  message = balie_thread_item_get_message (self->item);
  zone = ref_zone (self);
  system = message->author == NULL || message->author->role == BALIE_ROLE_SYSTEM;

  update_lines_before (self, message, zone);
  gtk_widget_set_visible (self->line, !system);

  if (system)
    {
      const char      *email = self->desk_state != NULL ? balie_desk_state_get_email (self->desk_state) : NULL;
      g_autofree char *sentence = balie_texts_dup_system (message->text, email);

      show_system (self, sentence);
    }
  else
    {
      show_system (self, NULL);
      update_person (self, message, zone);
    }
}

static gboolean
activate_link_cb (BalieThreadRow *self,
                  const char     *uri)
{
  /* Always handled: what may not be opened must not fall through to the default handler. */
  if (!balie_links_open (GTK_WIDGET (self), uri))
    g_info ("A link was not opened because of what it leads to");

  return GDK_EVENT_STOP;
}

static void
balie_thread_row_dispose (GObject *object)
{
  BalieThreadRow *self = BALIE_THREAD_ROW (object);
  GtkWidget      *child;

  g_clear_object (&self->item_signals);
  g_clear_object (&self->state_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->desk_state);
  g_clear_object (&self->session);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_thread_row_parent_class)->dispose (object);
}

static void
balie_thread_row_class_init (BalieThreadRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_thread_row_dispose;

  gtk_widget_class_set_css_name (widget_class, "threadrow");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-thread-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieThreadRow, line);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadRow, column);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadRow, frame);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadRow, body);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadRow, caption);
  gtk_widget_class_bind_template_callback (widget_class, activate_link_cb);
}

/* A word that is too long for its line is broken as it is: a hyphen would be no part of it. */
static void
forbid_hyphens (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

static void
balie_thread_row_init (BalieThreadRow *self)
{
  static const char *const watched[] = {"notify::message", "notify::state", "notify::error-code", "notify::error-type", "notify::previous"};

  gtk_widget_init_template (GTK_WIDGET (self));
  forbid_hyphens (self->body);
  /* The direction of each paragraph decides on its side, as its first letters have it, and not that of the interface:
   * a label that reads from right to left would put such paragraphs left. */
  gtk_widget_set_direction (GTK_WIDGET (self->body), GTK_TEXT_DIR_LTR);

  self->item_signals = g_signal_group_new (BALIE_TYPE_THREAD_ITEM);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_swapped (self->item_signals, watched[i], G_CALLBACK (update), self);

  self->state_signals = g_signal_group_new (BALIE_TYPE_DESK_STATE);
  g_signal_group_connect_swapped (self->state_signals, "changed", G_CALLBACK (update), self);
}

/* The face beside a card, and the name and the time at its head. */
static void
add_card_parts (BalieThreadRow *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->avatar = g_object_new (ADW_TYPE_AVATAR, "size", AVATAR_SIZE, "show-initials", TRUE, "valign", GTK_ALIGN_START,
                               "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_prepend (GTK_BOX (self->line), GTK_WIDGET (self->avatar));

  self->name = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->name));

  self->time = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "numeric");
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->time));

  gtk_box_prepend (GTK_BOX (self->frame), header);
}

static void
apply_style (BalieThreadRow *self)
{
  gboolean cards = self->style == BALIE_THREAD_STYLE_CARDS;

  gtk_widget_add_css_class (GTK_WIDGET (self), cards ? "cards" : "bubbles");
  gtk_widget_add_css_class (self->frame, cards ? "card" : "bubble");
  gtk_label_set_max_width_chars (self->body, cards ? -1 : BUBBLE_WIDTH);
  gtk_label_set_max_width_chars (self->caption, cards ? -1 : BUBBLE_WIDTH);
  gtk_label_set_xalign (self->caption, 0);
  if (cards)
    add_card_parts (self);
  else
    gtk_widget_set_layout_manager (self->column, balie_bubble_layout_new ());
}

GtkWidget *
balie_thread_row_new (BalieThreadStyle style)
{
  BalieThreadRow *self = g_object_new (BALIE_TYPE_THREAD_ROW, NULL);

  self->style = style;
  apply_style (self);

  return GTK_WIDGET (self);
}

void
balie_thread_row_set_desk_state (BalieThreadRow *self,
                                 BalieDeskState *state)
{
  g_return_if_fail (BALIE_IS_THREAD_ROW (self));

  if (!g_set_object (&self->desk_state, state))
    return;

  g_signal_group_set_target (self->state_signals, state);
  update (self);
}

void
balie_thread_row_set_session (BalieThreadRow *self,
                              BalieSession   *session)
{
  g_return_if_fail (BALIE_IS_THREAD_ROW (self));

  if (g_set_object (&self->session, session))
    update (self);
}

void
balie_thread_row_set_first_unread (BalieThreadRow *self,
                                   gint64          number)
{
  g_return_if_fail (BALIE_IS_THREAD_ROW (self));

  if (self->first_unread == number)
    return;

  self->first_unread = number;
  update (self);
}

void
balie_thread_row_set_item (BalieThreadRow  *self,
                           BalieThreadItem *item)
{
  g_return_if_fail (BALIE_IS_THREAD_ROW (self));

  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->item_signals, item);
  if (item == NULL && self->files != NULL)
    balie_message_files_set (self->files, NULL, NULL);
  update (self);
}

BalieThreadItem *
balie_thread_row_get_item (BalieThreadRow *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_ROW (self), NULL);

  return self->item;
}
