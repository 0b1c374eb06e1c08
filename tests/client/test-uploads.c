/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files on their way to a server that answers everything one may think of, or nothing. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-file-table.h"
#include "balie-raw-server.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"
#include "balie-upload-queue.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "new-problem"
#define PROBLEM(type) "{\"type\": \"" type "\"}"
#define FINISHED(id) "{\"id\": \"" id "\", \"offset\": 0, \"attachment\": {\"id\": \"" id "\"}}"
#define HTML(status) "HTTP/1.1 " status " X\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<a/>"

typedef struct
{
  BalieTestFolder  *folder;
  BalieRawServer   *server;
  BalieTransport   *transport;
  BalieCache       *cache;
  BalieUploadQueue *queue;
  BalieJitter       jitter;
  guint             n_refused_logins;
} Fixture;

static void
on_login_refused (BalieUploadQueue *queue,
                  guint            *n_refused)
{
  *n_refused += 1;
}

static void
open_queue (Fixture *fixture)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_open_async (balie_test_folder_get_file (fixture->folder, "cache.db"), TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);
  fixture->queue = balie_upload_queue_new (fixture->transport, fixture->cache, contents->files, &fixture->jitter);
  g_signal_connect (fixture->queue, "login-refused", G_CALLBACK (on_login_refused), &fixture->n_refused_logins);
}

static void
close_queue (Fixture *fixture)
{
  balie_upload_queue_stop (fixture->queue);
  balie_cache_close (fixture->cache);
  balie_test_drain ();
  g_clear_object (&fixture->queue);
  g_clear_object (&fixture->cache);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  balie_transport_set_token (fixture->transport, "token");
  fixture->jitter.base = 1;
  fixture->jitter.maximum = 1;
  fixture->n_refused_logins = 0;
  open_queue (fixture);
  balie_upload_queue_set_open (fixture->queue, TRUE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_queue (fixture);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

/* Returns: (transfer none): the file, once it is copied */
static BalieUpload *
add (Fixture    *fixture,
     const char *name,
     const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (GAsyncResult) result = NULL;
  GListModel *files = balie_upload_queue_get_files (fixture->queue, KEY);
  g_autoptr (BalieUpload) upload = NULL;

  balie_upload_queue_add_data_async (fixture->queue, KEY, name, "text/plain", bytes, balie_test_on_result, &result);
  upload = g_list_model_get_item (files, g_list_model_get_n_items (files) - 1);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_upload_queue_add_finish (fixture->queue, result, NULL));

  return upload;
}

/* What the server says at the beginning: it has @offset bytes. */
static void
answer_announcement (Fixture *fixture,
                     guint    offset)
{
  g_autofree char *json = g_strdup_printf ("{\"id\": \"" BALIE_RAW_ID "\", \"size\": 10, \"offset\": %u}", offset);

  balie_raw_server_add_json (fixture->server, offset == 0 ? 201 : 200, NULL, json);
}

static void
answer_part (Fixture *fixture,
             guint    offset)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 204 No Content\r\nUpload-Offset: %u\r\n\r\n", offset);

  balie_raw_server_add (fixture->server, answer, -1, BALIE_RAW_KEEP);
}

static void
answer_finish (Fixture *fixture)
{
  balie_raw_server_add_json (fixture->server, 200, NULL, FINISHED (BALIE_RAW_ID));
}

static void
answer_all (Fixture *fixture)
{
  answer_announcement (fixture, 0);
  answer_part (fixture, 10);
  answer_finish (fixture);
}

static void
wait_for_state (BalieUpload     *upload,
                BalieUploadState state)
{
  balie_test_wait_until (balie_upload_get_state (upload) == state);
}

static void
wait_for_requests (Fixture *fixture,
                   guint    n_requests)
{
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) == n_requests);
}

/* Whether a request began like this, and ended like that. */
static void
assert_request (Fixture    *fixture,
                guint       index,
                const char *method,
                const char *suffix,
                const char *body)
{
  const char      *request = balie_raw_server_get_request (fixture->server, index);
  g_autofree char *line = g_strdup_printf ("%s /v1/uploads/", method);
  const char      *end = strstr (request, " HTTP/1.1\r\n");

  g_assert_true (g_str_has_prefix (request, line));
  g_assert_true (strncmp (end - strlen (suffix), suffix, strlen (suffix)) == 0);
  g_assert_true (g_str_has_suffix (request, body));
}

static gboolean
has_header (Fixture    *fixture,
            guint       index,
            const char *header)
{
  g_autofree char *line = g_strconcat ("\r\n", header, "\r\n", NULL);

  return strstr (balie_raw_server_get_request (fixture->server, index), line) != NULL;
}

static void
test_sends (Fixture      *fixture,
            gconstpointer data)
{
  BalieUpload     *upload;
  g_autofree char *id = NULL;

  answer_all (fixture);
  upload = add (fixture, "a.txt", "0123456789");
  id = g_strdup (balie_upload_get_id (upload));
  wait_for_state (upload, BALIE_UPLOAD_SENT);

  g_assert_cmpint (balie_upload_get_sent (upload), ==, 10);
  g_assert_false (balie_upload_get_paused (upload));
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 3);
  assert_request (fixture, 0, "PUT", id,
                  "{\"size\":10,\"sha256\":\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\","
                  "\"name\":\"a.txt\",\"type\":\"text/plain\"}");
  assert_request (fixture, 1, "PATCH", id, "\r\n\r\n0123456789");
  g_assert_true (has_header (fixture, 1, "Content-Type: application/partial-upload"));
  g_assert_true (has_header (fixture, 1, "Upload-Offset: 0"));
  assert_request (fixture, 2, "POST", "/finish", "\r\n\r\n");
  g_assert_cmpint (balie_upload_queue_get_owner_state (fixture->queue, KEY, NULL, NULL), ==, BALIE_UPLOAD_OWNER_READY);

  /* The next start asks nobody about it. */
  close_queue (fixture);
  open_queue (fixture);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  upload = balie_upload_queue_find (fixture->queue, id);
  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_SENT);
  g_assert_cmpint (balie_upload_get_sent (upload), ==, 10);
  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 3);
}

static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  answer_announcement (fixture, 0);
  answer_finish (fixture);
  wait_for_state (add (fixture, "a.txt", ""), BALIE_UPLOAD_SENT);
  assert_request (fixture, 1, "POST", "/finish", "\r\n\r\n");
}

static void
test_parts (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();
  BalieUpload *upload;

  desk->limits.upload_chunk = 4;
  balie_test_take_files (desk);
  balie_upload_queue_set_desk (fixture->queue, desk);
  answer_announcement (fixture, 0);
  answer_part (fixture, 4);
  /* The server may keep less than was sent. */
  answer_part (fixture, 7);
  upload = add (fixture, "a.txt", "0123456789");
  wait_for_requests (fixture, 4);
  g_assert_cmpint (balie_upload_get_sent (upload), ==, 7);
  g_assert_cmpint (balie_upload_get_seconds_left (upload), >=, 0);
  answer_part (fixture, 10);
  answer_finish (fixture);
  wait_for_state (upload, BALIE_UPLOAD_SENT);
  g_assert_cmpint (balie_upload_get_seconds_left (upload), ==, -1);

  assert_request (fixture, 1, "PATCH", "", "\r\n\r\n0123");
  assert_request (fixture, 2, "PATCH", "", "\r\n\r\n4567");
  assert_request (fixture, 3, "PATCH", "", "\r\n\r\n789");
  g_assert_true (has_header (fixture, 2, "Upload-Offset: 4"));
  g_assert_true (has_header (fixture, 3, "Upload-Offset: 7"));
}

/* Where the server stands is where it goes on. */
static void
test_goes_on (Fixture      *fixture,
              gconstpointer data)
{
  answer_announcement (fixture, 6);
  answer_part (fixture, 10);
  answer_finish (fixture);
  wait_for_state (add (fixture, "a.txt", "0123456789"), BALIE_UPLOAD_SENT);
  assert_request (fixture, 1, "PATCH", "", "\r\n\r\n6789");
  g_assert_true (has_header (fixture, 1, "Upload-Offset: 6"));
}

static void
test_was_finished (Fixture      *fixture,
                   gconstpointer data)
{
  answer_finish (fixture);
  wait_for_state (add (fixture, "a.txt", "0123456789"), BALIE_UPLOAD_SENT);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 1);
}

/* The server stands elsewhere, or has forgotten all: it is asked again, and believed. */
static void
test_conflicts (Fixture      *fixture,
                gconstpointer data)
{
  answer_announcement (fixture, 0);
  balie_raw_server_add_json (fixture->server, 409, NULL, "{\"type\": \"offset-conflict\", \"expected\": 3}");
  answer_announcement (fixture, 3);
  balie_raw_server_add_json (fixture->server, 404, NULL, PROBLEM ("not-found"));
  answer_announcement (fixture, 0);
  answer_part (fixture, 10);
  balie_raw_server_add_json (fixture->server, 404, NULL, PROBLEM ("not-found"));
  answer_all (fixture);
  wait_for_state (add (fixture, "a.txt", "0123456789"), BALIE_UPLOAD_SENT);
  g_assert_true (has_header (fixture, 3, "Upload-Offset: 3"));
  g_assert_true (has_header (fixture, 5, "Upload-Offset: 0"));
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 10);
}

/* Whatever goes wrong that may go right later. */
static void
test_retries (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const answers[] = {
    HTML ("500"),
    HTML ("502"),
    HTML ("404"),
    HTML ("200"),
    "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 507 X\r\nContent-Type: application/problem+json\r\nContent-Length: 24\r\n\r\n{\"type\": \"storage-full\" }",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"offset\": 99}",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 121\r\n\r\n" FINISHED ("00000000-0000-4000-8000-0000000000ee"),
    "HTTP/1.1 204 No Content\r\n\r\n",
    "no HTTP at all\r\n\r\n",
    "",
  };

  for (guint step = 0; step < 3; step++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
        {
          if (step > 0)
            answer_announcement (fixture, 0);
          if (step > 1)
            answer_part (fixture, 10);
          balie_raw_server_add (fixture->server, answers[i], -1, BALIE_RAW_CLOSE);
        }
    }
  answer_all (fixture);
  wait_for_state (add (fixture, "a.txt", "0123456789"), BALIE_UPLOAD_SENT);
}

/* A server that never gets anywhere, however it says so, is asked less and less often. */
static void
test_no_progress (Fixture      *fixture,
                  gconstpointer data)
{
  const guint  n_rounds = 6; /* more than are tried at once */
  BalieUpload *upload;

  fixture->jitter.base = 600 * 1000;
  fixture->jitter.maximum = 600 * 1000;
  fixture->jitter.random = g_rand_new_with_seed (1);
  for (guint i = 0; i < n_rounds; i++)
    {
      answer_announcement (fixture, 0);
      answer_part (fixture, 4);
      balie_raw_server_add_json (fixture->server, 409, NULL, "{\"type\": \"offset-conflict\", \"expected\": 0}");
    }
  answer_all (fixture);
  upload = add (fixture, "a.txt", "0123456789");
  wait_for_state (upload, BALIE_UPLOAD_SENDING);
  balie_test_wait_until (balie_upload_get_state (upload) != BALIE_UPLOAD_SENDING);
  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_WAITING);
  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), <, 3 * n_rounds);
  g_clear_pointer (&fixture->jitter.random, g_rand_free);
}

static void
test_sent_away (Fixture      *fixture,
                gconstpointer data)
{
  BalieUpload *upload;
  gint64       begun;

  answer_announcement (fixture, 0);
  balie_raw_server_add_json (fixture->server, 503, "Retry-After: 1\r\n", PROBLEM ("unavailable"));
  upload = add (fixture, "a.txt", "0123456789");
  begun = g_get_monotonic_time ();
  wait_for_requests (fixture, 2);
  wait_for_state (upload, BALIE_UPLOAD_WAITING);
  g_assert_false (balie_upload_get_paused (upload));

  /* A new connection is no reason to come back earlier. */
  balie_upload_queue_set_open (fixture->queue, FALSE);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  answer_all (fixture);
  wait_for_state (upload, BALIE_UPLOAD_SENT);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, G_TIME_SPAN_SECOND);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = NULL;
  const char      *type = NULL;
  BalieError       code;
  BalieUpload     *upload;

  balie_raw_server_add_json (fixture->server, 413, NULL, PROBLEM ("quota-exceeded"));
  upload = add (fixture, "a.txt", "0123456789");
  id = g_strdup (balie_upload_get_id (upload));
  wait_for_state (upload, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (upload), ==, "quota-exceeded");
  g_assert_cmpint (balie_upload_queue_get_owner_state (fixture->queue, KEY, &code, &type), ==, BALIE_UPLOAD_OWNER_REFUSED);
  g_assert_cmpint (code, ==, BALIE_ERROR_LIMIT);
  g_assert_cmpstr (type, ==, "quota-exceeded");

  close_queue (fixture);
  open_queue (fixture);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  upload = balie_upload_queue_find (fixture->queue, id);
  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (upload), ==, "quota-exceeded");

  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 1);
  answer_all (fixture);
  balie_upload_queue_retry_owner (fixture->queue, KEY);
  wait_for_state (upload, BALIE_UPLOAD_SENT);
  g_assert_null (balie_upload_get_error_type (upload));
}

/* Smaller parts may get through, and when not even the smallest does, it is said. */
static void
test_proxy_limit (Fixture      *fixture,
                  gconstpointer data)
{
  const guint      n_tries = 2;
  g_autofree char *content = g_strnfill (100 * 1024, 'x');
  BalieUpload     *upload;

  for (guint i = 0; i < n_tries; i++)
    {
      answer_announcement (fixture, 0);
      balie_raw_server_add (fixture->server, HTML ("413"), -1, BALIE_RAW_CLOSE);
    }
  upload = add (fixture, "a.txt", content);
  wait_for_state (upload, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (upload), ==, "proxy-too-large");
  g_assert_cmpint (balie_upload_get_error_code (upload), ==, BALIE_ERROR_LIMIT);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 2 * n_tries);
  g_assert_true (has_header (fixture, 1, "Content-Length: 102400"));
  g_assert_true (has_header (fixture, 3, "Content-Length: 65536"));
}

static void
test_smaller_parts (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *content = g_strnfill (300 * 1024, 'x');
  BalieUpload     *upload;

  balie_raw_server_add_json (fixture->server, 201, NULL, "{\"id\": \"" BALIE_RAW_ID "\", \"offset\": 0}");
  balie_raw_server_add (fixture->server, HTML ("413"), -1, BALIE_RAW_CLOSE);
  balie_raw_server_add_json (fixture->server, 200, NULL, "{\"id\": \"" BALIE_RAW_ID "\", \"offset\": 0}");
  answer_part (fixture, 128 * 1024);
  upload = add (fixture, "a.txt", content);
  wait_for_requests (fixture, 5);
  g_assert_true (has_header (fixture, 1, "Content-Length: 262144"));
  g_assert_true (has_header (fixture, 3, "Content-Length: 131072"));
  g_assert_true (has_header (fixture, 4, "Content-Length: 131072"));
  g_assert_cmpint (balie_upload_get_sent (upload), ==, 128 * 1024);
}

static void
answer_mismatch (Fixture *fixture)
{
  answer_announcement (fixture, 0);
  answer_part (fixture, 10);
  balie_raw_server_add_json (fixture->server, 422, NULL, PROBLEM ("digest-mismatch"));
}

static void
test_digest_mismatch (Fixture      *fixture,
                      gconstpointer data)
{
  BalieUpload     *upload;
  g_autofree char *path = NULL;

  answer_mismatch (fixture);
  answer_mismatch (fixture);
  answer_all (fixture);
  wait_for_state (add (fixture, "a.txt", "0123456789"), BALIE_UPLOAD_SENT);

  for (guint i = 0; i < 3; i++)
    answer_mismatch (fixture);
  upload = add (fixture, "b.txt", "0123456789");
  wait_for_state (upload, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (upload), ==, "digest-mismatch");

  /* It was the copy. */
  balie_upload_queue_set_open (fixture->queue, FALSE);
  upload = add (fixture, "c.txt", "0123456789");
  path = balie_upload_dup_path (upload);
  g_assert_true (g_file_set_contents (path, "012345678X", -1, NULL));
  answer_mismatch (fixture);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  wait_for_state (upload, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (upload), ==, "file-changed");
}

static void
test_copy_lost (Fixture      *fixture,
                gconstpointer data)
{
  BalieUpload     *gone;
  BalieUpload     *cut;
  g_autofree char *path = NULL;
  g_autofree char *cut_path = NULL;

  balie_upload_queue_set_open (fixture->queue, FALSE);
  gone = add (fixture, "a.txt", "0123456789");
  path = balie_upload_dup_path (gone);
  g_assert_cmpint (g_unlink (path), ==, 0);
  cut = add (fixture, "b.txt", "0123456789");
  cut_path = balie_upload_dup_path (cut);
  g_assert_true (g_file_set_contents (cut_path, "01234", -1, NULL));
  answer_announcement (fixture, 0);
  answer_announcement (fixture, 0);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  wait_for_state (gone, BALIE_UPLOAD_REFUSED);
  wait_for_state (cut, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (gone), ==, "file-vanished");
  g_assert_cmpstr (balie_upload_get_error_type (cut), ==, "file-changed");
}

static void
test_login_refused (Fixture      *fixture,
                    gconstpointer data)
{
  BalieUpload *upload;

  answer_announcement (fixture, 0);
  balie_raw_server_add_json (fixture->server, 401, NULL, PROBLEM ("token-invalid"));
  upload = add (fixture, "a.txt", "0123456789");
  balie_test_wait_until (fixture->n_refused_logins == 1);
  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_WAITING);
  g_assert_true (balie_upload_get_paused (upload));

  answer_announcement (fixture, 0);
  answer_part (fixture, 10);
  answer_finish (fixture);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  wait_for_state (upload, BALIE_UPLOAD_SENT);
}

/* The connection is lost in the middle: nothing is waited for, and it goes on as soon as there is one again. */
static void
test_closed (Fixture      *fixture,
             gconstpointer data)
{
  BalieUpload *upload;

  answer_announcement (fixture, 0);
  upload = add (fixture, "a.txt", "0123456789");
  wait_for_requests (fixture, 2);
  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_SENDING);
  g_assert_false (balie_upload_get_paused (upload));

  balie_upload_queue_set_open (fixture->queue, FALSE);
  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_WAITING);
  g_assert_true (balie_upload_get_paused (upload));
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);

  balie_upload_queue_set_open (fixture->queue, TRUE);
  g_assert_false (balie_upload_get_paused (upload));
  answer_announcement (fixture, 10);
  answer_finish (fixture);
  wait_for_state (upload, BALIE_UPLOAD_SENT);
}

static void
test_two_at_a_time (Fixture      *fixture,
                    gconstpointer data)
{
  BalieUpload *uploads[4];

  for (guint i = 0; i < G_N_ELEMENTS (uploads); i++)
    uploads[i] = add (fixture, "a.txt", "0123456789");
  wait_for_requests (fixture, 2);
  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 2);
  assert_request (fixture, 0, "PUT", balie_upload_get_id (uploads[0]), "}");
  assert_request (fixture, 1, "PUT", balie_upload_get_id (uploads[1]), "}");

  /* One that is refused makes place, and so does one that is removed. */
  balie_raw_server_add_json (fixture->server, 422, NULL, PROBLEM ("type-blocked"));
  wait_for_requests (fixture, 3);
  assert_request (fixture, 2, "PUT", balie_upload_get_id (uploads[2]), "}");
  balie_upload_queue_remove (fixture->queue, KEY, balie_upload_get_id (uploads[1]));
  wait_for_requests (fixture, 4);
  assert_request (fixture, 3, "PUT", balie_upload_get_id (uploads[3]), "}");
  g_assert_cmpint (balie_upload_get_state (uploads[0]), ==, BALIE_UPLOAD_REFUSED);
}

static gint64
get_length (Fixture *fixture,
            guint    index)
{
  const char *header = strstr (balie_raw_server_get_request (fixture->server, index), "\r\nContent-Length: ");

  g_assert_nonnull (header);

  return g_ascii_strtoll (header + strlen ("\r\nContent-Length: "), NULL, 10);
}

/* However large the part of one is that is under way, that of another keeps within what is left of the memory for both. */
static void
test_memory (Fixture      *fixture,
             gconstpointer data)
{
  const gint64     together = 4 * 1024 * 1024;
  const gint64     smallest = 64 * 1024;
  g_autofree char *content = g_strnfill (8 * 1024 * 1024, 'x');
  gint64           offset = 0;
  gint64           part;
  guint            n_requests = 2;

  balie_upload_queue_set_open (fixture->queue, FALSE);
  add (fixture, "a.txt", content);
  answer_announcement (fixture, 0);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  wait_for_requests (fixture, n_requests);
  for (guint i = 0; i < 4; i++)
    {
      offset += get_length (fixture, n_requests - 1);
      answer_part (fixture, (guint)offset);
      wait_for_requests (fixture, ++n_requests);
    }

  /* The last one gets no whole answer, and holds up nobody. */
  balie_raw_server_add (fixture->server, "HTTP/1.1 204 No Content\r\n", -1, BALIE_RAW_HANG);
  part = get_length (fixture, n_requests - 1);
  g_assert_cmpint (part, <=, together);
  answer_announcement (fixture, 0);
  add (fixture, "b.txt", content);
  wait_for_requests (fixture, n_requests + 2);
  g_assert_cmpint (part + get_length (fixture, n_requests + 1), <=, together + smallest);
}

/* What the server has lost, it gets again. */
static void
test_restart_owner (Fixture      *fixture,
                    gconstpointer data)
{
  BalieUpload *upload;

  answer_all (fixture);
  upload = add (fixture, "a.txt", "0123456789");
  wait_for_state (upload, BALIE_UPLOAD_SENT);

  balie_upload_queue_set_open (fixture->queue, FALSE);
  balie_upload_queue_restart_owner (fixture->queue, KEY);
  g_assert_cmpint (balie_upload_queue_get_owner_state (fixture->queue, KEY, NULL, NULL), ==, BALIE_UPLOAD_OWNER_PENDING);
  g_assert_cmpint (balie_upload_get_sent (upload), ==, 0);
  g_assert_true (balie_upload_get_paused (upload));
  close_queue (fixture);

  /* Also after a restart. */
  open_queue (fixture);
  answer_all (fixture);
  balie_upload_queue_set_open (fixture->queue, TRUE);
  balie_test_wait_until (balie_upload_queue_get_owner_state (fixture->queue, KEY, NULL, NULL) == BALIE_UPLOAD_OWNER_READY);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 6);
}

#define ADD(name, function) g_test_add ("/uploads/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sends", test_sends);
  ADD ("empty", test_empty);
  ADD ("parts", test_parts);
  ADD ("goes-on", test_goes_on);
  ADD ("was-finished", test_was_finished);
  ADD ("conflicts", test_conflicts);
  ADD ("retries", test_retries);
  ADD ("no-progress", test_no_progress);
  ADD ("sent-away", test_sent_away);
  ADD ("refused", test_refused);
  ADD ("proxy-limit", test_proxy_limit);
  ADD ("smaller-parts", test_smaller_parts);
  ADD ("digest-mismatch", test_digest_mismatch);
  ADD ("copy-lost", test_copy_lost);
  ADD ("login-refused", test_login_refused);
  ADD ("closed", test_closed);
  ADD ("two-at-a-time", test_two_at_a_time);
  ADD ("memory", test_memory);
  ADD ("restart-owner", test_restart_owner);
  return g_test_run ();
}
