/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for technical details: what each of them is about. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texts-details.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  const char *title;
} titles[] = {
  {"app", N_ ("This program")},
  {"libraries", N_ ("Libraries")},
  {"system", N_ ("Operating system")},
  {"desktop", N_ ("Desktop")},
  {"screen", N_ ("Screens")},
  {"language", N_ ("Language")},
  {"time-zone", N_ ("Time zone")},
  {"connection", N_ ("Connection")},
  {"log", N_ ("What this program noted")},
};

const char *
balie_texts_get_detail (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].name, name))
      return _ (titles[i].title);

  return name;
}
