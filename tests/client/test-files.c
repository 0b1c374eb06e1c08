/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of drafts: their names, whatever may be wrong with them, what a restart leaves of them. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-file-name.h"
#include "balie-file-table.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"
#include "balie-upload-queue.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define KEY "new-problem"
#define MESSAGE "00000000-0000-4000-8000-00000000000a"
#define SHA256_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SHA256_OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  BalieTestFolder  *folder;
  BalieTransport   *transport;
  BalieCache       *cache;
  BalieUploadQueue *queue;
  BalieJitter       jitter;
} Fixture;

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
  fixture->transport = balie_transport_new ("http://127.0.0.1:1", NULL);
  open_queue (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_queue (fixture);
  g_clear_object (&fixture->transport);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static const char *
write_file (Fixture    *fixture,
            const char *name,
            const char *content,
            gssize      length)
{
  const char *path = balie_test_folder_get_file (fixture->folder, name);

  g_assert_true (g_file_set_contents (path, content, length, NULL));
  return path;
}

static void
flush (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_upload_queue_flush_async (fixture->queue, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_upload_queue_flush_finish (fixture->queue, result, NULL));
}

static guint
count (Fixture    *fixture,
       const char *owner)
{
  return g_list_model_get_n_items (balie_upload_queue_get_files (fixture->queue, owner));
}

static BalieUpload *
get_last (Fixture    *fixture,
          const char *owner)
{
  g_autoptr (BalieUpload) upload = g_list_model_get_item (balie_upload_queue_get_files (fixture->queue, owner), count (fixture, owner) - 1);

  return upload;
}

/* Adds a file to @owner and waits until it is copied or refused. */
static BalieUpload *
add_to (Fixture    *fixture,
        const char *owner,
        GFile      *file)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_before = count (fixture, owner);

  balie_upload_queue_add_file_async (fixture->queue, owner, file, balie_test_on_result, &result);
  g_assert_cmpuint (count (fixture, owner), ==, n_before + 1);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_upload_queue_add_finish (fixture->queue, result, &error));
  g_assert_no_error (error);

  return get_last (fixture, owner);
}

static BalieUpload *
add (Fixture    *fixture,
     const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return add_to (fixture, KEY, file);
}

static void
assert_refused (BalieUpload *upload,
                BalieError   code,
                const char  *type)
{
  g_autofree char *path = balie_upload_dup_path (upload);

  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (upload), ==, type);
  g_assert_cmpint (balie_upload_get_error_code (upload), ==, code);
  g_assert_null (path);
}

static void
assert_copied (BalieUpload *upload,
               const char  *content,
               gsize        length)
{
  g_autofree char *path = balie_upload_dup_path (upload);
  g_autofree char *copied = NULL;
  gsize            copied_length;
  GStatBuf         status;

  g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_WAITING);
  g_assert_nonnull (path);
  g_assert_true (g_str_has_suffix (path, balie_upload_get_id (upload)));
  g_assert_true (g_file_get_contents (path, &copied, &copied_length, NULL));
  g_assert_cmpmem (copied, copied_length, content, length);
  g_assert_cmpint (balie_upload_get_size (upload), ==, length);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
}

/* Returns: how many files lie in the folder of copies */
static guint
count_copies (Fixture *fixture)
{
  g_autofree char *path = balie_cache_dup_folder (fixture->cache, BALIE_CACHE_FILES);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n_copies = 0;

  while (g_dir_read_name (folder) != NULL)
    n_copies++;

  return n_copies;
}

/* The original may go after that. */
static void
test_copy (Fixture      *fixture,
           gconstpointer data)
{
  const char *path = write_file (fixture, "report.txt", "abc", 3);
  g_autoptr (GPtrArray) attachments = NULL;
  const BalieAttachment *attachment;
  BalieUpload           *upload = add (fixture, path);

  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_copied (upload, "abc", 3);
  g_assert_cmpstr (balie_upload_get_name (upload), ==, "report.txt");
  g_assert_cmpstr (balie_upload_get_media_type (upload), ==, "text/plain");
  g_assert_true (balie_upload_get_paused (upload));
  g_assert_cmpint (balie_upload_get_seconds_left (upload), ==, -1);
  g_assert_cmpint (balie_upload_queue_get_owner_state (fixture->queue, KEY, NULL, NULL), ==, BALIE_UPLOAD_OWNER_PENDING);
  g_assert_cmpint (balie_upload_queue_get_owner_state (fixture->queue, "other", NULL, NULL), ==, BALIE_UPLOAD_OWNER_READY);

  attachments = balie_upload_queue_dup_attachments (fixture->queue, KEY);
  g_assert_cmpuint (attachments->len, ==, 1);
  attachment = g_ptr_array_index (attachments, 0);
  g_assert_cmpstr (attachment->id, ==, balie_upload_get_id (upload));
  g_assert_cmpstr (attachment->name, ==, "report.txt");
  g_assert_cmpstr (attachment->type, ==, "text/plain");
  g_assert_cmpint (attachment->size, ==, 3);
  g_assert_cmpstr (attachment->sha256, ==, SHA256_OF_ABC);
}

static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GPtrArray) attachments = NULL;
  const BalieAttachment *attachment;

  assert_copied (add (fixture, write_file (fixture, "empty.txt", "", 0)), "", 0);
  attachments = balie_upload_queue_dup_attachments (fixture->queue, KEY);
  attachment = g_ptr_array_index (attachments, 0);
  g_assert_cmpstr (attachment->sha256, ==, SHA256_OF_NOTHING);
}

static void
test_data (Fixture      *fixture,
           gconstpointer data)
{
  static const char png[] = "\211PNG\r\n\032\n\0\0\0\rIHDR";
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) typed = NULL;

  balie_upload_queue_add_data_async (fixture->queue, KEY, "Screenshot", NULL, bytes, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_upload_queue_add_finish (fixture->queue, result, NULL));
  assert_copied (get_last (fixture, KEY), png, sizeof png);
  g_assert_cmpstr (balie_upload_get_media_type (get_last (fixture, KEY)), ==, "image/png");

  balie_upload_queue_add_data_async (fixture->queue, KEY, "notes", "text/markdown", bytes, balie_test_on_result, &typed);
  balie_test_wait_until (typed != NULL);
  g_assert_cmpstr (balie_upload_get_media_type (get_last (fixture, KEY)), ==, "text/markdown");
}

static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *on_disk;
    const char *shown;
  } cases[] = {
    {"a\r\nb: c.txt", "a  b: c.txt"},
    {"invoice\342\200\256txt.pdf", "invoicetxt.pdf"},
    {"\360\237\226\250\357\270\217 printer \360\237\224\245.txt", "\360\237\226\250\357\270\217 printer \360\237\224\245.txt"},
    {"caf\351.txt", "caf\303\251.txt"},
    {"..x", "..x"},
    {"a\\..\\b.txt", "b.txt"},
    {"-rf *", "-rf *"},
    {" . ", "file"},
  };
  g_autofree char *longest = g_strnfill (248, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BalieUpload *upload = add (fixture, write_file (fixture, cases[i].on_disk, "abc", 3));

      assert_copied (upload, "abc", 3);
      g_assert_cmpstr (balie_upload_get_name (upload), ==, cases[i].shown);
    }

  g_assert_cmpuint (strlen (balie_upload_get_name (add (fixture, write_file (fixture, longest, "abc", 3)))), ==, BALIE_FILE_NAME_MAX);
}

/* Names that no disk has, of what was pasted or comes from elsewhere. */
static void
test_names_of_data (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *endless = g_strnfill (4096, 'x');
  g_autofree char *suffixed = g_strconcat (endless, ".png", NULL);
  const char      *names[] = {"../../x", "/etc/passwd", "a\nb", suffixed, "", "..", "\377\376.txt"};
  const char      *shown[] = {"x", "passwd", "a b", NULL, "file", "file", "\303\277\303\276.txt"};
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      BalieUpload *upload;

      balie_upload_queue_add_data_async (fixture->queue, KEY, names[i], NULL, bytes, balie_test_on_result, &result);
      balie_test_wait_until (result != NULL);
      upload = get_last (fixture, KEY);
      assert_copied (upload, "abc", 3);
      if (shown[i] != NULL)
        g_assert_cmpstr (balie_upload_get_name (upload), ==, shown[i]);
      else
        g_assert_true (g_str_has_suffix (balie_upload_get_name (upload), "x.png"));
      g_assert_cmpuint (strlen (balie_upload_get_name (upload)), <=, BALIE_FILE_NAME_MAX);
    }
}

static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  const char *folder = balie_test_folder_get_file (fixture->folder, "folder");
  const char *pipe = balie_test_folder_get_file (fixture->folder, "pipe");
  const char *loop = balie_test_folder_get_file (fixture->folder, "loop");
  const char *gone = balie_test_folder_get_file (fixture->folder, "gone");
  const char *locked = write_file (fixture, "locked", "abc", 3);
  g_autoptr (GFile) link = g_file_new_for_path (loop);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_file_make_symbolic_link (link, loop, NULL, NULL));
  g_assert_cmpint (g_chmod (locked, 0), ==, 0);

  assert_refused (add (fixture, folder), BALIE_ERROR_INVALID, "file-is-folder");
  assert_refused (add (fixture, "/"), BALIE_ERROR_INVALID, "file-is-folder");
  assert_refused (add (fixture, pipe), BALIE_ERROR_STORAGE, "file-unreadable");
  assert_refused (add (fixture, "/dev/zero"), BALIE_ERROR_STORAGE, "file-unreadable");
  assert_refused (add (fixture, loop), BALIE_ERROR_STORAGE, "file-unreadable");
  assert_refused (add (fixture, gone), BALIE_ERROR_NOT_FOUND, "file-vanished");
  /* The administrator can read everything. */
  if (g_access (locked, R_OK) != 0)
    assert_refused (add (fixture, locked), BALIE_ERROR_STORAGE, "file-unreadable");
  g_assert_cmpuint (count_copies (fixture), ==, 0);
}

/* A file of the system that is longer than it says, as one that grows is: what comes beyond is not read. */
static void
test_changing (Fixture      *fixture,
               gconstpointer data)
{
  assert_refused (add (fixture, "/proc/self/status"), BALIE_ERROR_CONFLICT, "file-changed");
  g_assert_cmpuint (count_copies (fixture), ==, 0);
}

static void
set_limits (Fixture *fixture,
            gint64   attachment,
            gint64   attachments,
            gint64   attachments_size)
{
  static const char *const blocked[] = {".exe", "application/x-executable", NULL};
  g_autoptr (BalieDesk) desk = balie_desk_new ();

  balie_test_take_files (desk);
  desk->limits.attachment = attachment;
  desk->limits.attachments = attachments;
  desk->limits.attachments_size = attachments_size;
  g_strfreev (desk->limits.blocked_types);
  desk->limits.blocked_types = g_strdupv ((char **)blocked);
  balie_upload_queue_set_desk (fixture->queue, desk);
}

static void
test_limits (Fixture      *fixture,
             gconstpointer data)
{
  static const char elf[] = "\177ELF\002\001\001\0\0\0\0\0\0\0\0\0\002\0>\0\001\0\0\0";
  const char       *three = write_file (fixture, "three", "abc", 3);
  const char       *four = write_file (fixture, "four", "abcd", 4);
  const char       *one = write_file (fixture, "one", "a", 1);
  const char       *none = write_file (fixture, "none", "", 0);

  set_limits (fixture, 3, 4, 7);
  assert_refused (add (fixture, four), BALIE_ERROR_LIMIT, "too-large");
  assert_refused (add (fixture, write_file (fixture, "setup.EXE", "a", 1)), BALIE_ERROR_INVALID, "type-blocked");
  assert_copied (add (fixture, three), "abc", 3);
  assert_copied (add (fixture, three), "abc", 3);
  assert_refused (add (fixture, three), BALIE_ERROR_LIMIT, "too-large-together");
  assert_copied (add (fixture, one), "a", 1);
  assert_copied (add (fixture, none), "", 0);
  assert_refused (add (fixture, none), BALIE_ERROR_LIMIT, "too-many-files");
  g_assert_cmpuint (count_copies (fixture), ==, 4);

  /* What is removed makes room. */
  for (guint i = 0; i < 8; i++)
    balie_upload_queue_remove (fixture->queue, KEY, balie_upload_get_id (get_last (fixture, KEY)));
  set_limits (fixture, 100, 4, 100);
  assert_refused (add (fixture, write_file (fixture, "program", elf, sizeof elf)), BALIE_ERROR_INVALID, "type-blocked");
}

/* One that goes makes place for what was refused for want of it, in order; what fails makes place as well. */
static void
test_place_made (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  BalieUpload     *third;
  BalieUpload     *fourth;
  BalieUpload     *large;

  set_limits (fixture, 4, 2, 6);
  first = g_strdup (balie_upload_get_id (add (fixture, write_file (fixture, "first", "abc", 3))));
  second = g_strdup (balie_upload_get_id (add (fixture, write_file (fixture, "second", "ab", 2))));
  third = add (fixture, write_file (fixture, "third", "abcd", 4));
  fourth = add (fixture, write_file (fixture, "fourth", "abcd", 4));
  assert_refused (third, BALIE_ERROR_LIMIT, "too-many-files");
  assert_refused (fourth, BALIE_ERROR_LIMIT, "too-many-files");

  balie_upload_queue_remove (fixture->queue, KEY, first);
  g_assert_cmpint (balie_upload_get_state (third), ==, BALIE_UPLOAD_COPYING);
  flush (fixture);
  assert_copied (third, "abcd", 4);
  assert_refused (fourth, BALIE_ERROR_LIMIT, "too-many-files");

  balie_upload_queue_remove (fixture->queue, KEY, second);
  flush (fixture);
  assert_refused (fourth, BALIE_ERROR_LIMIT, "too-large-together");
  large = add (fixture, write_file (fixture, "large", "abcde", 5));
  assert_refused (large, BALIE_ERROR_LIMIT, "too-large");

  /* It is looked at again as it is now. */
  write_file (fixture, "fourth", "a", 1);
  balie_upload_queue_remove (fixture->queue, KEY, balie_upload_get_id (third));
  flush (fixture);
  assert_copied (fourth, "a", 1);
  assert_refused (large, BALIE_ERROR_LIMIT, "too-large");

  /* After a restart they are what they were. */
  balie_test_wait_until (count_copies (fixture) == 1);
  close_queue (fixture);
  open_queue (fixture);
  g_assert_cmpuint (count (fixture, KEY), ==, 2);
  g_assert_cmpint (balie_upload_get_state (get_last (fixture, KEY)), ==, BALIE_UPLOAD_REFUSED);
}

/* Pasted pictures too; and what cannot be read holds no place. */
static void
test_place_for_data (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GFile) folder = g_file_new_for_path ("/");
  g_autoptr (GAsyncResult) folder_result = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  set_limits (fixture, 100, 1, 100);
  balie_upload_queue_add_file_async (fixture->queue, KEY, folder, balie_test_on_result, &folder_result);
  balie_upload_queue_add_data_async (fixture->queue, KEY, "a.txt", NULL, bytes, balie_test_on_result, &result);
  assert_refused (get_last (fixture, KEY), BALIE_ERROR_LIMIT, "too-many-files");
  balie_test_wait_until (result != NULL && folder_result != NULL);
  flush (fixture);
  assert_copied (get_last (fixture, KEY), "abc", 3);
}

/* The desk takes less than when the files were added: the last ones do not go; or more again: then they do, copies and all. */
static void
test_desk_changed (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();
  BalieUpload *first = add (fixture, write_file (fixture, "first", "abc", 3));
  BalieUpload *last = add (fixture, write_file (fixture, "last", "abc", 3));

  set_limits (fixture, 100, 1, 100);
  assert_copied (first, "abc", 3);
  g_assert_cmpint (balie_upload_get_state (last), ==, BALIE_UPLOAD_REFUSED);
  g_assert_cmpstr (balie_upload_get_error_type (last), ==, "too-many-files");
  set_limits (fixture, 100, 2, 100);
  assert_copied (last, "abc", 3);

  balie_upload_queue_set_desk (fixture->queue, desk);
  g_assert_cmpint (balie_upload_get_error_code (first), ==, BALIE_ERROR_FORBIDDEN);
  g_assert_cmpstr (balie_upload_get_error_type (last), ==, "files-not-taken");
  assert_refused (add (fixture, write_file (fixture, "late", "abc", 3)), BALIE_ERROR_FORBIDDEN, "files-not-taken");

  close_queue (fixture);
  open_queue (fixture);
  balie_upload_queue_set_desk (fixture->queue, desk);
  g_assert_cmpint (balie_upload_get_state (get_last (fixture, KEY)), ==, BALIE_UPLOAD_REFUSED);
  set_limits (fixture, 100, 2, 100);
  g_assert_cmpint (balie_upload_queue_get_owner_state (fixture->queue, KEY, NULL, NULL), ==, BALIE_UPLOAD_OWNER_REFUSED);
  balie_upload_queue_remove (fixture->queue, KEY, balie_upload_get_id (get_last (fixture, KEY)));
  assert_copied (get_last (fixture, KEY), "abc", 3);
  g_assert_cmpint (balie_upload_queue_get_owner_state (fixture->queue, KEY, NULL, NULL), ==, BALIE_UPLOAD_OWNER_PENDING);
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      n_added)
{
  g_assert_true (balie_upload_queue_add_finish (BALIE_UPLOAD_QUEUE (source), result, NULL));
  *(guint *)n_added += 1;
}

static void
test_ten_thousand (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (write_file (fixture, "a.txt", "abc", 3));
  GListModel *files = balie_upload_queue_get_files (fixture->queue, KEY);
  guint       n_added = 0;

  for (guint i = 0; i < 10000; i++)
    balie_upload_queue_add_file_async (fixture->queue, KEY, file, on_added, &n_added);
  balie_test_wait_until (n_added == 10000);

  g_assert_cmpuint (count_copies (fixture), ==, 20);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (files, i);

      if (i < 20)
        assert_copied (upload, "abc", 3);
      else
        assert_refused (upload, BALIE_ERROR_LIMIT, "too-many-files");
    }
}

static void
test_restart (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *copied = g_strdup (balie_upload_get_id (add (fixture, write_file (fixture, "a.txt", "abc", 3))));
  g_autofree char *refused = g_strdup (balie_upload_get_id (add (fixture, "/")));
  g_autofree char *folder = balie_cache_dup_folder (fixture->cache, BALIE_CACHE_FILES);
  g_autofree char *orphan = g_build_filename (folder, "orphan", NULL);
  g_autofree char *half = g_strconcat (folder, "/", copied, ".part", NULL);

  g_assert_true (g_file_set_contents (orphan, "abc", 3, NULL));
  g_assert_true (g_file_set_contents (half, "ab", 2, NULL));
  close_queue (fixture);
  open_queue (fixture);

  g_assert_cmpuint (count (fixture, KEY), ==, 2);
  assert_copied (balie_upload_queue_find (fixture->queue, copied), "abc", 3);
  assert_refused (balie_upload_queue_find (fixture->queue, refused), BALIE_ERROR_INVALID, "file-is-folder");
  balie_test_wait_until (count_copies (fixture) == 1);
}

static gpointer
add_copying_job (BalieDb *db,
                 gpointer data,
                 GError **error)
{
  g_autoptr (BalieFileRow) row = g_new0 (BalieFileRow, 1);

  row->id = g_strdup (data);
  row->owner = g_strdup (KEY);
  row->name = g_strdup ("a.txt");
  row->type = g_strdup ("text/plain");
  g_assert_true (balie_file_table_add (db, row, error));

  return NULL;
}

static void
write_and_wait (Fixture   *fixture,
                BalieDbJob job,
                gpointer   data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_write_async (fixture->cache, job, data, NULL, NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  balie_cache_write_finish (fixture->cache, result, &error);
  g_assert_no_error (error);
}

/* Killed while copying: either the copy got its name and is whole, or there is none. */
static void
test_killed_while_copying (Fixture      *fixture,
                           gconstpointer data)
{
  static char      whole[] = "00000000-0000-4000-8000-000000000001";
  static char      none[] = "00000000-0000-4000-8000-000000000002";
  static char      traversal[] = "../cache.db";
  g_autofree char *folder = balie_cache_dup_folder (fixture->cache, BALIE_CACHE_FILES);
  g_autofree char *path = g_build_filename (folder, whole, NULL);
  g_autofree char *part = g_strconcat (folder, "/", none, ".part", NULL);
  g_autoptr (GPtrArray) attachments = NULL;
  const BalieAttachment *attachment;

  write_and_wait (fixture, add_copying_job, whole);
  write_and_wait (fixture, add_copying_job, none);
  write_and_wait (fixture, add_copying_job, traversal);
  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_true (g_file_set_contents (part, "ab", 2, NULL));
  close_queue (fixture);
  open_queue (fixture);

  flush (fixture);
  g_assert_cmpuint (count (fixture, KEY), ==, 2);
  assert_copied (balie_upload_queue_find (fixture->queue, whole), "abc", 3);
  assert_refused (balie_upload_queue_find (fixture->queue, none), BALIE_ERROR_NOT_FOUND, "file-vanished");
  attachments = balie_upload_queue_dup_attachments (fixture->queue, KEY);
  attachment = g_ptr_array_index (attachments, 0);
  g_assert_cmpstr (attachment->sha256, ==, SHA256_OF_ABC);
  g_assert_cmpuint (count_copies (fixture), ==, 1);
}

/* Whatever a file was at when the program ended, the next one knows of it. */
static void
test_stopped_while_copying (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *content = g_malloc0 (8 * 1024 * 1024);
  g_autofree char *id = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (write_file (fixture, "large", content, 8 * 1024 * 1024));
  BalieUpload *upload;

  balie_upload_queue_add_file_async (fixture->queue, KEY, file, balie_test_on_result, &result);
  id = g_strdup (balie_upload_get_id (get_last (fixture, KEY)));
  close_queue (fixture);
  g_assert_nonnull (result);
  open_queue (fixture);
  flush (fixture);

  upload = balie_upload_queue_find (fixture->queue, id);
  g_assert_nonnull (upload);
  if (balie_upload_get_state (upload) == BALIE_UPLOAD_WAITING)
    assert_copied (upload, content, 8 * 1024 * 1024);
  else
    assert_refused (upload, BALIE_ERROR_NOT_FOUND, "file-vanished");
}

static void
test_remove (Fixture      *fixture,
             gconstpointer data)
{
  BalieUpload     *first = add (fixture, write_file (fixture, "a.txt", "abc", 3));
  g_autofree char *id = g_strdup (balie_upload_get_id (first));

  add (fixture, write_file (fixture, "b.txt", "abc", 3));
  balie_upload_queue_remove (fixture->queue, "another", id);
  g_assert_cmpuint (count (fixture, KEY), ==, 2);

  balie_upload_queue_remove (fixture->queue, KEY, id);
  g_assert_cmpuint (count (fixture, KEY), ==, 1);
  balie_test_wait_until (count_copies (fixture) == 1);
  g_assert_null (balie_upload_queue_find (fixture->queue, id));

  close_queue (fixture);
  open_queue (fixture);
  g_assert_cmpuint (count (fixture, KEY), ==, 1);
  g_assert_cmpstr (balie_upload_get_name (get_last (fixture, KEY)), ==, "b.txt");
}

static gpointer
move_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  balie_file_table_move_owner (db, KEY, MESSAGE, error);

  return NULL;
}

static gpointer
remove_owner_job (BalieDb *db,
                  gpointer data,
                  GError **error)
{
  balie_file_table_remove_owner (db, KEY, error);

  return NULL;
}

static void
on_moved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  balie_cache_write_finish (fixture->cache, result, NULL);
  balie_upload_queue_owner_moved (fixture->queue, KEY, MESSAGE);
}

/* Sent, and at once a file is added to the next draft and one of the sent ones removed: too late. */
static void
test_move (Fixture      *fixture,
           gconstpointer data)
{
  BalieUpload *sent = add (fixture, write_file (fixture, "sent.txt", "abc", 3));
  BalieUpload *late = add (fixture, write_file (fixture, "late.txt", "abc", 3));
  g_autoptr (GFile) file = g_file_new_for_path (write_file (fixture, "next.txt", "abc", 3));
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *late_id = g_strdup (balie_upload_get_id (late));

  balie_cache_write_async (fixture->cache, move_job, NULL, NULL, NULL, NULL, on_moved, fixture);
  balie_upload_queue_add_file_async (fixture->queue, KEY, file, balie_test_on_result, &result);
  balie_upload_queue_remove (fixture->queue, KEY, late_id);
  balie_test_wait_until (result != NULL);

  g_assert_cmpuint (count (fixture, KEY), ==, 1);
  g_assert_cmpstr (balie_upload_get_name (get_last (fixture, KEY)), ==, "next.txt");
  g_assert_cmpuint (count (fixture, MESSAGE), ==, 2);
  g_assert_true (balie_upload_queue_find (fixture->queue, balie_upload_get_id (sent)) == sent);
  assert_copied (late, "abc", 3);

  close_queue (fixture);
  open_queue (fixture);
  g_assert_cmpuint (count (fixture, KEY), ==, 1);
  g_assert_cmpuint (count (fixture, MESSAGE), ==, 2);
  g_assert_cmpuint (count_copies (fixture), ==, 3);
}

static void
test_discard (Fixture      *fixture,
              gconstpointer data)
{
  add (fixture, write_file (fixture, "a.txt", "abc", 3));
  add (fixture, "/");
  write_and_wait (fixture, remove_owner_job, NULL);
  balie_upload_queue_owner_removed (fixture->queue, KEY);
  g_assert_cmpuint (count (fixture, KEY), ==, 0);
  balie_test_wait_until (count_copies (fixture) == 0);

  close_queue (fixture);
  open_queue (fixture);
  g_assert_cmpuint (count (fixture, KEY), ==, 0);
}

#define ADD(name, function) g_test_add ("/files/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("copy", test_copy);
  ADD ("empty", test_empty);
  ADD ("data", test_data);
  ADD ("names", test_names);
  ADD ("names-of-data", test_names_of_data);
  ADD ("unreadable", test_unreadable);
  ADD ("changing", test_changing);
  ADD ("limits", test_limits);
  ADD ("place-made", test_place_made);
  ADD ("place-for-data", test_place_for_data);
  ADD ("desk-changed", test_desk_changed);
  ADD ("ten-thousand", test_ten_thousand);
  ADD ("restart", test_restart);
  ADD ("killed-while-copying", test_killed_while_copying);
  ADD ("stopped-while-copying", test_stopped_while_copying);
  ADD ("remove", test_remove);
  ADD ("move", test_move);
  ADD ("discard", test_discard);
  return g_test_run ();
}
