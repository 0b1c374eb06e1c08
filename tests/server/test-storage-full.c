/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A full disk: writes are refused, reads go on, and all is well again when there is room. */
#include "balie-test-desk.h"

#include <string.h>

static gpointer
limit_pages (BalieTransaction *transaction,
             gpointer          input,
             GError          **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA max_page_count = %u", GPOINTER_TO_UINT (input));

  balie_db_exec (transaction->db, sql, error);
  return NULL;
}

static void
limited (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) local_error = NULL;
  gboolean *done = user_data;

  balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  g_assert_no_error (local_error);
  *done = TRUE;
}

/* The database refuses to grow, just as if the disk was full. */
static void
set_limit (BalieTestDesk *desk,
           guint          n_pages)
{
  gboolean done = FALSE;

  balie_desk_service_write_async (balie_server_get_service (desk->server), limit_pages, NULL, GUINT_TO_POINTER (n_pages), NULL, NULL, limited, &done);
  balie_test_wait_until (done);
}

static BalieTestAnswer *
put (BalieTestDesk *desk,
     const char    *id)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages/", id, NULL);
  g_autofree char *text = g_strnfill (8000, 'x');

  return balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"%s\"}", text);
}

static void
test_full (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *list_path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages", NULL);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (BalieTestAnswer) answer = NULL;
  g_autoptr (BalieTestAnswer) list = NULL;
  g_autoptr (BalieTestAnswer) again = NULL;
  g_autoptr (BalieTestAnswer) all = NULL;
  guint n_kept = 0;

  balie_test_desk_sign_in (desk, JAN);
  set_limit (desk, 1);
  for (answer = put (desk, id); answer->status == 201; answer = put (desk, id))
    {
      n_kept++;
      g_assert_cmpuint (n_kept, <, 100);
      g_free (id);
      id = g_uuid_string_random ();
      balie_test_answer_free (answer);
    }
  g_assert_cmpuint (answer->status, ==, 507);
  g_assert_cmpstr (balie_test_string (answer->json, "type"), ==, "storage-full");

  list = balie_test_desk_call (desk, JAN, "GET", list_path, NULL);
  g_assert_cmpuint (list->status, ==, 200);
  g_assert_cmpuint (json_array_get_length (balie_test_array (list->json, "messages")), ==, n_kept);

  set_limit (desk, 1000000);
  again = put (desk, id);
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpint (balie_test_int (again->json, "number_in_conversation"), ==, n_kept + 1);
  all = balie_test_desk_call (desk, JAN, "GET", list_path, NULL);
  g_assert_cmpuint (json_array_get_length (balie_test_array (all->json, "messages")), ==, n_kept + 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/storage-full/full", test_full);
  return g_test_run ();
}
