/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files whose name and content follow from the text of their message, so that anybody can tell whether one is whole. */
#define G_LOG_DOMAIN "balie-test-support"

#include "config.h"

#include "balie-test-file.h"

#include <stdlib.h>
#include <string.h>

/* Times the name stands in the content: more than one read of anybody. */
#define N_REPEATS 2000

char *
balie_test_dup_file_name (const char *text,
                          guint       index)
{
  return g_strdup_printf ("%s-%u.txt", text, index);
}

char *
balie_test_dup_file_content (const char *name)
{
  GString *content = g_string_new (NULL);

  for (guint i = 0; i < N_REPEATS; i++)
    g_string_append (content, name);

  return g_string_free (content, FALSE);
}

guint
balie_test_get_n_files (const char *text)
{
  const char *plus = strrchr (text, '+');

  return plus != NULL ? (guint)strtoul (plus + 1, NULL, 10) : 0;
}
