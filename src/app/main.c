/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program starts. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-application.h"
#include "balie-icon-resources.h"
#include "balie-log.h"
#include "balie-resources.h"

#include <glib/gi18n.h>
#include <locale.h>

/* The folder of the translations can be given, so that the program runs in other languages before it is installed. */
static const char *
get_locale_dir (void)
{
  const char *given = g_getenv ("BALIE_LOCALE_DIR");

  return given != NULL ? given : BALIE_LOCALE_DIR;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieApplication) application = NULL;

  balie_log_init (FALSE);
  balie_log_remember ();

  setlocale (LC_ALL, "");
  bindtextdomain (BALIE_GETTEXT_DOMAIN, get_locale_dir ());
  bind_textdomain_codeset (BALIE_GETTEXT_DOMAIN, "UTF-8");
  textdomain (BALIE_GETTEXT_DOMAIN);

  balie_register_resource ();
  balie_icon_register_resource ();

  application = balie_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
