/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a request with its whole correspondence to a printer, or into a PDF file. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-printer.h"

#include "balie-picture-loader.h"
#include "balie-request-paper.h"
#include "compat/balie-dialogs.h"

#include <glib/gi18n.h>

/* Sharp enough for their size on paper, and few enough to be kept at once. */
#define PICTURE_WIDTH 480
#define PICTURE_HEIGHT 360
#define PICTURES 60

/* Points. */
#define MARGIN 54

typedef struct
{
  BalieRequestPrint print;

  GtkWindow             *parent;
  BalieSession          *session;
  BalieConversationItem *item;
  GTimeZone             *zone;
  BalieRequestPaper     *paper;
  GPtrArray             *downloads; /* BalieDownload: pictures that are here and are not read yet */
  PangoContext          *context;   /* of the printer */
  GFile                 *target;
} Printing;

static void next_picture (GTask *task);

static void
printing_free (Printing *self)
{
  g_clear_object (&self->parent);
  g_clear_object (&self->session);
  g_clear_object (&self->item);
  g_clear_object (&self->context);
  g_clear_object (&self->target);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->paper, balie_request_paper_free);
  g_clear_pointer (&self->downloads, g_ptr_array_unref);
  g_free (self);
}

static void
return_notice (GTask      *task,
               const char *notice)
{
  g_task_return_pointer (task, g_strdup (notice), g_free);
  g_object_unref (task);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      return_notice (user_data, _ ("The request was saved as a PDF file."));
      return;
    }

  g_message ("A PDF file could not be written: %s", error->message);
  return_notice (user_data, _ ("The PDF file could not be saved there. Choose another place."));
}

static void
render_in_thread (GTask        *job,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Printing     *self = data;
  GtkPaperSize *size = gtk_paper_size_new (NULL);
  double        width = gtk_paper_size_get_width (size, GTK_UNIT_POINTS);
  double        height = gtk_paper_size_get_height (size, GTK_UNIT_POINTS);

  gtk_paper_size_free (size);
  g_task_return_pointer (job, balie_request_paper_write_pdf (self->paper, width, height, MARGIN), (GDestroyNotify)g_bytes_unref);
}

static void
on_rendered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask    *task = user_data;
  Printing *self = g_task_get_task_data (task);
  g_autoptr (GBytes) pdf = g_task_propagate_pointer (G_TASK (result), NULL);

  g_file_replace_contents_bytes_async (self->target, pdf, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_written, task);
}

static void
write_pdf (GTask *task)
{
  g_autoptr (GTask) job = g_task_new (NULL, NULL, on_rendered, task);

  g_task_set_source_tag (job, write_pdf);
  g_task_set_task_data (job, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (job, render_in_thread);
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                GTask             *task)
{
  Printing *self = g_task_get_task_data (task);

  g_clear_object (&self->context);
  self->context = gtk_print_context_create_pango_context (context);
  gtk_print_operation_set_n_pages (operation, (int)balie_request_paper_lay_out (self->paper, self->context,
                                                                                gtk_print_context_get_width (context),
                                                                                gtk_print_context_get_height (context)));
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              GTask             *task)
{
  Printing *self = g_task_get_task_data (task);

  balie_request_paper_draw (self->paper, self->context, gtk_print_context_get_cairo_context (context), (guint)page);
}

static void
done_cb (GtkPrintOperation      *operation,
         GtkPrintOperationResult result,
         GTask                  *task)
{
  return_notice (task, result == GTK_PRINT_OPERATION_RESULT_ERROR ? _ ("The request could not be printed. Try again, or save it as a PDF file.") : NULL);
}

static void
print (GTask *task)
{
  Printing        *self = g_task_get_task_data (task);
  g_autofree char *name = g_strdup_printf ("#%" G_GINT64_FORMAT, balie_conversation_item_get_conversation (self->item)->number);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();

  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), task);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), task);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), task);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, self->parent, NULL);
}

static void
on_picture (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask    *task = user_data;
  Printing *self = g_task_get_task_data (task);
  g_autoptr (GdkTexture) texture = balie_picture_load_finish (result, NULL);
  BalieDownload *download = g_ptr_array_index (self->downloads, self->downloads->len - 1);

  /* What cannot be shown stands there by its name. */
  if (texture != NULL)
    balie_request_paper_add_picture (self->paper, balie_download_get_attachment (download)->id, texture);

  g_ptr_array_set_size (self->downloads, (int)self->downloads->len - 1);
  next_picture (task);
}

static void
next_picture (GTask *task)
{
  Printing        *self = g_task_get_task_data (task);
  g_autofree char *path = NULL;

  if (self->downloads->len == 0)
    {
      if (self->print == BALIE_REQUEST_PRINT_PDF)
        write_pdf (task);
      else
        print (task);
      return;
    }

  path = balie_download_dup_path (g_ptr_array_index (self->downloads, self->downloads->len - 1));
  balie_picture_load_async (path, PICTURE_WIDTH, PICTURE_HEIGHT, NULL, on_picture, task);
}

static void
add_pictures (Printing           *self,
              const BalieMessage *message)
{
  for (guint i = 0; i < message->attachments->len && self->downloads->len < PICTURES; i++)
    {
      BalieAttachment *attachment = g_ptr_array_index (message->attachments, i);

      if (attachment->width > 0 && attachment->height > 0)
        {
          g_autoptr (BalieDownload) download = balie_session_get_download (self->session, attachment);

          if (balie_download_get_state (download) == BALIE_DOWNLOAD_PRESENT)
            g_ptr_array_add (self->downloads, g_steal_pointer (&download));
        }
    }
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask    *task = user_data;
  Printing *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = balie_session_read_all_finish (BALIE_SESSION (source), result, &error);

  if (messages == NULL)
    {
      g_message ("A request could not be read as a whole: %s", error->message);
      return_notice (task, _ ("Not all messages of this request are on this computer. Try again when you are online."));
      return;
    }

  self->paper = balie_request_paper_new (balie_conversation_item_get_conversation (self->item), messages, self->zone);
  for (guint i = 0; i < messages->len; i++)
    add_pictures (self, g_ptr_array_index (messages, i));
  next_picture (task);
}

static void
read_all (GTask *task)
{
  Printing *self = g_task_get_task_data (task);

  balie_session_read_all_async (self->session, balie_conversation_item_get_id (self->item), NULL, on_read, task);
}

static void
on_target_chosen (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask    *task = user_data;
  Printing *self = g_task_get_task_data (task);

  self->target = balie_dialogs_choose_target_finish (result);
  if (self->target != NULL)
    read_all (task);
  else
    return_notice (task, NULL);
}

void
balie_request_printer_async (BalieRequestPrint      print,
                             GtkWindow             *parent,
                             BalieSession          *session,
                             BalieConversationItem *item,
                             GTimeZone             *zone,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data)
{
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  Printing        *self;
  GTask           *task;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (BALIE_IS_SESSION (session));

  self = g_new0 (Printing, 1);
  self->print = print;
  self->parent = g_object_ref (parent);
  self->session = g_object_ref (session);
  self->item = g_object_ref (item);
  self->zone = g_time_zone_ref (zone);
  self->downloads = g_ptr_array_new_with_free_func (g_object_unref);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_request_printer_async);
  g_task_set_task_data (task, self, (GDestroyNotify)printing_free);
  if (print == BALIE_REQUEST_PRINT_PAPER)
    {
      read_all (task);
      return;
    }

  number = g_strdup_printf ("%" G_GINT64_FORMAT, balie_conversation_item_get_conversation (item)->number);
  /* Translators: the suggested name of a PDF file; %s is the number of the request */
  name = g_strdup_printf (_ ("Request %s.pdf"), number);
  balie_dialogs_choose_target_async (parent, _ ("Save as PDF"), name, on_target_chosen, task);
}

char *
balie_request_printer_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
