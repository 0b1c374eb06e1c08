/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sends one large file to the server, beside curl that does the same; and what memory both sides take for it. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "balie-bench.h"
#include "balie-session-open.h"
#include "balie-sign-in.h"
#include "balie-test-folder.h"

#define MIB (1024 * 1024)

/* The part that the server takes at once. */
#define PART (4 * MIB)

/* The customer of the demo desk. */
#define USERNAME "j.visser"
#define PASSWORD "welkom-bij-balie"

typedef struct
{
  BalieTestFolder *folder;
  GSubprocess     *server;
  char            *address;
  BalieGrant      *grant;
  const char      *file;
  char            *sha256;
  gint64           size;
} Bench;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
stop_on_error (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* Without a pattern that anything on the way could make use of. Each part also stands in a file of its own, for curl. */
static void
make_file (Bench *bench)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint32 *part = g_new (guint32, PART / sizeof (guint32));
  int                 fd;

  bench->file = balie_test_folder_get_file (bench->folder, "large");
  fd = g_open (bench->file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  for (gint64 offset = 0; offset < bench->size; offset += PART)
    {
      g_autofree char *name = g_strdup_printf ("part-%" G_GINT64_FORMAT, offset);
      g_autoptr (GError) error = NULL;

      for (gsize i = 0; i < PART / sizeof (guint32); i++)
        part[i] = g_rand_int (random);
      g_checksum_update (checksum, (const guchar *)part, PART);
      if (write (fd, part, PART) != PART)
        g_error ("The disk is full");
      g_file_set_contents_full (balie_test_folder_get_file (bench->folder, name), (const char *)part, PART, G_FILE_SET_CONTENTS_NONE, 0600, &error);
      stop_on_error (error);
    }
  close (fd);
  bench->sha256 = g_strdup (g_checksum_get_string (checksum));
}

static void
start_server (Bench      *bench,
              const char *program)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  bench->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "serve", "--demo",
                                    "--data", balie_test_folder_get_file (bench->folder, "desk"), "--listen", "127.0.0.1:0",
                                    "--desk-attachment-size=4096", "--desk-attachments-size=4096", "--quota=16384", "--print-address", NULL);
  stop_on_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench->server));
  bench->address = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  if (bench->address == NULL)
    g_error ("The server does not start");
}

static void
sign_in (Bench *bench)
{
  g_autoptr (BalieTransport) transport = balie_transport_new (bench->address, NULL);
  g_autofree char *device = g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_sign_in_async (transport, USERNAME, PASSWORD, device, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bench->grant = balie_sign_in_finish (transport, result, NULL, &error);
  stop_on_error (error);
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

static void
add_request (GString    *config,
             Bench      *bench,
             const char *id,
             const char *method,
             const char *suffix)
{
  if (config->len > 0)
    g_string_append (config, "next\n");
  g_string_append_printf (config,
                          "url = \"%s/v1/uploads/%s%s\"\nrequest = \"%s\"\nheader = \"Authorization: Bearer %s\"\nheader = \"Expect:\"\n"
                          "silent\nshow-error\nfail\noutput = \"/dev/null\"\n",
                          bench->address, id, suffix, method, bench->grant->token);
}

/* One curl does all of an upload's requests, over one connection. Returns: seconds */
static double
send_with_curl (Bench *bench)
{
  g_autoptr (GString) config = g_string_new (NULL);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *path = balie_test_folder_get_file (bench->folder, "curl");
  gint64      start;

  add_request (config, bench, id, "PUT", "");
  g_string_append_printf (config,
                          "header = \"Content-Type: application/json\"\n"
                          "data = \"{\\\"size\\\":%" G_GINT64_FORMAT ",\\\"sha256\\\":\\\"%s\\\",\\\"name\\\":\\\"large\\\",\\\"type\\\":\\\"application/octet-stream\\\"}\"\n",
                          bench->size, bench->sha256);
  for (gint64 offset = 0; offset < bench->size; offset += PART)
    {
      add_request (config, bench, id, "PATCH", "");
      g_string_append_printf (config,
                              "header = \"Content-Type: application/partial-upload\"\nheader = \"Upload-Offset: %" G_GINT64_FORMAT "\"\n"
                              "data-binary = \"@%s/part-%" G_GINT64_FORMAT "\"\n",
                              offset, balie_test_folder_get_path (bench->folder), offset);
    }
  add_request (config, bench, id, "POST", "/finish");
  g_file_set_contents_full (path, config->str, (gssize)config->len, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  stop_on_error (error);

  start = g_get_monotonic_time ();
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "curl", "--config", path, NULL);
  stop_on_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  stop_on_error (error);

  return (double)(g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
}

static BalieSession *
open_session (Bench *bench)
{
  g_autoptr (BalieTransport) transport = balie_transport_new (bench->address, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  balie_transport_set_token (transport, bench->grant->token);
  balie_session_open_async (transport, balie_test_folder_get_file (bench->folder, "cache.db"), bench->grant->account, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  session = balie_session_open_finish (result, &error);
  stop_on_error (error);
  balie_session_start (session);
  while (balie_session_get_connection (session) != BALIE_CONNECTION_ONLINE)
    g_main_context_iteration (NULL, TRUE);

  return session;
}

static void
wait_for_state (BalieUpload     *upload,
                BalieUploadState state)
{
  while (balie_upload_get_state (upload) != state)
    {
      if (balie_upload_get_state (upload) == BALIE_UPLOAD_REFUSED)
        g_error ("The file is refused: %s", balie_upload_get_error_type (upload));
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Adds the file to a draft, as a person does, and times both halves of what comes of it. Returns: seconds of sending */
static double
send_with_session (Bench        *bench,
                   BalieSession *session)
{
  g_autoptr (GListModel) files = balie_session_get_files (session, BALIE_DRAFT_NEW_PROBLEM);
  g_autoptr (GFile) file = g_file_new_for_path (bench->file);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieUpload) upload = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 copied;

  balie_session_add_file_async (session, BALIE_DRAFT_NEW_PROBLEM, file, NULL, on_result, &result);
  upload = g_list_model_get_item (files, 0);
  wait_for_state (upload, BALIE_UPLOAD_SENDING);
  copied = g_get_monotonic_time ();
  balie_bench_print ("upload-copy", (double)bench->size / MIB / ((double)(copied - start) / G_TIME_SPAN_SECOND), "MiB/s");
  wait_for_state (upload, BALIE_UPLOAD_SENT);

  return (double)(g_get_monotonic_time () - copied) / G_TIME_SPAN_SECOND;
}

/* Memory must not grow with the files that are on their way. */
static void
measure_two_at_once (Bench        *bench,
                     BalieSession *session)
{
  g_autoptr (GListModel) files = balie_session_get_files (session, BALIE_DRAFT_NEW_QUESTION);
  g_autoptr (GFile) file = g_file_new_for_path (bench->file);
  int    server = atoi (g_subprocess_get_identifier (bench->server));
  double client_before = reset_peak (getpid ());
  double server_before = reset_peak (server);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      balie_session_add_file_async (session, BALIE_DRAFT_NEW_QUESTION, file, NULL, on_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (files, i);

      wait_for_state (upload, BALIE_UPLOAD_SENT);
    }

  balie_bench_print ("two-uploads-memory-client", get_status (getpid (), "VmHWM") - client_before, "MiB");
  balie_bench_print ("two-uploads-memory-server", get_status (server, "VmHWM") - server_before, "MiB");
}

static void
measure (Bench *bench)
{
  g_autoptr (BalieSession) session = open_session (bench);
  int    server = atoi (g_subprocess_get_identifier (bench->server));
  int    client = getpid ();
  double client_before;
  double server_before;
  double seconds;
  double curl_seconds;

  client_before = reset_peak (client);
  server_before = reset_peak (server);
  seconds = send_with_session (bench, session);
  balie_bench_print ("upload-memory-client", get_status (client, "VmHWM") - client_before, "MiB");
  balie_bench_print ("upload-memory-server", get_status (server, "VmHWM") - server_before, "MiB");

  curl_seconds = send_with_curl (bench);
  balie_bench_print ("upload-curl", (double)bench->size / MIB / curl_seconds, "MiB/s");
  balie_bench_print ("upload", (double)bench->size / MIB / seconds, "MiB/s");
  balie_bench_print ("upload-to-curl", curl_seconds / seconds, "x");

  measure_two_at_once (bench, session);
  balie_session_close (session);
}

int
main (int    argc,
      char **argv)
{
  Bench            bench = {0};
  g_autofree char *curl = g_find_program_in_path ("curl");

  if (argc != 3)
    {
      g_printerr ("Usage: bench-upload SERVER MIB\n");
      return 2;
    }
  if (curl == NULL)
    {
      g_printerr ("There is no curl to compare with\n");
      return 77;
    }

  bench.folder = balie_test_folder_new_in (".");
  bench.size = (gint64)atoi (argv[2]) * MIB;
  make_file (&bench);
  start_server (&bench, argv[1]);
  sign_in (&bench);
  measure (&bench);

  g_subprocess_send_signal (bench.server, 15);
  g_subprocess_wait (bench.server, NULL, NULL);
  g_clear_object (&bench.server);
  g_clear_pointer (&bench.grant, balie_grant_free);
  g_free (bench.address);
  g_free (bench.sha256);
  balie_test_folder_free (bench.folder);
  return 0;
}
