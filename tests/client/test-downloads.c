/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments on their way from a server that breaks off, lies, or never ends. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-clock.h"
#include "balie-download-table.h"
#include "balie-downloads.h"
#include "balie-error.h"
#include "balie-raw-server.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <utime.h>

#define SIZE (3 * 256 * 1024 + 777)
#define ALL G_MAXSIZE

typedef struct
{
  BalieTestFolder *folder;
  BalieRawServer  *server;
  BalieTransport  *transport;
  BalieCache      *cache;
  BalieDownloads  *downloads;
  BalieJitter      jitter;
  BalieAttachment *attachment;
  char            *content;
  guint            n_served;
} Fixture;

static void
open_downloads (Fixture *fixture)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_open_async (balie_test_folder_get_file (fixture->folder, "cache.db"), TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);
  fixture->downloads = balie_downloads_new (fixture->transport, fixture->cache, &fixture->jitter);
  balie_downloads_set_open (fixture->downloads, TRUE);
}

static void
close_downloads (Fixture *fixture)
{
  balie_downloads_stop (fixture->downloads);
  g_clear_object (&fixture->downloads);
  balie_cache_close (fixture->cache);
  g_clear_object (&fixture->cache);
}

static BalieAttachment *
new_attachment (const char *content,
                gsize       size)
{
  BalieAttachment *attachment = balie_attachment_new ();

  attachment->id = g_uuid_string_random ();
  attachment->name = g_strdup ("log.txt");
  attachment->type = g_strdup ("text/plain");
  attachment->size = (gint64)size;
  attachment->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)content, size);

  return attachment;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  balie_transport_set_token (fixture->transport, "secret");
  fixture->jitter.base = 1;
  fixture->jitter.maximum = 1;
  fixture->n_served = 0;
  fixture->content = g_malloc (SIZE);
  for (gsize i = 0; i < SIZE; i++)
    fixture->content[i] = (char)g_test_rand_int ();
  fixture->attachment = new_attachment (fixture->content, SIZE);
  open_downloads (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_downloads (fixture);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->attachment, balie_attachment_unref);
  g_clear_pointer (&fixture->content, g_free);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static const char *
get_path (Fixture    *fixture,
          const char *suffix)
{
  g_autofree char *name = g_strconcat ("cache.downloads/", fixture->attachment->id, suffix, NULL);

  return balie_test_folder_get_file (fixture->folder, name);
}

static gboolean
exists (Fixture    *fixture,
        const char *suffix)
{
  return g_file_test (get_path (fixture, suffix), G_FILE_TEST_EXISTS);
}

static gint64
get_size (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return status.st_size;
}

static BalieDownload *
get (Fixture *fixture)
{
  return balie_downloads_get (fixture->downloads, fixture->attachment);
}

static BalieDownload *
start (Fixture *fixture)
{
  BalieDownload *download = get (fixture);

  balie_download_start (download);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_RUNNING);

  return download;
}

/* The next request that nobody answered yet. */
static const char *
wait_for_request (Fixture *fixture)
{
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) > fixture->n_served);

  return balie_raw_server_get_request (fixture->server, fixture->n_served++);
}

/* Where the request wants to begin. */
static gsize
get_offset (const char *request)
{
  const char *range = strstr (request, "\r\nRange: bytes=");

  return range == NULL ? 0 : strtoul (range + strlen ("\r\nRange: bytes="), NULL, 10);
}

static void
send_range (Fixture    *fixture,
            const char *content,
            gsize       offset,
            gsize       n_sent)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  gsize n_all = fixture->attachment->size;

  if (offset > 0)
    g_string_append_printf (answer, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %zu-%zu/%zu\r\n", offset, n_all - 1, n_all);
  else
    g_string_append (answer, "HTTP/1.1 200 OK\r\n");
  g_string_append_printf (answer, "ETag: \"%s\"\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", fixture->attachment->sha256,
                          n_all - offset);
  g_string_append_len (answer, content + offset, (gssize)MIN (n_sent, n_all - offset));
  balie_raw_server_add (fixture->server, answer->str, (gssize)answer->len, BALIE_RAW_CLOSE);
}

/* Answers the next request as it should be, but hangs up after @n_sent bytes. */
static gsize
serve (Fixture *fixture,
       gsize    n_sent)
{
  const char *request = wait_for_request (fixture);
  gsize       offset = get_offset (request);

  g_assert_true (g_str_has_prefix (request, "GET /v1/attachments/"));
  send_range (fixture, fixture->content, offset, n_sent);

  return offset;
}

static void
assert_present (Fixture       *fixture,
                BalieDownload *download)
{
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  gsize            length;

  balie_test_wait_until (balie_download_get_state (download) != BALIE_DOWNLOAD_RUNNING);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_PRESENT);
  g_assert_cmpint (balie_download_get_received (download), ==, fixture->attachment->size);
  path = balie_download_dup_path (download);
  g_assert_cmpstr (path, ==, get_path (fixture, ""));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, fixture->content, (gsize)fixture->attachment->size);
  g_assert_false (exists (fixture, ".part"));
}

static void
assert_failed (Fixture       *fixture,
               BalieDownload *download,
               BalieError     code)
{
  g_autofree char *path = NULL;

  balie_test_wait_until (balie_download_get_state (download) != BALIE_DOWNLOAD_RUNNING);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_FAILED);
  g_assert_cmpint (balie_download_get_error_code (download), ==, code);
  path = balie_download_dup_path (download);
  g_assert_null (path);
  g_assert_false (exists (fixture, ".part"));
  g_assert_false (exists (fixture, ""));
}

static gpointer
list_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  return balie_download_table_list (db, error);
}

/* Only what is known to be on the disk is noted, and only what is noted is there after a restart. */
static void
wait_until_noted (Fixture *fixture)
{
  gboolean noted = FALSE;

  while (!noted)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) ids = NULL;
      g_autoptr (GError) error = NULL;

      balie_cache_read_async (fixture->cache, list_job, NULL, NULL, (GDestroyNotify)g_ptr_array_unref, NULL, balie_test_on_result, &result);
      balie_test_wait_until (result != NULL);
      ids = balie_cache_read_finish (fixture->cache, result, &error);
      g_assert_no_error (error);
      noted = g_ptr_array_find_with_equal_func (ids, fixture->attachment->id, g_str_equal, NULL);
    }
}

static void
test_whole (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieDownload) download = get (fixture);
  g_autoptr (BalieDownload) again = get (fixture);
  g_autofree char *path = balie_download_dup_path (download);
  const char      *request;
  GStatBuf         status;

  g_assert_true (download == again);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  g_assert_null (path);

  balie_download_start (download);
  serve (fixture, ALL);
  assert_present (fixture, download);

  request = balie_raw_server_get_request (fixture->server, 0);
  g_assert_nonnull (strstr (request, "\r\nAuthorization: Bearer secret\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAccept-Encoding: identity\r\n"));
  g_assert_null (strstr (request, "\r\nRange:"));
  g_assert_cmpint (g_stat (get_path (fixture, ""), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0400);

  /* It is there for whoever asks later. */
  g_clear_object (&download);
  g_clear_object (&again);
  download = get (fixture);
  assert_present (fixture, download);
}

static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieDownload) download = NULL;

  balie_attachment_unref (fixture->attachment);
  fixture->attachment = new_attachment ("", 0);
  download = start (fixture);
  assert_present (fixture, download);
}

/* However often it breaks off, each byte comes once. */
static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (BalieDownload) download = start (fixture);
  gsize n_done = 0;

  while (n_done < SIZE)
    {
      gsize n_sent = (gsize)g_test_rand_int_range (0, 2) * (gsize)g_test_rand_int_range (1, 40000);

      g_assert_cmpuint (serve (fixture, n_sent), ==, n_done);
      n_done = MIN (n_done + n_sent, SIZE);
    }

  assert_present (fixture, download);
}

/* At each of these places the program ends, and another one goes on. */
static void
test_restarted (Fixture      *fixture,
                gconstpointer data)
{
  static const gsize places[] = {1, 4095, 4096, 262143, 262144, 262145, 500000, SIZE - 1};

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (BalieDownload) download = start (fixture);
      g_autoptr (BalieDownload) later = NULL;

      serve (fixture, places[i] - (i > 0 ? places[i - 1] : 0));
      balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) > fixture->n_served);
      g_assert_cmpuint (get_offset (wait_for_request (fixture)), ==, places[i]);
      close_downloads (fixture);
      g_assert_cmpint (get_size (get_path (fixture, ".part")), ==, places[i]);

      /* The request that nobody answered is not the next one's. */
      balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
      open_downloads (fixture);
      later = get (fixture);
      g_assert_cmpint (balie_download_get_state (later), ==, BALIE_DOWNLOAD_ABSENT);
    }

  {
    g_autoptr (BalieDownload) download = start (fixture);

    g_assert_cmpuint (serve (fixture, ALL), ==, SIZE - 1);
    assert_present (fixture, download);
    wait_until_noted (fixture);
  }

  close_downloads (fixture);
  open_downloads (fixture);
  {
    g_autoptr (BalieDownload) download = get (fixture);

    assert_present (fixture, download);
  }
}

/* All bytes came, and the program ended before it looked at them. */
static void
test_part_whole (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (BalieDownload) download = NULL;

  g_assert_true (g_file_set_contents (get_path (fixture, ".part"), fixture->content, SIZE, NULL));
  download = start (fixture);
  assert_present (fixture, download);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_part_too_long (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieDownload) download = NULL;
  g_autofree char *junk = g_strnfill (SIZE + 1, 'x');

  g_assert_true (g_file_set_contents (get_path (fixture, ".part"), junk, -1, NULL));
  download = start (fixture);
  g_assert_cmpuint (serve (fixture, ALL), ==, 0);
  assert_present (fixture, download);
}

static void
test_part_damaged (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (BalieDownload) download = NULL;

  g_assert_true (g_file_set_contents (get_path (fixture, ".part"), "damaged", -1, NULL));
  download = start (fixture);
  g_assert_cmpuint (serve (fixture, ALL), ==, strlen ("damaged"));
  g_assert_cmpuint (serve (fixture, ALL), ==, 0);
  assert_present (fixture, download);
}

/* Something between here and there knows no ranges. */
static void
test_range_ignored (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieDownload) download = start (fixture);

  serve (fixture, 300000);
  g_assert_cmpuint (get_offset (wait_for_request (fixture)), ==, 300000);
  send_range (fixture, fixture->content, 0, ALL);
  assert_present (fixture, download);
}

static void
test_other_bytes (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *other = g_memdup2 (fixture->content, SIZE);
  g_autoptr (BalieDownload) download = start (fixture);

  other[SIZE / 2] ^= 1;
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (get_offset (wait_for_request (fixture)), ==, 0);
      send_range (fixture, other, 0, ALL);
    }
  assert_failed (fixture, download, BALIE_ERROR_PARSE);

  /* It was tried twice; a person may try again. */
  balie_download_start (download);
  wait_for_request (fixture);
  send_range (fixture, other, 0, ALL);
  g_assert_cmpuint (serve (fixture, ALL), ==, 0);
  assert_present (fixture, download);
}

/* Twice the same answer, to which there is no third request. */
static void
assert_refuses (Fixture    *fixture,
                const char *headers,
                gsize       n_content,
                BalieRawEnd end)
{
  g_autoptr (BalieDownload) download = start (fixture);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) answer = g_string_new (headers);

      wait_for_request (fixture);
      g_string_append_len (answer, fixture->content, (gssize)n_content);
      balie_raw_server_add (fixture->server, answer->str, (gssize)answer->len, end);
    }
  assert_failed (fixture, download, BALIE_ERROR_PARSE);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, fixture->n_served);
}

static void
test_hostile (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *chunked = g_strdup_printf ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n", SIZE);

  balie_attachment_unref (fixture->attachment);
  fixture->attachment = new_attachment (fixture->content, 1000);

  /* More than was announced, by its own account or by what comes */
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", 1001, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n", 1000, BALIE_RAW_ENDLESS);
  assert_refuses (fixture, chunked, SIZE, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", 1000, BALIE_RAW_ENDLESS);

  /* Less, or another thing */
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", 999, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nETag: \"00\"\r\nContent-Length: 1000\r\n\r\n", 1000, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 302 Found\r\nLocation: /v1/me\r\nContent-Length: 0\r\n\r\n", 0, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-999/1000\r\nContent-Length: 1000\r\n\r\n", 1000, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n", 0, BALIE_RAW_CLOSE);
}

static void
test_other_range (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const ranges[] = {"bytes 4-999/1000", "bytes 6-999/1000", "bytes 5-999/1001", "lines 5-999/1000", ""};

  balie_attachment_unref (fixture->attachment);
  fixture->attachment = new_attachment (fixture->content, 1000);

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 206 Partial Content\r\nContent-Range: %s\r\nContent-Length: 0\r\n\r\n", ranges[i]);
      g_autoptr (BalieDownload) download = start (fixture);

      serve (fixture, 5);
      g_assert_cmpuint (get_offset (wait_for_request (fixture)), ==, 5);
      balie_raw_server_add (fixture->server, answer, -1, BALIE_RAW_CLOSE);
      g_assert_cmpuint (serve (fixture, ALL), ==, 0);
      assert_present (fixture, download);

      balie_attachment_unref (fixture->attachment);
      fixture->attachment = new_attachment (fixture->content, 1000);
    }
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    guint      status;
    BalieError code;
  } cases[] = {
    {404, BALIE_ERROR_NOT_FOUND},
    {403, BALIE_ERROR_FORBIDDEN},
    {409, BALIE_ERROR_CONFLICT},
    {422, BALIE_ERROR_INVALID},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieDownload) download = start (fixture);

      wait_for_request (fixture);
      balie_raw_server_add_json (fixture->server, cases[i].status, NULL, "{}");
      assert_failed (fixture, download, cases[i].code);
    }
}

/* What may pass is waited for. */
static void
test_unavailable (Fixture      *fixture,
                  gconstpointer data)
{
  static const guint statuses[] = {500, 502, 503, 429};
  g_autoptr (BalieDownload) download = start (fixture);

  serve (fixture, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_assert_cmpuint (get_offset (wait_for_request (fixture)), ==, 1000);
      balie_raw_server_add_json (fixture->server, statuses[i], NULL, "{}");
    }
  g_assert_cmpuint (serve (fixture, ALL), ==, 1000);
  assert_present (fixture, download);
}

static void
test_disk_full (Fixture      *fixture,
                gconstpointer data)
{
  struct rlimit before;
  struct rlimit limit;
  g_autoptr (BalieDownload) download = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 600000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  download = start (fixture);
  serve (fixture, ALL);
  assert_failed (fixture, download, BALIE_ERROR_STORAGE);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  balie_download_start (download);
  g_assert_cmpuint (serve (fixture, ALL), ==, 0);
  assert_present (fixture, download);
}

static void
test_no_folder (Fixture      *fixture,
                gconstpointer data)
{
  const char *folder = balie_test_folder_get_file (fixture->folder, "cache.downloads");
  g_autoptr (BalieDownload) download = NULL;

  g_assert_cmpint (g_rmdir (folder), ==, 0);
  download = start (fixture);
  assert_failed (fixture, download, BALIE_ERROR_STORAGE);
}

static void
test_stopped (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieDownload) download = start (fixture);

  serve (fixture, 300000);
  g_assert_cmpuint (get_offset (wait_for_request (fixture)), ==, 300000);
  balie_download_stop (download);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  g_assert_cmpint (balie_download_get_received (download), ==, 300000);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);

  /* Nobody must have waited for the end in between. */
  balie_download_start (download);
  balie_download_stop (download);
  balie_download_start (download);
  g_assert_cmpuint (serve (fixture, ALL), ==, 300000);
  assert_present (fixture, download);
}

static void
test_connection (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (BalieDownload) download = NULL;

  balie_downloads_set_open (fixture->downloads, FALSE);
  download = start (fixture);
  g_assert_true (balie_download_get_paused (download));
  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 0);

  balie_downloads_set_open (fixture->downloads, TRUE);
  g_assert_false (balie_download_get_paused (download));
  serve (fixture, 1000);
  wait_for_request (fixture);

  balie_downloads_set_open (fixture->downloads, FALSE);
  g_assert_true (balie_download_get_paused (download));
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  g_assert_cmpint (balie_download_get_received (download), ==, 1000);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_RUNNING);

  balie_downloads_set_open (fixture->downloads, TRUE);
  g_assert_cmpuint (serve (fixture, ALL), ==, 1000);
  assert_present (fixture, download);
}

static void
test_two_at_a_time (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (BalieAttachment) attachment = new_attachment (fixture->content, SIZE);

      g_ptr_array_add (downloads, balie_downloads_get (fixture->downloads, attachment));
      balie_download_start (g_ptr_array_index (downloads, i));
    }

  for (guint i = 0; i < 5; i++)
    {
      guint n_expected = MIN (i + 2, 5);

      balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) == n_expected);
      balie_test_drain ();
      g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, n_expected);
      serve (fixture, ALL);
    }

  for (guint i = 0; i < 5; i++)
    balie_test_wait_until (balie_download_get_state (g_ptr_array_index (downloads, i)) == BALIE_DOWNLOAD_PRESENT);
}

static void
test_not_ready (Fixture      *fixture,
                gconstpointer data)
{
  static const BalieAttachmentState states[] = {BALIE_ATTACHMENT_CHECKING, BALIE_ATTACHMENT_REFUSED};
  g_autoptr (BalieDownload) download = get (fixture);
  g_autoptr (BalieDownload) same = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (BalieAttachment) attachment = new_attachment (fixture->content, SIZE);

      g_free (attachment->id);
      attachment->id = g_strdup (fixture->attachment->id);
      attachment->state = states[i];
      g_clear_object (&same);
      same = balie_downloads_get (fixture->downloads, attachment);
      g_assert_true (same == download);
      balie_download_start (download);
      g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
    }

  g_clear_object (&same);
  same = start (fixture);
  serve (fixture, ALL);
  assert_present (fixture, download);
}

static void
test_own (Fixture      *fixture,
          gconstpointer data)
{
  g_autofree char *name = g_strconcat ("cache.files/", fixture->attachment->id, NULL);
  const char      *path = balie_test_folder_get_file (fixture->folder, name);
  g_autoptr (BalieDownload) download = NULL;
  g_autofree char *found = NULL;

  /* Half a copy is none. */
  g_assert_true (g_file_set_contents (path, fixture->content, SIZE / 2, NULL));
  download = get (fixture);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  g_clear_object (&download);

  g_assert_true (g_file_set_contents (path, fixture->content, SIZE, NULL));
  download = get (fixture);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_PRESENT);
  found = balie_download_dup_path (download);
  g_assert_cmpstr (found, ==, path);
}

static void
set_attachment (Fixture         *fixture,
                BalieAttachment *attachment)
{
  balie_attachment_unref (fixture->attachment);
  fixture->attachment = balie_attachment_ref (attachment);
}

/* What nobody looked at for longest goes, what is open stays. */
static void
test_bounds (Fixture      *fixture,
             gconstpointer data)
{
  enum { N = 6,
         KEPT = 3 };
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_attachment_unref);
  g_autoptr (BalieDownload) held = NULL;

  balie_downloads_set_maximum (fixture->downloads, KEPT * SIZE);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (BalieDownload) download = NULL;
      gint64 now;

      g_ptr_array_add (attachments, new_attachment (fixture->content, SIZE));
      set_attachment (fixture, g_ptr_array_index (attachments, i));
      download = start (fixture);
      serve (fixture, ALL);
      assert_present (fixture, download);
      wait_until_noted (fixture);
      now = balie_clock_now ();
      balie_test_wait_until (balie_clock_now () > now);
      if (i == 0)
        held = g_steal_pointer (&download);
    }

  for (guint i = 0; i < N; i++)
    {
      gboolean stays = i == 0 || i > N - KEPT;

      set_attachment (fixture, g_ptr_array_index (attachments, i));
      balie_test_wait_until (exists (fixture, "") == stays);
    }

  /* It can be had again. */
  set_attachment (fixture, g_ptr_array_index (attachments, 1));
  {
    g_autoptr (BalieDownload) download = start (fixture);

    serve (fixture, ALL);
    assert_present (fixture, download);
  }
}

/* What no row tells of may not be whole; a part is of use for a week. */
static void
test_tidy (Fixture      *fixture,
           gconstpointer data)
{
  const struct utimbuf old = {0, 0};
  const char          *stray = balie_test_folder_get_file (fixture->folder, "cache.downloads/stray");
  const char          *fresh = balie_test_folder_get_file (fixture->folder, "cache.downloads/fresh.part");
  const char          *stale = balie_test_folder_get_file (fixture->folder, "cache.downloads/stale.part");

  g_assert_true (g_file_set_contents (stray, "a", -1, NULL));
  g_assert_true (g_file_set_contents (fresh, "a", -1, NULL));
  g_assert_true (g_file_set_contents (stale, "a", -1, NULL));
  g_assert_cmpint (utime (stale, &old), ==, 0);

  close_downloads (fixture);
  open_downloads (fixture);
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fresh, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
}

/* The last of somebody who does not wait for the end. */
static void
test_closed_while_running (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (BalieDownload) download = start (fixture);

  serve (fixture, 1000);
  wait_for_request (fixture);
  close_downloads (fixture);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  balie_download_start (download);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  open_downloads (fixture);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void (*function) (Fixture      *fixture,
                      gconstpointer data);
  } tests[] = {
    {"whole", test_whole},
    {"empty", test_empty},
    {"cut", test_cut},
    {"restarted", test_restarted},
    {"part-whole", test_part_whole},
    {"part-too-long", test_part_too_long},
    {"part-damaged", test_part_damaged},
    {"range-ignored", test_range_ignored},
    {"other-bytes", test_other_bytes},
    {"hostile", test_hostile},
    {"other-range", test_other_range},
    {"refused", test_refused},
    {"unavailable", test_unavailable},
    {"disk-full", test_disk_full},
    {"no-folder", test_no_folder},
    {"stopped", test_stopped},
    {"connection", test_connection},
    {"two-at-a-time", test_two_at_a_time},
    {"not-ready", test_not_ready},
    {"own", test_own},
    {"bounds", test_bounds},
    {"tidy", test_tidy},
    {"closed-while-running", test_closed_while_running},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/client/downloads/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
    }

  return g_test_run ();
}
