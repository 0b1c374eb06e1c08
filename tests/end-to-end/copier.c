/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies files to the clipboard as a file manager does, and holds them there until its standard input ends. */
#define G_LOG_DOMAIN "balie-copier"

#include "config.h"

#include <glib-unix.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
ended_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  GMainLoop *loop = user_data;

  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoslist (GFile) files = NULL;
  GdkClipboard *clipboard;

  if (argc < 2 || !gtk_init_check ())
    {
      fprintf (stderr, "Usage: copier FILE…, with a display\n");
      return 1;
    }

  for (int i = argc - 1; i > 0; i--)
    files = g_slist_prepend (files, g_file_new_for_commandline_arg (argv[i]));

  clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, files);
  gdk_display_sync (gdk_display_get_default ());

  /* From now on a paste finds them. */
  printf ("copied\n");
  fflush (stdout);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, ended_cb, loop);
  g_main_loop_run (loop);

  return 0;
}
