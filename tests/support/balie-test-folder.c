/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A temporary folder that goes away with everything in it. */
#define G_LOG_DOMAIN "balie-test-support"

#include "config.h"

#include "balie-test-folder.h"

#include <ftw.h>
#include <stdio.h>

struct _BalieTestFolder
{
  /* owned */
  char         *path;
  GStringChunk *files;
};

static int
remove_entry (const char        *path,
              const struct stat *status,
              int                type,
              struct FTW        *position)
{
  return remove (path);
}

BalieTestFolder *
balie_test_folder_new (void)
{
  return balie_test_folder_new_in (g_get_tmp_dir ());
}

BalieTestFolder *
balie_test_folder_new_in (const char *parent)
{
  BalieTestFolder *self = g_new0 (BalieTestFolder, 1);

  self->path = g_build_filename (parent, "balie-test-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->path));
  self->files = g_string_chunk_new (256);
  return self;
}

void
balie_test_folder_free (BalieTestFolder *self)
{
  nftw (self->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  g_string_chunk_free (self->files);
  g_free (self->path);
  g_free (self);
}

const char *
balie_test_folder_get_path (BalieTestFolder *self)
{
  return self->path;
}

const char *
balie_test_folder_get_file (BalieTestFolder *self,
                            const char      *name)
{
  g_autofree char *file = g_build_filename (self->path, name, NULL);

  return g_string_chunk_insert_const (self->files, file);
}
