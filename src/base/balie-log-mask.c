/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes out of log lines what says who somebody is and where. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-log-mask.h"

#define MIN_NAME 2

/* In this order: an address is one before its second half is a host, a link before its path is a path. */
static const struct
{
  const char *pattern;
  const char *replacement;
} masks[] = {
  {"\\b(?!file:)([a-z][a-z0-9+.-]{1,15})://[^\\s/?#\"'<>]*", "\\1://[host]"},
  {"(?<=\\S)\\?[^\\s\"'<>)]+", "?[query]"},
  {"[\\w.%+-]+(?:@|%40)[\\w-]+(?:\\.[\\w-]+)*", "[address]"},
  /* To the end of the quotation where there is one, for names of files have spaces. */
  {"([\"'‘“`])(?:file://)?(?:~|/(?:home|root|Users|media|mnt|tmp|run|srv|var|net))(?:/[^\"'’”`\\n]*)?(?=[\"'’”`])", "\\1[path]"},
  {"(?:file://)?(?<![\\w\\]])/(?:home|root|Users|media|mnt|tmp|run|srv|var|net)\\b(?:/[^\\s\"'’”`:,;()]*)?", "[path]"},
  {"(?<!\\w)~\\w*/[^\\s\"'’”`:,;()]*", "[path]"},
  {"\\b(?:\\d{1,3}\\.){3}\\d{1,3}\\b(?::\\d+)?", "[host]"},
  {"(?<![\\w:])(?=[0-9a-f:]*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\\w:])", "[host]"},
  /* Names on the bus and of sources look like hosts, and are none. */
  {"\\b(?:GDBus\\.Error|org\\.(?:freedesktop|gnome|gtk|a11y)|io\\.github\\.balie)\\b[\\w.]*(*SKIP)(*FAIL)|"
   "\\b(?:[\\w-]+\\.)+(?!(?:c|h|ui|css|db)\\b)\\p{L}[\\w-]*\\p{L}\\b(?::\\d+)?",
   "[host]"},
  {"\\blocalhost\\b(?::\\d+)?", "[host]"},
  {"(?<![\\w-])(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\\w-]))[\\w-]{32,}", "[secret]"},
};

static char *
replace (char       *text,
         const char *pattern,
         const char *replacement)
{
  g_autofree char *before = text;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);
  char *after = NULL;

  g_assert_no_error (error);
  after = g_regex_replace (regex, before, -1, 0, replacement, 0, &error);

  /* A text on which the search gives up is not given away. */
  return after != NULL ? after : g_strdup ("[text]");
}

char *
balie_log_mask (const char        *text,
                const char *const *names)
{
  char *masked;

  g_return_val_if_fail (text != NULL && names != NULL, NULL);

  masked = g_strdup (text);
  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++)
    masked = replace (masked, masks[i].pattern, masks[i].replacement);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *escaped = g_regex_escape_string (names[i], -1);
      g_autofree char *pattern = g_strdup_printf ("(?<!\\w)%s(?!\\w)", escaped);

      if (g_utf8_strlen (names[i], -1) >= MIN_NAME)
        masked = replace (masked, pattern, "[name]");
    }

  return masked;
}
