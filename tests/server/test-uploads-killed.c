/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads to the program itself: killed in the middle, and how much memory it takes. */
#include "balie-test-folder.h"
#include "balie-test-process.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

#define PASSWORD "a password for tests\n"
#define CHUNK (4 * 1024 * 1024)

/* A server that runs, and a client for it. */
typedef struct
{
  BalieTestFolder *folder;
  GSubprocess     *process;
  char            *address;
  char            *token;
  SoupSession     *client;
} Fixture;

static GBytes *
call (Fixture    *fixture,
      const char *method,
      const char *path,
      const char *type,
      gint64      offset,
      GBytes     *body,
      guint      *status,
      gint64     *answered_offset)
{
  g_autofree char *uri = g_strconcat (fixture->address, path, NULL);
  g_autofree char *authorization = g_strconcat ("Bearer ", fixture->token, NULL);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, offset);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GBytes             *answer;
  const char         *value;

  if (fixture->token != NULL)
    soup_message_headers_replace (headers, "Authorization", authorization);
  if (offset >= 0)
    soup_message_headers_replace (headers, "Upload-Offset", text);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, type, body);

  answer = soup_session_send_and_read (fixture->client, message, NULL, NULL);
  *status = answer != NULL ? soup_message_get_status (message) : 0;
  value = soup_message_headers_get_one (soup_message_get_response_headers (message), "Upload-Offset");
  if (answered_offset != NULL)
    *answered_offset = value != NULL ? g_ascii_strtoll (value, NULL, 10) : -1;
  return answer;
}

static void
start (Fixture *fixture)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) local_error = NULL;

  fixture->process = balie_test_process_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                             SERVER_PROGRAM, "serve", "--data", balie_test_folder_get_path (fixture->folder),
                                             "--listen", "127.0.0.1:0", "--print-address", NULL);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->process));
  fixture->address = g_data_input_stream_read_line (output, NULL, NULL, &local_error);
  g_assert_nonnull (fixture->address);
  fixture->client = soup_session_new ();
}

static void
end (Fixture *fixture)
{
  g_subprocess_send_signal (fixture->process, SIGKILL);
  g_subprocess_wait (fixture->process, NULL, NULL);
  g_clear_object (&fixture->process);
  g_clear_object (&fixture->client);
  g_clear_pointer (&fixture->address, g_free);
}

static void
sign_in (Fixture *fixture)
{
  static const char login[] = "{\"username\":\"jan\",\"password\":\"a password for tests\"}";
  g_autoptr (GBytes) body = g_bytes_new_static (login, strlen (login));
  g_autoptr (JsonParser) parser = json_parser_new ();
  guint status = 0;
  g_autoptr (GBytes) answer = call (fixture, "POST", "/v1/sessions", "application/json", -1, body, &status, NULL);

  g_assert_cmpuint (status, ==, 201);
  json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL), (gssize)g_bytes_get_size (answer), NULL);
  fixture->token = g_strdup (json_object_get_string_member (json_node_get_object (json_parser_get_root (parser)), "token"));
}

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) local_error = NULL;

  fixture->folder = balie_test_folder_new ();
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &local_error,
                              SERVER_PROGRAM, "account", "add", "--data", balie_test_folder_get_path (fixture->folder), "jan", NULL);
  g_assert_no_error (local_error);
  g_subprocess_communicate_utf8 (process, PASSWORD, NULL, NULL, NULL, &local_error);
  g_assert_no_error (local_error);
  start (fixture);
  sign_in (fixture);
}

static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  end (fixture);
  g_free (fixture->token);
  balie_test_folder_free (fixture->folder);
}

static GBytes *
make_content (gsize length)
{
  char *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (char)(i * 31 + i / 251);
  return g_bytes_new_take (data, length);
}

/* Returns the path of the upload. */
static char *
announce (Fixture *fixture,
          GBytes  *content)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *text = g_strdup_printf ("{\"size\":%" G_GSIZE_FORMAT ",\"sha256\":\"%s\",\"name\":\"a.bin\",\"type\":\"application/octet-stream\"}",
                                           g_bytes_get_size (content), sha256);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  char *path = g_strconcat ("/v1/uploads/", id, NULL);
  guint status = 0;
  g_autoptr (GBytes) answer = call (fixture, "PUT", path, "application/json", -1, body, &status, NULL);

  g_assert_cmpuint (status, ==, 201);
  return path;
}

/* Finishes an upload, fetches it, and compares. */
static void
check (Fixture    *fixture,
       const char *path,
       GBytes     *content)
{
  g_autofree char *finish_path = g_strconcat (path, "/finish", NULL);
  g_autofree char *attachment_path = g_strconcat ("/v1/attachments/", path + strlen ("/v1/uploads/"), NULL);
  guint            status = 0;
  g_autoptr (GBytes) finished = call (fixture, "POST", finish_path, NULL, -1, NULL, &status, NULL);
  g_autoptr (GBytes) fetched = NULL;

  g_assert_cmpuint (status, ==, 200);
  fetched = call (fixture, "GET", attachment_path, NULL, -1, NULL, &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  g_assert_true (g_bytes_equal (fetched, content));
}

/* Kills the server after a while that is told in the middle of what the test does. */
static gpointer
kill_later (gpointer data)
{
  Fixture *fixture = data;

  g_usleep ((gulong)g_random_int_range (0, 20000));
  g_subprocess_send_signal (fixture->process, SIGKILL);
  return NULL;
}

/* Killed again and again, at any moment of a piece on its way: what was acknowledged is never lost, and at most one piece is sent again. */
static void
test_killed (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (12 * 1024 * 1024 + 5);
  g_autofree char *path = announce (fixture, content);
  gint64           size = (gint64)g_bytes_get_size (content);
  gint64           acknowledged = 0;

  for (guint round = 0; acknowledged < size; round++)
    {
      gint64 wanted = g_test_rand_int_range (1, CHUNK);
      gint64 length = MIN (wanted, size - acknowledged);
      gint64 stored = -1;
      guint  status = 0;
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (content, (gsize)acknowledged, (gsize)length);
      g_autoptr (GBytes) answer = NULL;
      g_autoptr (GBytes) asked = NULL;
      GThread *killer = round < 12 ? g_thread_new ("killer", kill_later, fixture) : NULL;

      answer = call (fixture, "PATCH", path, "application/partial-upload", acknowledged, part, &status, NULL);
      if (killer != NULL)
        {
          g_thread_join (killer);
          end (fixture);
          start (fixture);
        }
      asked = call (fixture, "HEAD", path, NULL, -1, NULL, &(guint){0}, &stored);
      g_assert_cmpint (stored, >=, status == 204 ? acknowledged + length : acknowledged);
      g_assert_cmpint (stored, <=, acknowledged + length);
      acknowledged = stored;
    }
  check (fixture, path, content);
}

/* The most memory that the server has had, in KiB. */
static gint64
get_peak (Fixture *fixture)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (fixture->process));
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *line;

  g_file_get_contents (path, &text, NULL, &local_error);
  g_assert_no_error (local_error);
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10);
}

static void
send_all (Fixture *fixture,
          GBytes  *content)
{
  g_autofree char *path = announce (fixture, content);
  gsize            size = g_bytes_get_size (content);

  for (gsize offset = 0; offset < size; offset += CHUNK)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (content, offset, MIN (CHUNK, size - offset));
      guint status = 0;
      g_autoptr (GBytes) answer = call (fixture, "PATCH", path, "application/partial-upload", (gint64)offset, part, &status, NULL);

      g_assert_cmpuint (status, ==, 204);
    }
  check (fixture, path, content);
}

/* 64 MiB in and out take little more memory than one MiB. */
G_GNUC_UNUSED static void
test_memory (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) small = make_content (1024 * 1024);
  g_autoptr (GBytes) large = make_content (64 * 1024 * 1024);
  gint64 before;
  gint64 after;

  /* Signing in takes a lot of it, which would hide the rest. */
  end (fixture);
  start (fixture);
  send_all (fixture, small);
  before = get_peak (fixture);
  send_all (fixture, large);
  after = get_peak (fixture);
  g_test_message ("%" G_GINT64_FORMAT " KiB, then %" G_GINT64_FORMAT " KiB", before, after);
  g_assert_cmpint (after - before, <=, 8 * 1024);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/uploads-killed/killed", Fixture, NULL, fixture_set_up, test_killed, fixture_tear_down);
  /* The address sanitizer keeps what was freed, to see it used again. */
#ifndef __SANITIZE_ADDRESS__
  g_test_add ("/uploads-killed/memory", Fixture, NULL, fixture_set_up, test_memory, fixture_tear_down);
#endif
  return g_test_run ();
}
