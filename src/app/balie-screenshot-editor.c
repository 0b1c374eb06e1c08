/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets people choose what of a screenshot goes, and cover what nobody is to see. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-screenshot-editor.h"

#include "balie-accessible.h"
#include "balie-dialog-fit.h"

#include <glib/gi18n.h>

struct _BalieScreenshotEditor
{
  AdwWindow parent_instance;

  /* Owned */
  GdkTexture       *picture;
  BaliePictureEdit *edit;
  GTask            *task; /* while it runs */
  GCancellable     *cancellable;
  gulong            cancelled_handler;

  /* Template */
  BaliePictureCanvas *canvas;
  GtkToggleButton    *cover;
  GtkLabel           *hint;
};

/* What the thread works on. */
typedef struct
{
  GdkTexture       *picture;
  BaliePictureEdit *edit;
} Work;

G_DEFINE_FINAL_TYPE (BalieScreenshotEditor, balie_screenshot_editor, ADW_TYPE_WINDOW)

static void
work_free (Work *work)
{
  g_object_unref (work->picture);
  balie_picture_edit_free (work->edit);
  g_free (work);
}

/* From pixels alone: what a file says beside them, where and when and by whom, is not even read. */
static GBytes *
encode (GBytes          *pixels,
        BaliePictureRect rect,
        GError         **error)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_bytes (pixels, GDK_COLORSPACE_RGB, FALSE, 8, rect.width, rect.height, rect.width * 3);
  char *file;
  gsize length;

  if (!gdk_pixbuf_save_to_buffer (pixbuf, &file, &length, "png", error, NULL))
    return NULL;

  return g_bytes_new_take (file, length);
}

static void
burn_in (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  Work               *work = data;
  gsize               width = (gsize)gdk_texture_get_width (work->picture);
  gsize               height = (gsize)gdk_texture_get_height (work->picture);
  g_autofree guint32 *whole = g_new (guint32, width * height);
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *file;

  gdk_texture_download (work->picture, (guchar *)whole, width * sizeof *whole);
  pixels = balie_picture_edit_apply (work->edit, whole, width);
  file = encode (pixels, balie_picture_edit_get_rect (work->edit, BALIE_PICTURE_CROP), &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
stop_listening (BalieScreenshotEditor *self)
{
  if (self->cancellable != NULL)
    g_signal_handler_disconnect (self->cancellable, self->cancelled_handler);
  g_clear_object (&self->cancellable);
}

static void
attach_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  BalieScreenshotEditor *self = BALIE_SCREENSHOT_EDITOR (widget);
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  Work *work;

  if (task == NULL)
    return;

  work = g_new0 (Work, 1);
  work->picture = g_object_ref (self->picture);
  work->edit = g_steal_pointer (&self->edit);
  g_task_set_task_data (task, work, (GDestroyNotify)work_free);
  g_task_run_in_thread (task, burn_in);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
add_box_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  BalieScreenshotEditor *self = BALIE_SCREENSHOT_EDITOR (widget);

  gtk_toggle_button_set_active (self->cover, TRUE);
  balie_picture_canvas_add_box (self->canvas);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
remove_box_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  balie_picture_canvas_remove_box (BALIE_SCREENSHOT_EDITOR (widget)->canvas);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  balie_picture_canvas_undo (BALIE_SCREENSHOT_EDITOR (widget)->canvas);
}

static void
changed_cb (BalieScreenshotEditor *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.remove-box", balie_picture_canvas_get_chosen (self->canvas) != BALIE_PICTURE_CROP);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.undo", balie_picture_edit_can_undo (self->edit));
}

static void
tool_changed_cb (BalieScreenshotEditor *self)
{
  gboolean cover = gtk_toggle_button_get_active (self->cover);

  balie_picture_canvas_set_tool (self->canvas, cover ? BALIE_PICTURE_TOOL_COVER : BALIE_PICTURE_TOOL_CROP);
  gtk_label_set_label (self->hint, cover ? _ ("Draw a box over what nobody is to see: nothing of it is sent. Arrow keys move a box, and with Shift make it larger or smaller.")
                                         : _ ("Pull at the edges, or choose a part: only that is sent. Arrow keys with Shift make it smaller, alone they move it."));
}

static void
balie_screenshot_editor_dispose (GObject *object)
{
  BalieScreenshotEditor *self = BALIE_SCREENSHOT_EDITOR (object);

  stop_listening (self);
  if (self->task != NULL)
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->task);

      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The screenshot was given up");
    }

  G_OBJECT_CLASS (balie_screenshot_editor_parent_class)->dispose (object);
}

static void
balie_screenshot_editor_finalize (GObject *object)
{
  BalieScreenshotEditor *self = BALIE_SCREENSHOT_EDITOR (object);

  g_clear_object (&self->picture);
  g_clear_pointer (&self->edit, balie_picture_edit_free);

  G_OBJECT_CLASS (balie_screenshot_editor_parent_class)->finalize (object);
}

static void
balie_screenshot_editor_class_init (BalieScreenshotEditorClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BALIE_TYPE_PICTURE_CANVAS);

  object_class->dispose = balie_screenshot_editor_dispose;
  object_class->finalize = balie_screenshot_editor_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-screenshot-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieScreenshotEditor, canvas);
  gtk_widget_class_bind_template_child (widget_class, BalieScreenshotEditor, cover);
  gtk_widget_class_bind_template_child (widget_class, BalieScreenshotEditor, hint);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tool_changed_cb);
  gtk_widget_class_install_action (widget_class, "editor.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "editor.add-box", NULL, add_box_action);
  gtk_widget_class_install_action (widget_class, "editor.remove-box", NULL, remove_box_action);
  gtk_widget_class_install_action (widget_class, "editor.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "editor.attach", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, 0, "editor.add-box", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "editor.remove-box", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "editor.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
balie_screenshot_editor_init (BalieScreenshotEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
}

BalieScreenshotEditor *
balie_screenshot_editor_new (GtkWindow  *parent,
                             GdkTexture *picture)
{
  BalieScreenshotEditor *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (GDK_IS_TEXTURE (picture), NULL);

  self = g_object_new (BALIE_TYPE_SCREENSHOT_EDITOR, "transient-for", parent, NULL);
  self->picture = g_object_ref (picture);
  self->edit = balie_picture_edit_new (gdk_texture_get_width (picture), gdk_texture_get_height (picture));
  balie_picture_canvas_set_picture (self->canvas, GDK_PAINTABLE (picture), self->edit);
  tool_changed_cb (self);
  balie_dialog_fit (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));

  return self;
}

void
balie_screenshot_editor_run_async (BalieScreenshotEditor *self,
                                   GCancellable          *cancellable,
                                   GAsyncReadyCallback    callback,
                                   gpointer               user_data)
{
  g_return_if_fail (BALIE_IS_SCREENSHOT_EDITOR (self));
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, balie_screenshot_editor_run_async);
  if (cancellable != NULL)
    {
      self->cancellable = g_object_ref (cancellable);
      self->cancelled_handler = g_signal_connect_swapped (cancellable, "cancelled", G_CALLBACK (gtk_window_destroy), self);
    }

  if (g_cancellable_is_cancelled (cancellable))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    gtk_window_present (GTK_WINDOW (self));
}

GBytes *
balie_screenshot_editor_run_finish (GAsyncResult *result,
                                    GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
