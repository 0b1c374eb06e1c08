/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A customer's program that sends the files of its drafts until the server has them all, or somebody kills the process. */
#define G_LOG_DOMAIN "balie-uploader"

#include "config.h"

#include "balie-session-open.h"

#include <stdio.h>
#include <string.h>

/* Milliseconds that any retry waits at most. */
#define BACKOFF 20

typedef struct
{
  GMainLoop    *loop;
  BalieSession *session;
  GListModel   *files;
} Uploader;

static gboolean
is_sent (Uploader *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->files); i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (self->files, i);

      if (balie_upload_get_state (upload) == BALIE_UPLOAD_REFUSED)
        g_error ("A file is refused: %s", balie_upload_get_error_type (upload));
      if (balie_upload_get_state (upload) != BALIE_UPLOAD_SENT)
        return FALSE;
    }

  return TRUE;
}

static void
on_state (Uploader *self)
{
  if (is_sent (self))
    g_main_loop_quit (self->loop);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Uploader *self = user_data;
  g_autoptr (GError) error = NULL;

  self->session = balie_session_open_finish (result, &error);
  if (self->session == NULL)
    g_error ("The cache cannot be opened: %s", error->message);

  self->files = balie_session_get_files (self->session, BALIE_DRAFT_NEW_PROBLEM);
  for (guint i = 0; i < g_list_model_get_n_items (self->files); i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (self->files, i);

      g_signal_connect_swapped (upload, "notify::state", G_CALLBACK (on_state), self);
    }
  balie_session_set_backoff (self->session, BACKOFF, BACKOFF, 0);
  balie_session_start (self->session);
  on_state (self);
}

/* The token comes by the standard input. */
static void
set_token (BalieTransport *transport)
{
  char token[128];

  if (fgets (token, sizeof token, stdin) == NULL)
    g_error ("There is no token");
  balie_transport_set_token (transport, g_strchomp (token));
}

int
main (int    argc,
      char **argv)
{
  Uploader self = {0};
  g_autoptr (BalieTransport) transport = NULL;

  if (argc != 3)
    {
      g_printerr ("Usage: uploader ADDRESS CACHE\n");
      return 2;
    }

  self.loop = g_main_loop_new (NULL, FALSE);
  transport = balie_transport_new (argv[1], NULL);
  set_token (transport);
  balie_session_open_async (transport, argv[2], NULL, NULL, on_opened, &self);
  g_main_loop_run (self.loop);

  g_clear_object (&self.files);
  balie_session_close (self.session);
  g_clear_object (&self.session);
  g_main_loop_unref (self.loop);
  return 0;
}
