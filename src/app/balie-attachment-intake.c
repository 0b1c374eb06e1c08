/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways by which files come to a message: chosen, dropped, pasted, taken of the screen. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-attachment-intake.h"

#include "balie-clock.h"
#include "balie-texts-attachment.h"
#include "balie-texts-error.h"
#include "balie-texts-time.h"

#include "compat/balie-dialogs.h"

#include <glib/gi18n.h>

#define PNG "image/png"

/* A picture on its way to a box. */
typedef struct
{
  BalieAttachmentBox *box;
  GdkTexture         *picture;
  char               *name;
} Delivery;

/* What is pasted into a field, and may turn out to be text after all. */
typedef struct
{
  BalieAttachmentBox *box;
  GtkWidget          *widget;
} Paste;

static void
delivery_free (Delivery *self)
{
  g_clear_object (&self->box);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->name, g_free);
  g_free (self);
}

static Paste *
paste_new (BalieAttachmentBox *box,
           GtkWidget          *widget)
{
  Paste *self = g_new0 (Paste, 1);

  self->box = g_object_ref (box);
  self->widget = g_object_ref (widget);

  return self;
}

static void
paste_free (Paste *self)
{
  g_clear_object (&self->box);
  g_clear_object (&self->widget);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

static GtkWindow *
get_window (BalieAttachmentBox *box)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (box));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
say_what_was_left (BalieAttachmentBox *box,
                   guint               n_left)
{
  guint            limit = (guint)balie_attachment_box_get_desk (box)->limits.attachments;
  g_autofree char *text = NULL;

  if (limit == 1)
    text = g_strdup_printf (ngettext ("Only one file fits on one message; %'u was not added", "Only one file fits on one message; %'u were not added", n_left),
                            n_left);
  else
    /* Translators: the first number is how many files fit, the second how many were not added */
    text = g_strdup_printf (ngettext ("Only %'u files fit on one message; %'u was not added", "Only %'u files fit on one message; %'u were not added", n_left),
                            limit, n_left);

  balie_attachment_box_notify_notice (box, text);
}

void
balie_attachment_intake_add_files (BalieAttachmentBox *box,
                                   const GSList       *files)
{
  guint room;

  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (box));

  room = balie_attachment_box_get_room (box);
  for (; files != NULL && room > 0; files = files->next, room--)
    balie_attachment_box_add_file (box, files->data);

  if (files != NULL)
    say_what_was_left (box, g_slist_length ((GSList *)files));
}

static void
encode (GTask        *task,
        gpointer      source,
        gpointer      task_data,
        GCancellable *cancellable)
{
  Delivery *delivery = task_data;

  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (delivery->picture), (GDestroyNotify)g_bytes_unref);
}

static void
encoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Delivery *delivery = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) data = g_task_propagate_pointer (G_TASK (result), NULL);

  balie_attachment_box_add_data (delivery->box, delivery->name, PNG, data);
}

void
balie_attachment_intake_add_picture (BalieAttachmentBox *box,
                                     GdkTexture         *picture)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GTask) task = NULL;
  Delivery *delivery;

  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (box));
  g_return_if_fail (GDK_IS_TEXTURE (picture));

  if (balie_attachment_box_get_room (box) == 0)
    {
      say_what_was_left (box, 1);
      return;
    }

  delivery = g_new0 (Delivery, 1);
  delivery->box = g_object_ref (box);
  delivery->picture = g_object_ref (picture);
  delivery->name = balie_texts_dup_pasted_name (balie_clock_now (), zone);

  task = g_task_new (NULL, NULL, encoded_cb, NULL);
  g_task_set_source_tag (task, balie_attachment_intake_add_picture);
  g_task_set_task_data (task, delivery, (GDestroyNotify)delivery_free);
  g_task_run_in_thread (task, encode);
}

gboolean
balie_attachment_intake_add_value (BalieAttachmentBox *box,
                                   const GValue       *value)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (box), FALSE);

  if (!balie_attachment_box_get_accepting (box))
    return FALSE;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

      balie_attachment_intake_add_files (box, files);
      return files != NULL;
    }

  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      balie_attachment_intake_add_picture (box, g_value_get_object (value));
      return TRUE;
    }

  return FALSE;
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (BalieAttachmentBox) box = BALIE_ATTACHMENT_BOX (user_data);
  g_autoslist (GFile) files = balie_dialogs_choose_files_finish (result);

  balie_attachment_intake_add_files (box, files);
}

void
balie_attachment_intake_choose (BalieAttachmentBox *box)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (box));

  balie_dialogs_choose_files_async (get_window (box), _ ("Add Files"), chosen_cb, g_object_ref (box));
}

static void
screenshot_taken_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (BalieAttachmentBox) box = BALIE_ATTACHMENT_BOX (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data = balie_screenshot_take_finish (BALIE_SCREENSHOT (source), result, &error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *name = NULL;

  if (data != NULL)
    {
      name = balie_texts_dup_screenshot_name (balie_clock_now (), zone);
      balie_attachment_box_add_data (box, name, PNG, data);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_info ("No screenshot: %s", error->message);
      balie_attachment_box_notify_notice (box, balie_texts_get_error (BALIE_TASK_SCREENSHOT, error));
    }
}

void
balie_attachment_intake_take_screenshot (BalieAttachmentBox *box)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (box));

  if (balie_attachment_box_get_room (box) == 0)
    say_what_was_left (box, 1);
  else
    balie_screenshot_take_async (balie_attachment_box_get_camera (box), get_window (box), NULL, screenshot_taken_cb, g_object_ref (box));
}

static gboolean
is_on_the_web (GFile *file)
{
  return g_file_has_uri_scheme (file, "http") || g_file_has_uri_scheme (file, "https") || g_file_has_uri_scheme (file, "mailto");
}

/* A link that was copied in a browser comes as a list of files too. */
static gboolean
holds_links (const GValue *value)
{
  g_autoptr (GSList) files = NULL;

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  files = gdk_file_list_get_files (g_value_get_boxed (value));
  for (GSList *link = files; link != NULL; link = link->next)
    if (!is_on_the_web (link->data))
      return FALSE;

  return TRUE;
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text == NULL)
    return;

  if (GTK_IS_TEXT_VIEW (widget))
    gtk_text_buffer_insert_interactive_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), text, -1, TRUE);
  else
    {
      int position = gtk_editable_get_position (GTK_EDITABLE (widget));

      gtk_editable_insert_text (GTK_EDITABLE (widget), text, -1, &position);
      gtk_editable_set_position (GTK_EDITABLE (widget), position);
    }
}

static void
value_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Paste) paste = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value == NULL)
    {
      g_info ("Nothing could be pasted: %s", error->message);
      balie_attachment_box_notify_notice (paste->box, _ ("This could not be pasted. Save it as a file, and add that."));
    }
  else if (holds_links (value) && paste->widget != GTK_WIDGET (paste->box))
    gdk_clipboard_read_text_async (GDK_CLIPBOARD (source), NULL, text_read_cb, g_object_ref (paste->widget));
  else
    balie_attachment_intake_add_value (paste->box, value);
}

/* Office programs copy a picture of every text: where there is text, that is meant. Files have a text too, their paths. */
static GType
get_wanted_type (GdkContentFormats *formats)
{
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    return GDK_TYPE_FILE_LIST;
  if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    return G_TYPE_INVALID;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    return GDK_TYPE_TEXTURE;

  return G_TYPE_INVALID;
}

/* Returns: whether there is something for the box, which comes in a moment. */
static gboolean
paste (BalieAttachmentBox *box,
       GtkWidget          *widget)
{
  GdkClipboard      *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard));
  GType              type;

  formats = gdk_content_formats_union_deserialize_gtypes (formats);
  type = get_wanted_type (formats);
  gdk_content_formats_unref (formats);
  if (type == G_TYPE_INVALID || !balie_attachment_box_get_accepting (box))
    return FALSE;

  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, value_read_cb, paste_new (box, widget));
  return TRUE;
}

static void
paste_cb (BalieAttachmentBox *box,
          GtkWidget          *widget)
{
  if (paste (box, widget))
    g_signal_stop_emission_by_name (widget, "paste-clipboard");
}

void
balie_attachment_intake_paste (BalieAttachmentBox *box)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (box));

  paste (box, GTK_WIDGET (box));
}

void
balie_attachment_intake_watch_paste (BalieAttachmentBox *box,
                                     GtkWidget          *widget)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (box));
  g_return_if_fail (GTK_IS_TEXT_VIEW (widget) || GTK_IS_TEXT (widget));

  g_signal_connect_object (widget, "paste-clipboard", G_CALLBACK (paste_cb), box, G_CONNECT_SWAPPED);
}
