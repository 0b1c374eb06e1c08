/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are cut off at random offsets, with either side killed: the server gets each whole, and hardly anything twice. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-fault-proxy.h"
#include "balie-json-reader.h"
#include "balie-server-process.h"
#include "balie-session-open.h"
#include "balie-sign-in.h"
#include "balie-test-folder.h"
#include "balie-test-process.h"
#include "balie-test-wait.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of one file. */
#define FILE_SIZE (24 * 1024 * 1024)

/* Most bytes that go between two cuts. */
#define MAX_PROGRESS (6 * 1024 * 1024)

/* The largest part that the client sends. */
#define PART (4 * 1024 * 1024)

/* What all requests but the parts, and the heads of those, take between two cuts at most. */
#define OVERHEAD (64 * 1024)

/* The customer of the demo desk. */
#define USERNAME "j.visser"
#define PASSWORD "welkom-bij-balie"

typedef enum {
  ACCIDENT_CUT,
  ACCIDENT_SERVER_KILLED,
  ACCIDENT_CLIENT_KILLED,
  ACCIDENT_BOTH_KILLED,
  N_ACCIDENTS,
} Accident;

static const char *server_program;
static const char *client_program;
static guint       n_cuts;

typedef struct
{
  BalieTestFolder    *folder;
  BalieServerProcess *server;
  BalieFaultProxy    *proxy;
  BalieTransport     *direct; /* past the proxy */
  BalieGrant         *grant;
  GSubprocess        *client;
  GRand              *random;
  char               *id; /* of the file that is on its way */
  gboolean            ended;
} Fixture;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  const char      *seed = g_getenv ("BALIE_TEST_SEED");
  guint32          number = seed != NULL ? (guint32)strtoul (seed, NULL, 10) : g_random_int ();
  g_autofree char *device = g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *address;

  g_test_message ("BALIE_TEST_SEED=%u", number);
  fixture->random = g_rand_new_with_seed (number);
  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_server_process_new (server_program, balie_test_folder_get_file (fixture->folder, "desk"), TRUE);
  address = balie_server_process_get_address (fixture->server);
  fixture->proxy = balie_fault_proxy_new ((guint16)atoi (strrchr (address, ':') + 1));
  fixture->direct = balie_transport_new (address, NULL);
  balie_sign_in_async (fixture->direct, USERNAME, PASSWORD, device, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->grant = balie_sign_in_finish (fixture->direct, result, NULL, &error);
  g_assert_no_error (error);
  balie_transport_set_token (fixture->direct, fixture->grant->token);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->proxy);
  g_clear_object (&fixture->direct);
  g_clear_pointer (&fixture->grant, balie_grant_free);
  g_clear_pointer (&fixture->server, balie_server_process_free);
  g_clear_pointer (&fixture->random, g_rand_free);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
  g_clear_pointer (&fixture->id, g_free);
}

/* Puts another file into the draft, as somebody does who has no connection. Returns: its SHA-256 */
static char *
begin_file (Fixture *fixture)
{
  g_autoptr (BalieTransport) nowhere = balie_transport_new ("http://127.0.0.1:1", NULL);
  g_autofree guint8 *content = g_malloc (FILE_SIZE);
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (GListModel) files = NULL;
  g_autoptr (BalieUpload) upload = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < FILE_SIZE; i += sizeof (guint32))
    {
      guint32 word = g_rand_int (fixture->random);

      memcpy (content + i, &word, sizeof word);
    }
  bytes = g_bytes_new_take (g_steal_pointer (&content), FILE_SIZE);

  balie_session_open_async (nowhere, balie_test_folder_get_file (fixture->folder, "cache.db"), fixture->grant->account, NULL, on_result, &opened);
  balie_test_wait_until (opened != NULL);
  session = balie_session_open_finish (opened, &error);
  g_assert_no_error (error);
  if (fixture->id != NULL)
    balie_session_remove_file (session, BALIE_DRAFT_NEW_PROBLEM, fixture->id);
  balie_session_add_data_async (session, BALIE_DRAFT_NEW_PROBLEM, "large", NULL, bytes, NULL, on_result, &added);
  balie_test_wait_until (added != NULL);
  g_assert_true (balie_session_add_data_finish (session, added, &error));
  files = balie_session_get_files (session, BALIE_DRAFT_NEW_PROBLEM);
  g_assert_cmpuint (g_list_model_get_n_items (files), ==, 1);
  upload = g_list_model_get_item (files, 0);
  g_free (fixture->id);
  fixture->id = g_strdup (balie_upload_get_id (upload));
  balie_session_close (session);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL));
  fixture->ended = TRUE;
}

static void
start_client (Fixture *fixture)
{
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", balie_fault_proxy_get_port (fixture->proxy));
  g_autofree char *token = g_strconcat (fixture->grant->token, "\n", NULL);
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  fixture->ended = FALSE;
  fixture->client = balie_test_process_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, client_program, address,
                                            balie_test_folder_get_file (fixture->folder, "cache.db"), NULL);
  input = g_subprocess_get_stdin_pipe (fixture->client);
  g_assert_true (g_output_stream_write_all (input, token, strlen (token), NULL, NULL, &error));
  g_assert_true (g_output_stream_close (input, NULL, &error));
  g_subprocess_wait_async (fixture->client, NULL, on_ended, fixture);
}

static void
kill_client (Fixture *fixture)
{
  g_subprocess_send_signal (fixture->client, SIGKILL);
  balie_test_wait_until (fixture->ended);
  g_clear_object (&fixture->client);
}

/* Asks the server how far it is. Returns: (transfer full): the answer; %NULL when it knows of no such upload */
static BalieJsonReader *
ask (Fixture *fixture)
{
  g_autofree char *path = g_strconcat ("/v1/uploads/", fixture->id, NULL);
  BalieAnswer     *answer = NULL;
  BalieJsonReader *reader = NULL;

  while (answer == NULL)
    {
      g_autoptr (GAsyncResult) result = NULL;

      balie_transport_request_async (fixture->direct, "GET", path, NULL, NULL, NULL, on_result, &result);
      balie_test_wait_until (result != NULL);
      answer = balie_transport_request_finish (fixture->direct, result, NULL);
    }

  if (answer->status == 200)
    {
      g_autoptr (GError) error = NULL;

      reader = balie_json_reader_new (g_bytes_get_data (answer->body, NULL), (gssize)g_bytes_get_size (answer->body), BALIE_JSON_READER_NONE, &error);
      g_assert_no_error (error);
    }
  else
    g_assert_cmpuint (answer->status, ==, 404);
  balie_answer_free (answer);

  return reader;
}

static gint64
get_offset (Fixture *fixture)
{
  g_autoptr (BalieJsonReader) reader = ask (fixture);

  return reader != NULL ? balie_json_reader_int (reader, "offset", 0, FILE_SIZE) : 0;
}

static void
assert_arrived (Fixture    *fixture,
                const char *sha256)
{
  g_autoptr (BalieJsonReader) reader = ask (fixture);
  const char *path = balie_test_folder_get_file (fixture->folder, "desk/files");
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  gboolean    is_there = FALSE;
  const char *name;

  g_assert_nonnull (reader);
  g_assert_true (balie_json_reader_enter_object (reader, "attachment"));
  g_assert_cmpstr (balie_json_reader_string (reader, "sha256"), ==, sha256);

  /* What the server says of it, and what lies on its disk. */
  while (!is_there && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *content = NULL;
      g_autofree char *digest = NULL;
      gsize            length;

      g_assert_true (g_file_get_contents (file, &content, &length, NULL));
      digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)content, length);
      is_there = g_str_equal (digest, sha256);
    }
  g_assert_true (is_there);
}

static void
let_happen (Fixture *fixture,
            Accident accident)
{
  gboolean is_client_killed = accident == ACCIDENT_CLIENT_KILLED || accident == ACCIDENT_BOTH_KILLED;

  if (accident == ACCIDENT_SERVER_KILLED || accident == ACCIDENT_BOTH_KILLED)
    balie_server_process_kill (fixture->server);
  if (is_client_killed)
    kill_client (fixture);
  balie_fault_proxy_cut_all (fixture->proxy);
  if (accident == ACCIDENT_SERVER_KILLED || accident == ACCIDENT_BOTH_KILLED)
    balie_server_process_start (fixture->server);
  if (is_client_killed)
    start_client (fixture);
}

/* Sends one file. Returns: how many cuts that took */
static guint
send_file (Fixture *fixture,
           guint    most_cuts)
{
  g_autofree char *sha256 = begin_file (fixture);
  gint64           offset = 0;
  guint64          bytes = balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER);
  guint            cuts = 0;

  start_client (fixture);
  while (cuts < most_cuts)
    {
      guint64 limit = bytes + (guint64)g_rand_int_range (fixture->random, 0, MAX_PROGRESS);
      gint64  passed;
      gint64  progress;

      balie_test_wait_until (fixture->ended || balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER) > limit);
      if (fixture->ended)
        break;

      let_happen (fixture, (Accident)g_rand_int_range (fixture->random, 0, N_ACCIDENTS));
      cuts++;
      passed = (gint64)(balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER) - bytes);
      progress = get_offset (fixture) - offset;
      g_assert_cmpint (progress, >=, 0);
      g_assert_cmpint (passed - progress, <=, PART + OVERHEAD);
      bytes += (guint64)passed;
      offset += progress;
    }

  balie_test_wait_until (fixture->ended);
  g_assert_true (g_subprocess_get_if_exited (fixture->client));
  g_assert_cmpint (g_subprocess_get_exit_status (fixture->client), ==, 0);
  g_clear_object (&fixture->client);
  assert_arrived (fixture, sha256);

  return cuts;
}

static void
test_cuts (Fixture      *fixture,
           gconstpointer data)
{
  guint cuts = 0;

  while (cuts < n_cuts)
    cuts += send_file (fixture, n_cuts - cuts);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4);
  server_program = argv[1];
  client_program = argv[2];
  n_cuts = (guint)atoi (argv[3]);
  g_test_add ("/uploads/cuts", Fixture, NULL, set_up, test_cuts, tear_down);
  return g_test_run ();
}
