/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a damaged cache. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-cache-salvage.h"

#include "balie-draft-table.h"
#include "balie-error.h"
#include "balie-file-table.h"
#include "balie-outbox-table.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* The log may hold the newest of what is to be saved, so it goes with the file; the index is made anew. */
static const char *const suffixes[] = {"-wal", ""};

static char *
dup_free_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char            *name = g_strdup_printf ("%s.damaged-%s", path, date);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.damaged-%s-%u", path, date, i);
    }

  return name;
}

char *
balie_cache_salvage_move_aside (const char *path,
                                GError    **error)
{
  g_autofree char *name = dup_free_name (path);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (name, suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "cannot move the damaged cache aside: %s", g_strerror (errno));
          return NULL;
        }
    }
  g_unlink (index);

  return g_steal_pointer (&name);
}

void
balie_cache_salvage_copy (const char *damaged,
                          BalieDb    *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDb) from = balie_db_open (damaged, BALIE_DB_READ_WRITE, &error);
  guint n_entries;
  guint n_drafts;
  guint n_files;

  if (from == NULL)
    {
      g_message ("Nothing could be read of the damaged cache: %s", error->message);
      return;
    }

  n_entries = balie_outbox_table_salvage (from, to);
  n_drafts = balie_draft_table_salvage (from, to);
  n_files = balie_file_table_salvage (from, to);
  g_message ("Saved %u entries of the outbox, %u drafts and %u files from the damaged cache", n_entries, n_drafts, n_files);
}
