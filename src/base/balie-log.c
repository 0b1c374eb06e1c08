/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where log lines go: standard error, or the journal when that is what standard error is. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-log.h"

#include "balie-clock.h"
#include "balie-log-ring.h"

#include <stdio.h>
#include <string.h>

#define MAX_LINES 200
#define MAX_SIZE (32 * 1024)

typedef struct
{
  BalieLogRing *ring; /* nullable; as long as the program runs */
  gboolean      verbose;
  gboolean      journal;
} BalieLog;

static BalieLog balie_log;

/* Returns: a field that is text; those of GLib's own macros end with a zero and have no length. */
static const char *
get_field (const GLogField *fields,
           gsize            n_fields,
           const char      *key)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, key) && fields[i].length < 0)
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

static const char *
get_weight (GLogLevelFlags level)
{
  if ((level & G_LOG_LEVEL_ERROR) != 0)
    return "error";
  if ((level & G_LOG_LEVEL_CRITICAL) != 0)
    return "critical";
  if ((level & G_LOG_LEVEL_WARNING) != 0)
    return "warning";

  return "info";
}

/* Flow (debug) would leave no room for what happened. */
static void
remember (GLogLevelFlags level,
          const char    *domain,
          const char    *message)
{
  gboolean         ours = domain != NULL && g_str_has_prefix (domain, "balie");
  gboolean         heavy = (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0;
  g_autofree char *time = NULL;
  g_autofree char *line = NULL;

  if (balie_log.ring == NULL || message == NULL)
    return;
  if (!heavy && !(ours && (level & G_LOG_LEVEL_DEBUG) == 0))
    return;

  time = balie_time_to_string (balie_clock_now ());
  line = g_strdup_printf ("%.8s %s %s: %s", strchr (time, 'T') + 1, domain != NULL ? domain : "?", get_weight (level), message);
  balie_log_ring_add (balie_log.ring, line);
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         unused)
{
  const char *domain = get_field (fields, n_fields, "GLIB_DOMAIN");

  remember (level, domain, get_field (fields, n_fields, "MESSAGE"));
  if (!is_shown (level, domain))
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

void
balie_log_remember (void)
{
  g_return_if_fail (balie_log.ring == NULL);

  balie_log.ring = balie_log_ring_new (MAX_LINES, MAX_SIZE);
}

char *
balie_log_dup_remembered (void)
{
  if (balie_log.ring == NULL)
    return g_strdup ("");

  return balie_log_ring_dup_text (balie_log.ring);
}
