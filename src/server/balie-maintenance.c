/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server does by itself: forgets what is old, and notices what commands did beside it. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-maintenance.h"

#include "balie-attachment-store.h"
#include "balie-clock.h"
#include "balie-event-store.h"
#include "balie-request-actions.h"
#include "balie-session-store.h"
#include "balie-upload-actions.h"

#include <errno.h>
#include <glib/gstdio.h>

#define INTERVAL (60 * 60)

/* In a folder of its own: who watches the database's is told of everything that is written into it. */
#define NOTICE_FOLDER "notices"
#define NOTICE_FILE "changed"

struct _BalieMaintenance
{
  GObject parent_instance;

  /* owned */
  BalieDeskService *service;
  BalieUploads     *uploads;
  GFileMonitor     *monitor;

  guint  timer;
  gint64 looked_at;
  gint64 close_after;
};

G_DEFINE_FINAL_TYPE (BalieMaintenance, balie_maintenance, G_TYPE_OBJECT)

static char *
dup_notice_path (const char *data)
{
  g_autofree char *folder = g_build_filename (data, NOTICE_FOLDER, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_message ("%s: %s", folder, g_strerror (errno));
  return g_build_filename (folder, NOTICE_FILE, NULL);
}

gpointer
balie_maintenance_prune (BalieTransaction *transaction,
                         gpointer          input,
                         GError          **error)
{
  if (balie_event_store_prune (transaction->db, transaction->now - BALIE_EVENT_RETENTION, error) &&
      balie_session_store_prune (transaction->db, transaction->now, error) &&
      balie_upload_store_prune (transaction->db, transaction->now - BALIE_UPLOAD_RETENTION, error))
    balie_attachment_store_prune (transaction->db, transaction->now - BALIE_UPLOAD_RETENTION, error);
  return NULL;
}

static void
pruned (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (BalieUploads) uploads = user_data;
  g_autoptr (GError) local_error = NULL;

  balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  if (local_error != NULL)
    g_message ("What is old stays for now: %s", local_error->message);
  else
    balie_uploads_collect (uploads);
}

static void close_solved (BalieMaintenance *self);

static void
solved_closed (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieMaintenance) self = user_data;
  g_autoptr (GError) local_error = NULL;
  guint n_closed = GPOINTER_TO_UINT (balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error));

  if (local_error != NULL)
    g_message ("What was solved long ago stays so for now: %s", local_error->message);
  else if (n_closed == BALIE_CLOSE_BATCH && self->service != NULL)
    close_solved (self);
}

static void
close_solved (BalieMaintenance *self)
{
  if (self->close_after > 0)
    balie_desk_service_write_async (self->service, balie_request_action_close_solved, NULL, g_memdup2 (&self->close_after, sizeof self->close_after),
                                    g_free, NULL, solved_closed, g_object_ref (self));
}

static gboolean
run (gpointer user_data)
{
  BalieMaintenance *self = BALIE_MAINTENANCE (user_data);

  balie_desk_service_write_async (self->service, balie_maintenance_prune, NULL, NULL, NULL, NULL, pruned, g_object_ref (self->uploads));
  close_solved (self);
  return G_SOURCE_CONTINUE;
}

/* Finds the sessions that ended since the time that is the input. */
static gpointer
find_ended (BalieTransaction *transaction,
            gpointer          input,
            GError          **error)
{
  const gint64 *since = input;
  g_autoptr (GPtrArray) rows = balie_event_store_list_type (transaction->db, balie_event_type_nicks[BALIE_EVENT_SESSION_ENDED], *since, error);
  GPtrArray *sessions;

  if (rows == NULL)
    return NULL;

  sessions = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rows->len; i++)
    {
      const BalieEventRow *row = g_ptr_array_index (rows, i);
      g_autoptr (BalieJsonReader) reader = balie_json_reader_new (row->event->data, -1, BALIE_JSON_READER_NONE, NULL);

      if (reader != NULL)
        g_ptr_array_add (sessions, g_strdup (balie_json_reader_string (reader, "session")));
    }
  return sessions;
}

static void
ended_found (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (BalieMaintenance) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) sessions = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (sessions == NULL)
    {
      g_message ("What a command changed was not seen: %s", local_error->message);
      return;
    }
  for (guint i = 0; i < sessions->len; i++)
    balie_desk_service_tell_session_ended (self->service, g_ptr_array_index (sessions, i));
}

static void
changed_beside (BalieMaintenance *self)
{
  gint64 since = self->looked_at;

  self->looked_at = balie_clock_now ();
  balie_desk_service_read_async (self->service, find_ended, NULL, g_memdup2 (&since, sizeof since), g_free, (GDestroyNotify)g_ptr_array_unref,
                                 NULL, ended_found, g_object_ref (self));
}

static void
balie_maintenance_dispose (GObject *object)
{
  BalieMaintenance *self = BALIE_MAINTENANCE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_object (&self->service);
  g_clear_object (&self->uploads);

  G_OBJECT_CLASS (balie_maintenance_parent_class)->dispose (object);
}

static void
balie_maintenance_class_init (BalieMaintenanceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = balie_maintenance_dispose;
}

static void
balie_maintenance_init (BalieMaintenance *self)
{
  self->looked_at = balie_clock_now ();
}

BalieMaintenance *
balie_maintenance_new (BalieDeskService *service,
                       BalieUploads     *uploads,
                       const char       *data,
                       gint64            close_after)
{
  BalieMaintenance *self = g_object_new (BALIE_TYPE_MAINTENANCE, NULL);
  g_autofree char  *path = dup_notice_path (data);
  g_autoptr (GFile) notice = g_file_new_for_path (path);
  g_autoptr (GError) local_error = NULL;

  self->service = g_object_ref (service);
  self->uploads = g_object_ref (uploads);
  self->close_after = close_after;
  self->monitor = g_file_monitor_file (notice, G_FILE_MONITOR_NONE, NULL, &local_error);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (changed_beside), self, G_CONNECT_SWAPPED);
  else
    g_message ("Streams of accounts that are disabled by a command end late: %s", local_error->message);

  self->timer = g_timeout_add_seconds (INTERVAL, run, self);
  run (self);
  return self;
}

void
balie_maintenance_notify (const char *data)
{
  g_autofree char *path = dup_notice_path (data);
  g_autoptr (GError) local_error = NULL;

  if (!g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &local_error))
    g_message ("A server that runs does not notice at once: %s", local_error->message);
}
