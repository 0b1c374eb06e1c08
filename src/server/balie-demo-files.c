/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that the demo desk begins with: help articles, and what its customer attached. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-demo-files.h"

#include "balie-attachment-store.h"
#include "balie-error.h"
#include "balie-file-store.h"
#include "balie-picture-size.h"
#include "balie-server-resources.h"

#include <errno.h>
#include <glib/gstdio.h>

#define ARTICLES_PATH "/balie-server/demo/articles/"
#define FILES_PATH "/balie-server/demo/files/"

static GBytes *
look_up (const char *folder,
         const char *name)
{
  g_autofree char *path = g_strconcat (folder, name, NULL);

  return g_resource_lookup_data (balie_server_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

gboolean
balie_demo_files_write_articles (const char *data,
                                 GError    **error)
{
  g_autofree char *folder = g_build_filename (data, "articles", NULL);
  g_auto (GStrv) names = g_resource_enumerate_children (balie_server_get_resource (), ARTICLES_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (g_file_test (folder, G_FILE_TEST_EXISTS))
    return TRUE;

  g_assert (names != NULL);
  if (g_mkdir (folder, 0700) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (folder, *name, NULL);
      g_autoptr (GBytes) article = look_up (ARTICLES_PATH, *name);

      if (!g_file_set_contents_full (path, g_bytes_get_data (article, NULL), (gssize)g_bytes_get_size (article), G_FILE_SET_CONTENTS_NONE, 0600, error))
        return FALSE;
    }
  return TRUE;
}

/* As it is when the last byte of an upload has come. */
static BalieUploadRow *
make_upload (const BalieCaller *caller,
             const char        *name,
             GBytes            *content)
{
  BalieUploadRow  *self = balie_upload_row_new ();
  BalieAttachment *attachment = balie_attachment_new ();
  BaliePictureSize picture = {0};
  gsize            length;
  const guint8    *bytes = g_bytes_get_data (content, &length);

  self->attachment = attachment;
  self->account = g_strdup (caller->account);
  self->digest = g_strdup ("");
  self->file = balie_file_store_make_name ();
  attachment->id = g_uuid_string_random ();
  attachment->name = g_strdup (name);
  attachment->type = g_strdup (g_str_has_suffix (name, ".png") ? "image/png" : "text/plain");
  attachment->size = (gint64)length;
  attachment->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  if (balie_picture_size_read (bytes, length, &picture))
    {
      attachment->width = picture.width;
      attachment->height = picture.height;
    }
  return self;
}

char *
balie_demo_files_attach (BalieTransaction *transaction,
                         const char       *data,
                         const char       *name,
                         GError          **error)
{
  g_autoptr (GBytes) content = look_up (FILES_PATH, name);
  g_autoptr (BalieUploadRow) upload = NULL;
  g_autoptr (BalieFileStore) files = NULL;

  g_assert (content != NULL);
  upload = make_upload (transaction->caller, name, content);
  files = balie_file_store_new (data, error);
  if (files == NULL ||
      !balie_file_store_write (files, upload->file, 0, content, error) ||
      !balie_file_store_sync (files, upload->file, error) ||
      !balie_attachment_store_insert (transaction->db, upload, transaction->now, error))
    return NULL;
  return g_strdup (upload->attachment->id);
}
