/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of one message, below each other. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-message-files.h"

#include "balie-message-file.h"

#define SPACING 6

struct _BalieMessageFiles
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (BalieMessageFiles, balie_message_files, GTK_TYPE_WIDGET)

static void
balie_message_files_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_message_files_parent_class)->dispose (object);
}

static void
balie_message_files_class_init (BalieMessageFilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = balie_message_files_dispose;

  gtk_widget_class_set_css_name (widget_class, "messagefiles");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
balie_message_files_init (BalieMessageFiles *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
}

GtkWidget *
balie_message_files_new (void)
{
  return g_object_new (BALIE_TYPE_MESSAGE_FILES, NULL);
}

static void
set_file (BalieMessageFile *file,
          BalieSession     *session,
          BalieAttachment  *attachment)
{
  g_autoptr (BalieDownload) download = NULL;
  g_autoptr (BalieUpload) upload = NULL;

  if (session != NULL)
    {
      download = balie_session_get_download (session, attachment);
      upload = balie_session_find_upload (session, attachment->id);
    }
  else
    download = balie_download_new (attachment);

  balie_message_file_set (file, download, upload, session != NULL ? balie_session_get_server (session) : NULL);
}

/* Those that are there serve again; others are made when they are needed. */
void
balie_message_files_set (BalieMessageFiles *self,
                         BalieSession      *session,
                         GPtrArray         *attachments)
{
  guint      n_files = attachments != NULL ? attachments->len : 0;
  GtkWidget *child;

  g_return_if_fail (BALIE_IS_MESSAGE_FILES (self));

  child = gtk_widget_get_first_child (GTK_WIDGET (self));
  for (guint i = 0; i < n_files; i++)
    {
      if (child == NULL)
        {
          child = balie_message_file_new ();
          gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
        }
      set_file (BALIE_MESSAGE_FILE (child), session, g_ptr_array_index (attachments, i));
      gtk_widget_show (child);
      child = gtk_widget_get_next_sibling (child);
    }

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      balie_message_file_set (BALIE_MESSAGE_FILE (child), NULL, NULL, NULL);
      gtk_widget_hide (child);
    }

  gtk_widget_set_visible (GTK_WIDGET (self), n_files > 0);
}
