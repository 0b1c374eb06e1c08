/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the interface says about files: names, sizes, times, refusals. */
#include "config.h"

#include "balie-texts-attachment.h"

#include "balie-test-language.h"

#include <locale.h>
#include <string.h>

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_sizes (void)
{
  check (balie_texts_dup_size (0), "0 bytes");
  check (balie_texts_dup_size (1), "1 byte");
  check (balie_texts_dup_size (999), "999 bytes");
  check (balie_texts_dup_size (1000), "1 kB");
  check (balie_texts_dup_size (214300), "214 kB");
  check (balie_texts_dup_size (999499), "999 kB");
  check (balie_texts_dup_size (999500), "1.0 MB");
  check (balie_texts_dup_size (48000000), "48.0 MB");
  check (balie_texts_dup_size (99949999), "99.9 MB");
  check (balie_texts_dup_size (99950000), "100 MB");
  check (balie_texts_dup_size (999499999), "999 MB");
  check (balie_texts_dup_size (999500000), "1.0 GB");
  check (balie_texts_dup_size (2100000000), "2.1 GB");
  check (balie_texts_dup_size (G_MAXINT64), "9223372037 GB");
}

static void
test_parts (void)
{
  check (balie_texts_dup_part (0, 1), "0 of 1 byte");
  check (balie_texts_dup_part (10, 200), "10 of 200 bytes");
  check (balie_texts_dup_part (1200, 214000), "1 of 214 kB");
  check (balie_texts_dup_part (31400000, 48000000), "31.4 of 48.0 MB");
  check (balie_texts_dup_part (0, 48000000), "0 of 48.0 MB");
  check (balie_texts_dup_part (214000, 100000000), "0.2 of 100 MB");
  check (balie_texts_dup_part (700000000, 2100000000), "0.7 of 2.1 GB");

  check (balie_texts_dup_files (1, 214000, 0), "1 file, 214 kB");
  check (balie_texts_dup_files (3, 48200000, 100000000), "3 files, 48.2 of 100 MB");
}

static void
test_times (void)
{
  check (balie_texts_dup_time_left (0), "0 seconds left");
  check (balie_texts_dup_time_left (1), "1 second left");
  check (balie_texts_dup_time_left (59), "59 seconds left");
  check (balie_texts_dup_time_left (60), "1 minute left");
  check (balie_texts_dup_time_left (61), "2 minutes left");
  check (balie_texts_dup_time_left (3540), "59 minutes left");
  check (balie_texts_dup_time_left (3541), "1 hour left");
  check (balie_texts_dup_time_left (G_MAXINT), "596524 hours left");
}

static void
test_limits (void)
{
  const BalieLimits limits = {.attachment = 100000000, .attachments = 20, .attachments_size = 200000000};

  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-large", 2100000000, &limits),
         "2.1 GB is more than the 100 MB that one file may have");
  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-large", 100000001, &limits),
         "This is a little more than the 100 MB that one file may have");
  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-large-together", 60000000, &limits),
         "With this, the files together are more than the 200 MB that one message may have");
  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-many-files", 1, &limits), "Only 20 files fit on one message");

  /* The limits changed meanwhile, or are not known: then without numbers that would be wrong. */
  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-large", 5, &limits), "This is more than the support desk takes");
  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-large", 5, NULL), "This is more than the support desk takes");
}

static void
test_pasted (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Amsterdam");

  check (balie_texts_dup_pasted_name (G_GINT64_CONSTANT (1795509660000), zone), "Pasted picture 2026-11-24 09.41.png");
}

/* Why a file may be refused. */
static const char *const types[] = {
  "digest-mismatch",
  "file-changed",
  "file-is-folder",
  "file-unreadable",
  "file-vanished",
  "name-invalid",
  "proxy-too-large",
  "quota-exceeded",
  "storage-full",
  "type-blocked",
  "unheard-of",
};

/* Each has a sentence of its own, and one that is not known yet has one too. */
static void
test_refusals (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      BalieError code = g_str_equal (types[i], "storage-full") ? BALIE_ERROR_STORAGE : BALIE_ERROR_INVALID;
      char      *sentence = balie_texts_dup_file_refusal (code, types[i], 5, NULL);

      g_assert_cmpuint (strlen (sentence), >, 20);
      g_assert_false (g_str_has_suffix (sentence, "."));
      g_assert_true (g_hash_table_add (seen, sentence));
    }

  for (int code = BALIE_ERROR_OFFLINE; code <= BALIE_ERROR_STORAGE; code++)
    {
      g_autofree char *sentence = balie_texts_dup_file_refusal ((BalieError)code, NULL, 5, NULL);

      g_assert_cmpuint (strlen (sentence), >, 20);
    }
}

static void
test_dutch (void)
{
  const BalieLimits limits = {.attachment = 100000000, .attachments = 20, .attachments_size = 200000000};
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Amsterdam");

  balie_test_speak ("nl");

  check (balie_texts_dup_size (1), "1 byte");
  check (balie_texts_dup_part (31400000, 48000000), "31.4 van 48.0 MB");
  check (balie_texts_dup_files (1, 214000, 0), "1 bestand, 214 kB");
  check (balie_texts_dup_files (3, 48200000, 100000000), "3 bestanden, 48.2 van 100 MB");
  check (balie_texts_dup_time_left (1), "nog 1 seconde");
  check (balie_texts_dup_time_left (61), "nog 2 minuten");
  check (balie_texts_dup_time_left (3600 * 2), "nog 2 uur");
  check (balie_texts_dup_pasted_name (G_GINT64_CONSTANT (1795509660000), zone), "Geplakte afbeelding 2026-11-24 09.41.png");
  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-large", 2100000000, &limits),
         "2.1 GB is te groot: een bestand mag hoogstens 100 MB zijn");
  check (balie_texts_dup_file_refusal (BALIE_ERROR_LIMIT, "too-many-files", 1, &limits), "Bij een bericht passen maar 20 bestanden");

  balie_test_speak ("en");
}

/* No refusal stays in English. */
static void
test_dutch_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    for (int code = BALIE_ERROR_OFFLINE; code <= BALIE_ERROR_STORAGE; code++)
      {
        g_autofree char *english = balie_texts_dup_file_refusal ((BalieError)code, types[i], 5, NULL);
        g_autofree char *dutch = NULL;

        balie_test_speak ("nl");
        dutch = balie_texts_dup_file_refusal ((BalieError)code, types[i], 5, NULL);
        g_assert_cmpstr (dutch, !=, english);
        balie_test_speak ("en");
      }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  balie_test_speak ("en");

  g_test_add_func ("/app/texts-attachment/sizes", test_sizes);
  g_test_add_func ("/app/texts-attachment/parts", test_parts);
  g_test_add_func ("/app/texts-attachment/times", test_times);
  g_test_add_func ("/app/texts-attachment/limits", test_limits);
  g_test_add_func ("/app/texts-attachment/pasted", test_pasted);
  g_test_add_func ("/app/texts-attachment/refusals", test_refusals);
  g_test_add_func ("/app/texts-attachment/dutch", test_dutch);
  g_test_add_func ("/app/texts-attachment/dutch/refusals", test_dutch_refusals);

  return g_test_run ();
}
