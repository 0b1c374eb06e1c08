/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes the language in the middle of a test. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-test-language.h"

#include <libintl.h>

void
balie_test_speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  /* Naming the catalogue makes gettext look at the language again. */
  bindtextdomain (BALIE_GETTEXT_DOMAIN, g_getenv ("BALIE_LOCALE_DIR"));
  bind_textdomain_codeset (BALIE_GETTEXT_DOMAIN, "UTF-8");
  textdomain (BALIE_GETTEXT_DOMAIN);
}
