/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for files: how large, how far, how long, and why one cannot go. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texts-attachment.h"

#include "balie-texts-time.h"

#include <glib/gi18n.h>

#define KILO G_GINT64_CONSTANT (1000)
#define MEGA (1000 * KILO)
#define GIGA (1000 * MEGA)

typedef enum {
  UNIT_BYTE,
  UNIT_KILO,
  UNIT_MEGA,
  UNIT_GIGA,
} Unit;

static const gint64 unit_sizes[] = {1, KILO, MEGA, GIGA};

/* What is refused, and needs no number to say why. */
static const struct
{
  const char *type;
  const char *sentence;
} refusals[] = {
  {"digest-mismatch", N_ ("This arrived damaged; remove it and add it again")},
  {"file-changed", N_ ("This changed while it was copied; remove it and add it again")},
  {"file-is-folder", N_ ("This is a folder; add the files in it, or make an archive of it first")},
  {"file-unreadable", N_ ("This cannot be read; you may lack the permission, or the disk is damaged")},
  {"file-vanished", N_ ("This is not there any more; it may have been moved or deleted")},
  {"name-invalid", N_ ("The support desk does not take this name; rename the file and add it again")},
  {"proxy-too-large", N_ ("Something between you and the support desk does not let files of this size through")},
  {"quota-exceeded", N_ ("The support desk has no room left for files of yours; send it in another way")},
  {"type-blocked", N_ ("The support desk does not take files of this type")},
};

static Unit
get_unit (gint64 bytes)
{
  /* What would round to a thousand of a unit is one of the next. */
  if (bytes < KILO)
    return UNIT_BYTE;
  if (bytes < MEGA - KILO / 2)
    return UNIT_KILO;
  if (bytes < GIGA - MEGA / 2)
    return UNIT_MEGA;
  return UNIT_GIGA;
}

/* One place behind the point as long as it says something, none for what is as small as kilobytes. */
static char *
dup_number (gint64 bytes,
            Unit   unit)
{
  double number = (double)bytes / (double)unit_sizes[unit];

  return g_strdup_printf ("%.*f", unit >= UNIT_MEGA && number < 99.95 && bytes > 0 ? 1 : 0, number);
}

static guint
as_count (gint64 number)
{
  return (guint)CLAMP (number, 0, G_MAXUINT);
}

char *
balie_texts_dup_size (gint64 bytes)
{
  Unit             unit = get_unit (bytes);
  g_autofree char *number = dup_number (bytes, unit);

  switch (unit)
    {
    case UNIT_BYTE:
      return g_strdup_printf (ngettext ("%u byte", "%u bytes", as_count (bytes)), as_count (bytes));

    case UNIT_KILO:
      return g_strdup_printf (C_ ("size", "%s kB"), number);

    case UNIT_MEGA:
      return g_strdup_printf (C_ ("size", "%s MB"), number);

    case UNIT_GIGA:
    default:
      return g_strdup_printf (C_ ("size", "%s GB"), number);
    }
}

char *
balie_texts_dup_part (gint64 part,
                      gint64 whole)
{
  Unit             unit = get_unit (whole);
  g_autofree char *done = dup_number (part, unit);
  g_autofree char *all = dup_number (whole, unit);

  switch (unit)
    {
    case UNIT_BYTE:
      return g_strdup_printf (ngettext ("%u of %u byte", "%u of %u bytes", as_count (whole)), as_count (part), as_count (whole));

    case UNIT_KILO:
      return g_strdup_printf (C_ ("size", "%s of %s kB"), done, all);

    case UNIT_MEGA:
      return g_strdup_printf (C_ ("size", "%s of %s MB"), done, all);

    case UNIT_GIGA:
    default:
      return g_strdup_printf (C_ ("size", "%s of %s GB"), done, all);
    }
}

char *
balie_texts_dup_time_left (int seconds)
{
  guint count = as_count (seconds);

  if (count < 60)
    return g_strdup_printf (ngettext ("%u second left", "%u seconds left", count), count);

  count = (count + 59) / 60;
  if (count < 60)
    return g_strdup_printf (ngettext ("%u minute left", "%u minutes left", count), count);

  count = (count + 59) / 60;
  return g_strdup_printf (ngettext ("%u hour left", "%u hours left", count), count);
}

char *
balie_texts_dup_files (guint  n_files,
                       gint64 bytes,
                       gint64 limit)
{
  g_autofree char *size = limit > 0 ? balie_texts_dup_part (bytes, limit) : balie_texts_dup_size (bytes);

  /* Translators: how many files, and their size, such as "48.2 of 100 MB" or "48.2 MB" */
  return g_strdup_printf (ngettext ("%u file, %s", "%u files, %s", n_files), n_files, size);
}

char *
balie_texts_dup_pasted_name (gint64     time,
                             GTimeZone *zone)
{
  g_autoptr (GDateTime) date_time = balie_texts_dup_date_time (time, zone);
  /* Other systems take no colon in a name. */
  g_autofree char *moment = g_date_time_format (date_time, "%Y-%m-%d %H.%M");

  /* Translators: name of a file; %s are the day and the time of a picture that was pasted */
  return g_strdup_printf (_ ("Pasted picture %s.png"), moment);
}

static char *
dup_too_large (gint64 size,
               gint64 limit)
{
  g_autofree char *size_text = balie_texts_dup_size (size);
  g_autofree char *limit_text = balie_texts_dup_size (limit);

  if (g_str_equal (size_text, limit_text))
    /* Translators: %s is a size, such as "100 MB" */
    return g_strdup_printf (_ ("This is a little more than the %s that one file may have"), limit_text);

  /* Translators: both are sizes, such as "2.1 GB" and "100 MB" */
  return g_strdup_printf (_ ("%s is more than the %s that one file may have"), size_text, limit_text);
}

static char *
dup_limit_refusal (const char        *type,
                   gint64             size,
                   const BalieLimits *limits)
{
  if (g_strcmp0 (type, "too-large") == 0 && limits->attachment > 0 && size > limits->attachment)
    return dup_too_large (size, limits->attachment);

  if (g_strcmp0 (type, "too-large-together") == 0 && limits->attachments_size > 0)
    {
      g_autofree char *limit = balie_texts_dup_size (limits->attachments_size);

      /* Translators: %s is a size, such as "100 MB" */
      return g_strdup_printf (_ ("With this, the files together are more than the %s that one message may have"), limit);
    }

  if (g_strcmp0 (type, "too-many-files") == 0 && limits->attachments > 0)
    {
      guint count = as_count (limits->attachments);

      return g_strdup_printf (ngettext ("Only %u file fits on one message", "Only %u files fit on one message", count), count);
    }

  return NULL;
}

static const char *
get_refusal (BalieError  code,
             const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_strcmp0 (refusals[i].type, type) == 0)
      return _ (refusals[i].sentence);

  switch (code)
    {
    case BALIE_ERROR_STORAGE:
      return _ ("There is no room for a copy on this computer; make room, remove this and add it again");

    case BALIE_ERROR_LIMIT:
      return _ ("This is more than the support desk takes");

    case BALIE_ERROR_FORBIDDEN:
      return _ ("The support desk takes no files from you");

    case BALIE_ERROR_OFFLINE:
    case BALIE_ERROR_AUTH:
    case BALIE_ERROR_NOT_FOUND:
    case BALIE_ERROR_CONFLICT:
    case BALIE_ERROR_INVALID:
    case BALIE_ERROR_SERVER:
    case BALIE_ERROR_PARSE:
    default:
      return _ ("The support desk did not take this; remove it and add it again");
    }
}

char *
balie_texts_dup_file_refusal (BalieError         code,
                              const char        *type,
                              gint64             size,
                              const BalieLimits *limits)
{
  char *sentence = limits != NULL ? dup_limit_refusal (type, size, limits) : NULL;

  return sentence != NULL ? sentence : g_strdup (get_refusal (code, type));
}
