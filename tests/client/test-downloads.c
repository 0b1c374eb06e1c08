/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments on their way from a server that breaks off, lies, or never ends. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-clock.h"
#include "balie-download-test.h"
#include "balie-error.h"
#include "balie-test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <utime.h>

static gint64
get_size (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return status.st_size;
}

static void
test_whole (BalieDownloadTest *fixture,
            gconstpointer      data)
{
  g_autoptr (BalieDownload) download = balie_download_test_get (fixture);
  g_autoptr (BalieDownload) again = balie_download_test_get (fixture);
  g_autofree char *path = balie_download_dup_path (download);
  const char      *request;
  GStatBuf         status;

  g_assert_true (download == again);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  g_assert_null (path);

  balie_download_start (download);
  balie_download_test_serve (fixture, G_MAXSIZE);
  balie_download_test_assert_present (fixture, download);

  request = balie_raw_server_get_request (fixture->server, 0);
  g_assert_nonnull (strstr (request, "\r\nAuthorization: Bearer secret\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAccept-Encoding: identity\r\n"));
  g_assert_null (strstr (request, "\r\nRange:"));
  g_assert_cmpint (g_stat (balie_download_test_get_path (fixture, ""), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0400);

  /* It is there for whoever asks later. */
  g_clear_object (&download);
  g_clear_object (&again);
  download = balie_download_test_get (fixture);
  balie_download_test_assert_present (fixture, download);
}

static void
test_empty (BalieDownloadTest *fixture,
            gconstpointer      data)
{
  g_autoptr (BalieDownload) download = NULL;

  balie_attachment_unref (fixture->attachment);
  fixture->attachment = balie_download_test_new_attachment ("", 0);
  download = balie_download_test_start (fixture);
  balie_download_test_assert_present (fixture, download);
}

/* However often it breaks off, each byte comes once. */
static void
test_cut (BalieDownloadTest *fixture,
          gconstpointer      data)
{
  g_autoptr (BalieDownload) download = balie_download_test_start (fixture);
  gsize n_done = 0;

  while (n_done < BALIE_DOWNLOAD_TEST_SIZE)
    {
      gsize n_sent = (gsize)g_test_rand_int_range (0, 2) * (gsize)g_test_rand_int_range (1, 40000);

      g_assert_cmpuint (balie_download_test_serve (fixture, n_sent), ==, n_done);
      n_done = MIN (n_done + n_sent, BALIE_DOWNLOAD_TEST_SIZE);
    }

  balie_download_test_assert_present (fixture, download);
}

/* At each of these places the program ends, and another one goes on. */
static void
test_restarted (BalieDownloadTest *fixture,
                gconstpointer      data)
{
  static const gsize places[] = {1, 4095, 4096, 262143, 262144, 262145, 500000, BALIE_DOWNLOAD_TEST_SIZE - 1};

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (BalieDownload) download = balie_download_test_start (fixture);
      g_autoptr (BalieDownload) later = NULL;

      balie_download_test_serve (fixture, places[i] - (i > 0 ? places[i - 1] : 0));
      balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) > fixture->n_served);
      g_assert_cmpuint (balie_download_test_get_offset (balie_download_test_wait_for_request (fixture)), ==, places[i]);
      balie_download_test_close (fixture);
      g_assert_cmpint (get_size (balie_download_test_get_path (fixture, ".part")), ==, places[i]);

      /* The request that nobody answered is not the next one's. */
      balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
      balie_download_test_open (fixture);
      later = balie_download_test_get (fixture);
      g_assert_cmpint (balie_download_get_state (later), ==, BALIE_DOWNLOAD_ABSENT);
    }

  {
    g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

    g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, BALIE_DOWNLOAD_TEST_SIZE - 1);
    balie_download_test_assert_present (fixture, download);
    balie_download_test_wait_until_noted (fixture);
  }

  balie_download_test_close (fixture);
  balie_download_test_open (fixture);
  {
    g_autoptr (BalieDownload) download = balie_download_test_get (fixture);

    balie_download_test_assert_present (fixture, download);
  }
}

/* All bytes came, and the program ended before it looked at them. */
static void
test_part_whole (BalieDownloadTest *fixture,
                 gconstpointer      data)
{
  g_autoptr (BalieDownload) download = NULL;

  g_assert_true (g_file_set_contents (balie_download_test_get_path (fixture, ".part"), fixture->content, BALIE_DOWNLOAD_TEST_SIZE, NULL));
  download = balie_download_test_start (fixture);
  balie_download_test_assert_present (fixture, download);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_part_too_long (BalieDownloadTest *fixture,
                    gconstpointer      data)
{
  g_autoptr (BalieDownload) download = NULL;
  g_autofree char *junk = g_strnfill (BALIE_DOWNLOAD_TEST_SIZE + 1, 'x');

  g_assert_true (g_file_set_contents (balie_download_test_get_path (fixture, ".part"), junk, -1, NULL));
  download = balie_download_test_start (fixture);
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 0);
  balie_download_test_assert_present (fixture, download);
}

static void
test_part_damaged (BalieDownloadTest *fixture,
                   gconstpointer      data)
{
  g_autoptr (BalieDownload) download = NULL;

  g_assert_true (g_file_set_contents (balie_download_test_get_path (fixture, ".part"), "damaged", -1, NULL));
  download = balie_download_test_start (fixture);
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, strlen ("damaged"));
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 0);
  balie_download_test_assert_present (fixture, download);
}

/* Something between here and there knows no ranges. */
static void
test_range_ignored (BalieDownloadTest *fixture,
                    gconstpointer      data)
{
  g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

  balie_download_test_serve (fixture, 300000);
  g_assert_cmpuint (balie_download_test_get_offset (balie_download_test_wait_for_request (fixture)), ==, 300000);
  balie_download_test_send_range (fixture, fixture->content, 0, G_MAXSIZE);
  balie_download_test_assert_present (fixture, download);
}

static void
test_other_bytes (BalieDownloadTest *fixture,
                  gconstpointer      data)
{
  g_autofree char *other = g_memdup2 (fixture->content, BALIE_DOWNLOAD_TEST_SIZE);
  g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

  other[BALIE_DOWNLOAD_TEST_SIZE / 2] ^= 1;
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (balie_download_test_get_offset (balie_download_test_wait_for_request (fixture)), ==, 0);
      balie_download_test_send_range (fixture, other, 0, G_MAXSIZE);
    }
  balie_download_test_assert_failed (fixture, download, BALIE_ERROR_PARSE);

  /* It was tried twice; a person may try again. */
  balie_download_start (download);
  balie_download_test_wait_for_request (fixture);
  balie_download_test_send_range (fixture, other, 0, G_MAXSIZE);
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 0);
  balie_download_test_assert_present (fixture, download);
}

/* Twice the same answer, to which there is no third request. */
static void
assert_refuses (BalieDownloadTest *fixture,
                const char        *headers,
                gsize              n_content,
                BalieRawEnd        end)
{
  g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) answer = g_string_new (headers);

      balie_download_test_wait_for_request (fixture);
      g_string_append_len (answer, fixture->content, (gssize)n_content);
      balie_raw_server_add (fixture->server, answer->str, (gssize)answer->len, end);
    }
  balie_download_test_assert_failed (fixture, download, BALIE_ERROR_PARSE);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, fixture->n_served);
}

static void
test_hostile (BalieDownloadTest *fixture,
              gconstpointer      data)
{
  g_autofree char *chunked = g_strdup_printf ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n", BALIE_DOWNLOAD_TEST_SIZE);

  balie_attachment_unref (fixture->attachment);
  fixture->attachment = balie_download_test_new_attachment (fixture->content, 1000);

  /* More than was announced, by its own account or by what comes */
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", 1001, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n", 1000, BALIE_RAW_ENDLESS);
  assert_refuses (fixture, chunked, BALIE_DOWNLOAD_TEST_SIZE, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", 1000, BALIE_RAW_ENDLESS);

  /* Less, or another thing */
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", 999, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 200 OK\r\nETag: \"00\"\r\nContent-Length: 1000\r\n\r\n", 1000, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 302 Found\r\nLocation: /v1/me\r\nContent-Length: 0\r\n\r\n", 0, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-999/1000\r\nContent-Length: 1000\r\n\r\n", 1000, BALIE_RAW_CLOSE);
  assert_refuses (fixture, "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n", 0, BALIE_RAW_CLOSE);
}

static void
test_other_range (BalieDownloadTest *fixture,
                  gconstpointer      data)
{
  static const char *const ranges[] = {"bytes 4-999/1000", "bytes 6-999/1000", "bytes 5-999/1001", "lines 5-999/1000", ""};

  balie_attachment_unref (fixture->attachment);
  fixture->attachment = balie_download_test_new_attachment (fixture->content, 1000);

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 206 Partial Content\r\nContent-Range: %s\r\nContent-Length: 0\r\n\r\n", ranges[i]);
      g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

      balie_download_test_serve (fixture, 5);
      g_assert_cmpuint (balie_download_test_get_offset (balie_download_test_wait_for_request (fixture)), ==, 5);
      balie_raw_server_add (fixture->server, answer, -1, BALIE_RAW_CLOSE);
      g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 0);
      balie_download_test_assert_present (fixture, download);

      balie_attachment_unref (fixture->attachment);
      fixture->attachment = balie_download_test_new_attachment (fixture->content, 1000);
    }
}

static void
test_refused (BalieDownloadTest *fixture,
              gconstpointer      data)
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
      g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

      balie_download_test_wait_for_request (fixture);
      balie_raw_server_add_json (fixture->server, cases[i].status, NULL, "{}");
      balie_download_test_assert_failed (fixture, download, cases[i].code);
    }
}

/* What may pass is waited for. */
static void
test_unavailable (BalieDownloadTest *fixture,
                  gconstpointer      data)
{
  static const guint statuses[] = {500, 502, 503, 429};
  g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

  balie_download_test_serve (fixture, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_assert_cmpuint (balie_download_test_get_offset (balie_download_test_wait_for_request (fixture)), ==, 1000);
      balie_raw_server_add_json (fixture->server, statuses[i], NULL, "{}");
    }
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 1000);
  balie_download_test_assert_present (fixture, download);
}

static void
test_disk_full (BalieDownloadTest *fixture,
                gconstpointer      data)
{
  struct rlimit before;
  struct rlimit limit;
  g_autoptr (BalieDownload) download = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 600000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  download = balie_download_test_start (fixture);
  balie_download_test_serve (fixture, G_MAXSIZE);
  balie_download_test_assert_failed (fixture, download, BALIE_ERROR_STORAGE);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  balie_download_start (download);
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 0);
  balie_download_test_assert_present (fixture, download);
}

static void
test_no_folder (BalieDownloadTest *fixture,
                gconstpointer      data)
{
  const char *folder = balie_test_folder_get_file (fixture->folder, "cache.downloads");
  g_autoptr (BalieDownload) download = NULL;

  g_assert_cmpint (g_rmdir (folder), ==, 0);
  download = balie_download_test_start (fixture);
  balie_download_test_assert_failed (fixture, download, BALIE_ERROR_STORAGE);
}

static void
test_stopped (BalieDownloadTest *fixture,
              gconstpointer      data)
{
  g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

  balie_download_test_serve (fixture, 300000);
  g_assert_cmpuint (balie_download_test_get_offset (balie_download_test_wait_for_request (fixture)), ==, 300000);
  balie_download_stop (download);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  g_assert_cmpint (balie_download_get_received (download), ==, 300000);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);

  /* Nobody must have waited for the end in between. */
  balie_download_start (download);
  balie_download_stop (download);
  balie_download_start (download);
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 300000);
  balie_download_test_assert_present (fixture, download);
}

static void
test_connection (BalieDownloadTest *fixture,
                 gconstpointer      data)
{
  g_autoptr (BalieDownload) download = NULL;

  balie_downloads_set_open (fixture->downloads, FALSE);
  download = balie_download_test_start (fixture);
  g_assert_true (balie_download_get_paused (download));
  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 0);

  balie_downloads_set_open (fixture->downloads, TRUE);
  g_assert_false (balie_download_get_paused (download));
  balie_download_test_serve (fixture, 1000);
  balie_download_test_wait_for_request (fixture);

  balie_downloads_set_open (fixture->downloads, FALSE);
  g_assert_true (balie_download_get_paused (download));
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  g_assert_cmpint (balie_download_get_received (download), ==, 1000);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_RUNNING);

  balie_downloads_set_open (fixture->downloads, TRUE);
  g_assert_cmpuint (balie_download_test_serve (fixture, G_MAXSIZE), ==, 1000);
  balie_download_test_assert_present (fixture, download);
}

static void
test_two_at_a_time (BalieDownloadTest *fixture,
                    gconstpointer      data)
{
  g_autoptr (GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (BalieAttachment) attachment = balie_download_test_new_attachment (fixture->content, BALIE_DOWNLOAD_TEST_SIZE);

      g_ptr_array_add (downloads, balie_downloads_get (fixture->downloads, attachment));
      balie_download_start (g_ptr_array_index (downloads, i));
    }

  for (guint i = 0; i < 5; i++)
    {
      guint n_expected = MIN (i + 2, 5);

      balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) == n_expected);
      balie_test_drain ();
      g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, n_expected);
      balie_download_test_serve (fixture, G_MAXSIZE);
    }

  for (guint i = 0; i < 5; i++)
    balie_test_wait_until (balie_download_get_state (g_ptr_array_index (downloads, i)) == BALIE_DOWNLOAD_PRESENT);
}

static void
test_not_ready (BalieDownloadTest *fixture,
                gconstpointer      data)
{
  static const BalieAttachmentState states[] = {BALIE_ATTACHMENT_CHECKING, BALIE_ATTACHMENT_REFUSED};
  g_autoptr (BalieDownload) download = balie_download_test_get (fixture);
  g_autoptr (BalieDownload) same = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (BalieAttachment) attachment = balie_download_test_new_attachment (fixture->content, BALIE_DOWNLOAD_TEST_SIZE);

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
  same = balie_download_test_start (fixture);
  balie_download_test_serve (fixture, G_MAXSIZE);
  balie_download_test_assert_present (fixture, download);
}

static void
test_own (BalieDownloadTest *fixture,
          gconstpointer      data)
{
  g_autofree char *name = g_strconcat ("cache.files/", fixture->attachment->id, NULL);
  const char      *path = balie_test_folder_get_file (fixture->folder, name);
  g_autoptr (BalieDownload) download = NULL;
  g_autofree char *found = NULL;

  /* Half a copy is none. */
  g_assert_true (g_file_set_contents (path, fixture->content, BALIE_DOWNLOAD_TEST_SIZE / 2, NULL));
  download = balie_download_test_get (fixture);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  g_clear_object (&download);

  g_assert_true (g_file_set_contents (path, fixture->content, BALIE_DOWNLOAD_TEST_SIZE, NULL));
  download = balie_download_test_get (fixture);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_PRESENT);
  found = balie_download_dup_path (download);
  g_assert_cmpstr (found, ==, path);
}

static void
set_attachment (BalieDownloadTest *fixture,
                BalieAttachment   *attachment)
{
  balie_attachment_unref (fixture->attachment);
  fixture->attachment = balie_attachment_ref (attachment);
}

/* What nobody looked at for longest goes, what is open stays. */
static void
test_bounds (BalieDownloadTest *fixture,
             gconstpointer      data)
{
  enum { N = 6,
         KEPT = 3 };
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_attachment_unref);
  g_autoptr (BalieDownload) held = NULL;

  balie_downloads_set_maximum (fixture->downloads, KEPT * BALIE_DOWNLOAD_TEST_SIZE);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (BalieDownload) download = NULL;
      gint64 now;

      g_ptr_array_add (attachments, balie_download_test_new_attachment (fixture->content, BALIE_DOWNLOAD_TEST_SIZE));
      set_attachment (fixture, g_ptr_array_index (attachments, i));
      download = balie_download_test_start (fixture);
      balie_download_test_serve (fixture, G_MAXSIZE);
      balie_download_test_assert_present (fixture, download);
      balie_download_test_wait_until_noted (fixture);
      now = balie_clock_now ();
      balie_test_wait_until (balie_clock_now () > now);
      if (i == 0)
        held = g_steal_pointer (&download);
    }

  for (guint i = 0; i < N; i++)
    {
      gboolean stays = i == 0 || i > N - KEPT;

      set_attachment (fixture, g_ptr_array_index (attachments, i));
      balie_test_wait_until (balie_download_test_exists (fixture, "") == stays);
    }

  /* It can be had again. */
  set_attachment (fixture, g_ptr_array_index (attachments, 1));
  {
    g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

    balie_download_test_serve (fixture, G_MAXSIZE);
    balie_download_test_assert_present (fixture, download);
  }
}

/* What no row tells of may not be whole; a part is of use for a week. */
static void
test_tidy (BalieDownloadTest *fixture,
           gconstpointer      data)
{
  const struct utimbuf old = {0, 0};
  const char          *stray = balie_test_folder_get_file (fixture->folder, "cache.downloads/stray");
  const char          *fresh = balie_test_folder_get_file (fixture->folder, "cache.downloads/fresh.part");
  const char          *stale = balie_test_folder_get_file (fixture->folder, "cache.downloads/stale.part");

  g_assert_true (g_file_set_contents (stray, "a", -1, NULL));
  g_assert_true (g_file_set_contents (fresh, "a", -1, NULL));
  g_assert_true (g_file_set_contents (stale, "a", -1, NULL));
  g_assert_cmpint (utime (stale, &old), ==, 0);

  balie_download_test_close (fixture);
  balie_download_test_open (fixture);
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fresh, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
}

/* The last of somebody who does not wait for the end. */
static void
test_closed_while_running (BalieDownloadTest *fixture,
                           gconstpointer      data)
{
  g_autoptr (BalieDownload) download = balie_download_test_start (fixture);

  balie_download_test_serve (fixture, 1000);
  balie_download_test_wait_for_request (fixture);
  balie_download_test_close (fixture);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  balie_download_start (download);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  balie_download_test_open (fixture);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void (*function) (BalieDownloadTest *fixture,
                      gconstpointer      data);
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

      g_test_add (path, BalieDownloadTest, NULL, balie_download_test_set_up, tests[i].function, balie_download_test_tear_down);
    }

  return g_test_run ();
}
