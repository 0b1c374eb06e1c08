/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One account's data on this machine: one SQLite file with mode 0600. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-cache.h"

#include "balie-cache-salvage.h"
#include "balie-cache-schema.h"
#include "balie-clock.h"
#include "balie-conversation-table.h"
#include "balie-draft-table.h"
#include "balie-download-folder.h"
#include "balie-error.h"
#include "balie-file-table.h"
#include "balie-outbox-table.h"
#include "balie-read-mark-table.h"
#include "balie-search-table.h"
#include "balie-setting-table.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* More than there are files that somebody makes when all of them are to go. */
#define DELETE_TRIES 8

struct _BalieCache
{
  GObject parent_instance;

  BalieDbQueue *queue;
  char         *path;
  gboolean      failing;
};

typedef enum {
  PROP_FAILING = 1,
} BalieCacheProperty;

static GParamSpec *properties[PROP_FAILING + 1];

G_DEFINE_FINAL_TYPE (BalieCache, balie_cache, G_TYPE_OBJECT)

/* What stands beside the database: NAME.files beside NAME.db. */
static const char *const folder_kinds[] = {BALIE_CACHE_FILES, BALIE_CACHE_DOWNLOADS};

/* What opening gives: a connection and what was read through it. */
typedef struct
{
  char               *path;
  gboolean            make;
  BalieDb            *db;
  BalieCacheContents *contents;
} OpenData;

static void
open_data_free (OpenData *data)
{
  g_free (data->path);
  g_clear_pointer (&data->db, balie_db_close);
  g_clear_pointer (&data->contents, balie_cache_contents_free);
  g_free (data);
}

void
balie_cache_contents_free (BalieCacheContents *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->account, balie_account_unref);
  g_clear_pointer (&self->desk, balie_desk_unref);
  g_free (self->position);
  g_clear_pointer (&self->conversations, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->read_marks, g_ptr_array_unref);
  g_free (self);
}

static void
balie_cache_dispose (GObject *object)
{
  balie_cache_close (BALIE_CACHE (object));

  G_OBJECT_CLASS (balie_cache_parent_class)->dispose (object);
}

static void
balie_cache_finalize (GObject *object)
{
  BalieCache *self = BALIE_CACHE (object);

  g_clear_object (&self->queue);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (balie_cache_parent_class)->finalize (object);
}

static void
balie_cache_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch ((BalieCacheProperty)property_id)
    {
    case PROP_FAILING:
      g_value_set_boolean (value, BALIE_CACHE (object)->failing);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_cache_class_init (BalieCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_cache_dispose;
  object_class->finalize = balie_cache_finalize;
  object_class->get_property = balie_cache_get_property;

  properties[PROP_FAILING] = g_param_spec_boolean ("failing", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
balie_cache_init (BalieCache *self)
{
}

static BalieJsonReader *
read_setting (BalieDb    *db,
              const char *name,
              GError    **error)
{
  g_autofree char *json = balie_setting_table_get (db, name, error);

  return json != NULL ? balie_json_reader_new (json, -1, BALIE_JSON_READER_NONE, error) : NULL;
}

static gboolean
load_settings (BalieDb            *db,
               BalieCacheContents *contents,
               GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieJsonReader) account = NULL;
  g_autoptr (BalieJsonReader) desk = NULL;

  account = read_setting (db, BALIE_SETTING_ACCOUNT, &local_error);
  if (local_error == NULL)
    desk = read_setting (db, BALIE_SETTING_DESK, &local_error);
  if (local_error == NULL)
    contents->position = balie_setting_table_get (db, BALIE_SETTING_POSITION, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (account != NULL)
    {
      contents->account = balie_account_read (account, NULL);
      if (!balie_json_reader_finish (account, error))
        return FALSE;
    }

  if (desk != NULL)
    {
      contents->desk = balie_desk_read (desk, NULL);
      if (!balie_json_reader_finish (desk, error))
        return FALSE;
    }

  return TRUE;
}

static BalieCacheContents *
load_contents (BalieDb *db,
               GError **error)
{
  g_autoptr (BalieCacheContents) contents = g_new0 (BalieCacheContents, 1);
  g_autoptr (GError) local_error = NULL;

  if (!load_settings (db, contents, error))
    return NULL;

  contents->conversations = balie_conversation_table_list (db, error);
  if (contents->conversations == NULL)
    return NULL;

  contents->entries = balie_outbox_table_list (db, error);
  if (contents->entries == NULL)
    return NULL;

  contents->drafts = balie_draft_table_list (db, error);
  if (contents->drafts == NULL)
    return NULL;

  contents->files = balie_file_table_list (db, error);
  if (contents->files == NULL)
    return NULL;

  contents->read_marks = balie_read_mark_table_list (db, error);
  if (contents->read_marks == NULL)
    return NULL;

  contents->search_backlog = balie_search_table_has_backlog (db, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&contents);
}

static char *
dup_folder_path (const char *path,
                 const char *kind)
{
  g_autofree char *stem = g_strdup (path);

  if (g_str_has_suffix (stem, ".db"))
    stem[strlen (stem) - strlen (".db")] = '\0';

  return g_strconcat (stem, ".", kind, NULL);
}

static gboolean
open_and_load (OpenData *data,
               GError  **error)
{
  g_autofree char *downloads = NULL;

  data->db = balie_db_open (data->path, BALIE_DB_READ_WRITE, error);
  if (data->db == NULL)
    return FALSE;

  if (!balie_cache_schema_migrate (data->db, error))
    return FALSE;

  if (!balie_file_table_prune (data->db, balie_clock_now () - BALIE_CACHE_SENT_TIME, error) ||
      !balie_outbox_table_prune (data->db, balie_clock_now () - BALIE_CACHE_SENT_TIME, error))
    return FALSE;

  downloads = dup_folder_path (data->path, BALIE_CACHE_DOWNLOADS);
  if (!balie_download_folder_tidy (data->db, downloads, balie_clock_now (), error))
    return FALSE;

  data->contents = load_contents (data->db, error);

  return data->contents != NULL;
}

/* A file that SQLite cannot read, or that holds what nobody here has written. */
static gboolean
is_damage (const GError *error)
{
  return balie_db_error_is_corrupt (error) ||
         g_error_matches (error, BALIE_ERROR, BALIE_ERROR_PARSE) ||
         g_error_matches (error, BALIE_ERROR, BALIE_ERROR_INVALID);
}

static gboolean
rebuild (OpenData *data,
         GError  **error)
{
  g_autofree char *damaged = NULL;

  g_clear_pointer (&data->contents, balie_cache_contents_free);
  g_clear_pointer (&data->db, balie_db_close);

  damaged = balie_cache_salvage_move_aside (data->path, error);
  if (damaged == NULL)
    return FALSE;

  if (!open_and_load (data, error))
    return FALSE;

  balie_cache_salvage_copy (damaged, data->db);
  g_clear_pointer (&data->contents, balie_cache_contents_free);
  data->contents = load_contents (data->db, error);

  return data->contents != NULL;
}

static void
open_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  OpenData *data = task_data;
  g_autoptr (GError) error = NULL;
  gboolean opened;

  if (!data->make && !g_file_test (data->path, G_FILE_TEST_EXISTS))
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "there is no cache");
      return;
    }

  opened = open_and_load (data, &error);
  if (!opened && is_damage (error))
    {
      g_message ("The cache is damaged and is made anew: %s", error->message);
      g_clear_error (&error);
      opened = rebuild (data, &error);
    }

  if (!opened)
    {
      g_clear_pointer (&data->db, balie_db_close);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  balie_db_release_owner (data->db);
  g_task_return_boolean (task, TRUE);
}

void
balie_cache_open_async (const char         *path,
                        gboolean            make,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenData *data;

  g_return_if_fail (path != NULL);

  data = g_new0 (OpenData, 1);
  data->path = g_strdup (path);
  data->make = make;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_cache_open_async);
  g_task_set_task_data (task, data, (GDestroyNotify)open_data_free);
  g_task_run_in_thread (task, open_thread);
}

BalieCache *
balie_cache_open_finish (GAsyncResult        *result,
                         BalieCacheContents **contents,
                         GError             **error)
{
  OpenData   *data;
  BalieCache *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (contents != NULL, NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  data = g_task_get_task_data (G_TASK (result));
  self = g_object_new (BALIE_TYPE_CACHE, NULL);
  self->path = g_strdup (data->path);
  self->queue = balie_db_queue_new ("balie-cache", g_steal_pointer (&data->db), BALIE_DB_QUEUE_WRITE);
  *contents = g_steal_pointer (&data->contents);

  return self;
}

static void
set_failing (BalieCache *self,
             gboolean    failing)
{
  if (self->failing == failing)
    return;

  self->failing = failing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILING]);
}

void
balie_cache_read_async (BalieCache         *self,
                        BalieDbJob          job,
                        gpointer            data,
                        GDestroyNotify      data_free,
                        GDestroyNotify      result_free,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_CACHE (self));

  balie_db_queue_run_async (self->queue, job, data, data_free, result_free, cancellable, callback, user_data);
}

gpointer
balie_cache_read_finish (BalieCache   *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  gpointer value;

  g_return_val_if_fail (BALIE_IS_CACHE (self), NULL);

  value = balie_db_queue_run_finish (self->queue, result, &local_error);
  if (g_error_matches (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE))
    set_failing (self, TRUE);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return value;
}

void
balie_cache_write_async (BalieCache         *self,
                         BalieDbJob          job,
                         gpointer            data,
                         GDestroyNotify      data_free,
                         GDestroyNotify      result_free,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_CACHE (self));

  balie_db_queue_run_async (self->queue, job, data, data_free, result_free, cancellable, callback, user_data);
}

gpointer
balie_cache_write_finish (BalieCache   *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  gpointer value = balie_cache_read_finish (self, result, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  set_failing (self, FALSE);

  return value;
}

gboolean
balie_cache_get_failing (BalieCache *self)
{
  g_return_val_if_fail (BALIE_IS_CACHE (self), FALSE);

  return self->failing;
}

void
balie_cache_close (BalieCache *self)
{
  g_return_if_fail (BALIE_IS_CACHE (self));

  if (self->queue != NULL)
    balie_db_queue_close (self->queue);
}

char *
balie_cache_dup_folder (BalieCache *self,
                        const char *kind)
{
  char *path;

  g_return_val_if_fail (BALIE_IS_CACHE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  path = dup_folder_path (self->path, kind);
  if (g_mkdir (path, 0700) != 0 && errno != EEXIST)
    g_message ("A folder of the cache cannot be made: %s", g_strerror (errno));

  return path;
}

/* The folders are flat. */
static void
delete_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      /* What is given up may remove, or rename, its file itself. */
      if (g_unlink (file) != 0 && errno != ENOENT)
        g_message ("A file of the cache stays: %s", g_strerror (errno));
    }
}

static gboolean
delete_folder (const char *path,
               GError    **error)
{
  /* A download that is given up may still make its file, on its own thread, and then no other. */
  for (guint i = 0; i < DELETE_TRIES; i++)
    {
      delete_files (path);
      if (g_rmdir (path) == 0 || errno == ENOENT)
        return TRUE;
    }

  g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "cannot delete a folder of the cache: %s", g_strerror (errno));
  return FALSE;
}

gboolean
balie_cache_delete (BalieCache *self,
                    GError    **error)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  g_return_val_if_fail (BALIE_IS_CACHE (self), FALSE);

  balie_cache_close (self);

  /* First of all, so that nothing private is left that no database tells of. */
  for (gsize i = 0; i < G_N_ELEMENTS (folder_kinds); i++)
    {
      g_autofree char *folder = dup_folder_path (self->path, folder_kinds[i]);

      if (!delete_folder (folder, error))
        return FALSE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        {
          g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "cannot delete the cache: %s", g_strerror (errno));
          return FALSE;
        }
    }

  return TRUE;
}
