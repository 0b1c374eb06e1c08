/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where log lines go: standard error, or the journal when that is what standard error is. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-log.h"

#include <stdio.h>

typedef struct
{
  gboolean verbose;
  gboolean journal;
} BalieLog;

static BalieLog balie_log;

static const char *
get_domain (const GLogField *fields,
            gsize            n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
        return fields[i].value;
    }

  return NULL;
}

/* GLib shows "info" only to those who set G_MESSAGES_DEBUG. Here it is what whoever runs the program wants to know, as far as
 * it comes from the program itself. */
static gboolean
is_shown (GLogLevelFlags level,
          const char    *domain)
{
  gboolean ours = domain != NULL && g_str_has_prefix (domain, "balie");

  if (ours && (level & G_LOG_LEVEL_INFO) != 0)
    return TRUE;

  if (ours && (level & G_LOG_LEVEL_DEBUG) != 0 && balie_log.verbose)
    return TRUE;

  return !g_log_writer_default_would_drop (level, domain);
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         unused)
{
  if (!is_shown (level, get_domain (fields, n_fields)))
    return G_LOG_WRITER_HANDLED;

  if (balie_log.journal && g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_standard_streams (level, fields, n_fields, NULL);
}

void
balie_log_init (gboolean verbose)
{
  balie_log.verbose = verbose;
  balie_log.journal = g_log_writer_is_journald (fileno (stderr));

  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_log, NULL, NULL);
}
