/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetches one large file from the server, checked and kept, beside curl that only writes it; and what memory both sides take for it. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "balie-bench-desk.h"
#include "balie-bench.h"
#include "balie-downloads.h"

#define MIB (1024 * 1024)
#define CHUNK MIB
#define SIZE (G_GINT64_CONSTANT (1024) * MIB)
#define ROUNDS 3

typedef struct
{
  BalieTestFolder *folder;
  BalieBenchDesk  *desk;
  char            *address;
  char            *id;
  char            *sha256;
} Bench;

static void
stop_on_error (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
make_file (Bench *bench)
{
  const char *path = balie_test_folder_get_file (bench->folder, "large");
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree guint32 *chunk = g_new (guint32, CHUNK / sizeof (guint32));
  int                 fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  for (gsize i = 0; i < CHUNK / sizeof (guint32); i++)
    chunk[i] = g_rand_int (random);
  for (gint64 offset = 0; offset < SIZE; offset += CHUNK)
    {
      chunk[0] = (guint32)(offset / CHUNK);
      g_checksum_update (checksum, (const guchar *)chunk, CHUNK);
      if (write (fd, chunk, CHUNK) != CHUNK)
        g_error ("The disk is full");
    }
  fsync (fd);
  close (fd);
  bench->sha256 = g_strdup (g_checksum_get_string (checksum));
  bench->id = balie_bench_desk_add_file (bench->desk, 0, path, SIZE, bench->sha256);
}

/* Reads a line of a process's status, such as `VmHWM`. Returns: MiB */
static double
get_status (int         pid,
            const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *key = g_strdup_printf ("\n%s:", name);
  g_autofree char *text = NULL;
  const char      *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, key)) == NULL)
    g_error ("No %s of process %d", name, pid);

  return (double)g_ascii_strtoll (line + strlen (key), NULL, 10) / 1024;
}

/* From now on the peak is that of what comes. Returns: MiB now */
static double
reset_peak (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/clear_refs", pid);
  int              fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  if (fd < 0 || write (fd, "5", 1) != 1)
    g_error ("The peak of process %d cannot be reset", pid);
  close (fd);

  return get_status (pid, "VmRSS");
}

static double
fetch_with_curl (Bench *bench)
{
  const BalieBenchCustomer *customer = balie_bench_desk_get_customer (bench->desk, 0);
  g_autofree char          *address = g_strdup_printf ("%s/v1/attachments/%s", bench->address, bench->id);
  g_autofree char          *header = g_strdup_printf ("Authorization: Bearer %s", customer->token);
  const char               *target = balie_test_folder_get_file (bench->folder, "curl");
  gint64                    start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) curl = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "curl", "--silent", "--show-error", "--fail", "--header", header,
                                                   "--output", target, address, NULL);
  double seconds;

  stop_on_error (error);
  g_subprocess_wait_check (curl, NULL, &error);
  stop_on_error (error);
  seconds = (double)(g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
  g_unlink (target);

  return seconds;
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static BalieCache *
open_cache (Bench      *bench,
            const char *name)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieCache *cache;

  balie_cache_open_async (balie_test_folder_get_file (bench->folder, name), TRUE, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  cache = balie_cache_open_finish (result, &contents, &error);
  stop_on_error (error);

  return cache;
}

static double
fetch_with_client (Bench          *bench,
                   BalieTransport *transport,
                   const char     *name)
{
  const BalieJitter jitter = {NULL, BALIE_JITTER_BASE, BALIE_JITTER_MAXIMUM};
  g_autoptr (BalieCache) cache = open_cache (bench, name);
  g_autoptr (BalieDownloads) downloads = balie_downloads_new (transport, cache, &jitter);
  g_autoptr (BalieAttachment) attachment = balie_attachment_new ();
  g_autoptr (BalieDownload) download = NULL;
  gint64 start = g_get_monotonic_time ();
  double seconds;

  attachment->id = g_strdup (bench->id);
  attachment->name = g_strdup ("large.bin");
  attachment->type = g_strdup ("application/octet-stream");
  attachment->sha256 = g_strdup (bench->sha256);
  attachment->size = SIZE;
  balie_downloads_set_open (downloads, TRUE);
  download = balie_downloads_get (downloads, attachment);
  balie_download_start (download);
  while (balie_download_get_state (download) == BALIE_DOWNLOAD_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  if (balie_download_get_state (download) != BALIE_DOWNLOAD_PRESENT)
    g_error ("The file does not come: %d", balie_download_get_error_code (download));
  seconds = (double)(g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;

  balie_downloads_stop (downloads);
  balie_cache_delete (cache, NULL);

  return seconds;
}

/* In turns, so that whatever else the machine does meets both; the best of each counts. */
static void
measure (Bench *bench)
{
  const BalieBenchCustomer *customer = balie_bench_desk_get_customer (bench->desk, 0);
  g_autoptr (BalieTransport) transport = balie_transport_new (bench->address, NULL);
  int    server = balie_bench_desk_get_pid (bench->desk);
  int    client = getpid ();
  double client_before;
  double server_before;
  double best = G_MAXDOUBLE;
  double best_of_curl = G_MAXDOUBLE;

  balie_transport_set_token (transport, customer->token);
  client_before = reset_peak (client);
  server_before = reset_peak (server);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("cache-%u.db", i);

      best = MIN (best, fetch_with_client (bench, transport, name));
      if (i == 0)
        {
          balie_bench_print ("download-memory-client", get_status (client, "VmHWM") - client_before, "MiB");
          balie_bench_print ("download-memory-server", get_status (server, "VmHWM") - server_before, "MiB");
        }
      best_of_curl = MIN (best_of_curl, fetch_with_curl (bench));
    }

  balie_bench_print ("download-curl", (double)(SIZE / MIB) / best_of_curl, "MiB/s");
  balie_bench_print ("download", (double)(SIZE / MIB) / best, "MiB/s");
  balie_bench_print ("download-to-curl", best_of_curl / best, "x");
}

int
main (int    argc,
      char **argv)
{
  Bench            bench = {0};
  g_autofree char *curl = g_find_program_in_path ("curl");

  if (argc != 2)
    {
      g_printerr ("Usage: bench-download SERVER\n");
      return 2;
    }
  if (curl == NULL)
    {
      g_printerr ("There is no curl to compare with\n");
      return 77;
    }

  bench.folder = balie_test_folder_new_in (".");
  bench.desk = balie_bench_desk_new (bench.folder, "desk", 1);
  make_file (&bench);
  balie_bench_desk_serve (bench.desk, argv[1]);
  bench.address = g_strdup_printf ("http://127.0.0.1:%u", balie_bench_desk_get_port (bench.desk));
  measure (&bench);

  balie_bench_desk_free (bench.desk);
  g_free (bench.address);
  g_free (bench.id);
  g_free (bench.sha256);
  balie_test_folder_free (bench.folder);
  return 0;
}
