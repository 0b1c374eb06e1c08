/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the repetition of a request from another one that reuses its id. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-digest.h"

#include <string.h>

char *
balie_digest (const char *const *fields,
              gsize              n_fields)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *length = fields[i] != NULL ? g_strdup_printf ("%" G_GSIZE_FORMAT ":", strlen (fields[i])) : g_strdup ("-");

      g_checksum_update (checksum, (const guchar *)length, -1);
      if (fields[i] != NULL)
        g_checksum_update (checksum, (const guchar *)fields[i], -1);
    }

  return g_strdup (g_checksum_get_string (checksum));
}

char *
balie_digest_post (const char *const      *fields,
                   gsize                   n_fields,
                   GPtrArray              *attachments,
                   const char             *follows,
                   const BalieDiagnostics *diagnostics)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (gsize i = 0; i < n_fields; i++)
    g_ptr_array_add (all, (gpointer)fields[i]);
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    g_ptr_array_add (all, g_ptr_array_index (attachments, i));
  if (follows != NULL)
    {
      g_ptr_array_add (all, (gpointer) "follows");
      g_ptr_array_add (all, (gpointer)follows);
    }
  if (diagnostics != NULL)
    g_ptr_array_add (all, (gpointer) "diagnostics");
  for (guint i = 0; diagnostics != NULL && i < diagnostics->items->len; i++)
    {
      const BalieDiagnostic *diagnostic = g_ptr_array_index (diagnostics->items, i);

      g_ptr_array_add (all, diagnostic->name);
      g_ptr_array_add (all, diagnostic->value);
    }
  return balie_digest ((const char *const *)all->pdata, all->len);
}
