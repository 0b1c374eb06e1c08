/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A customer's request on two devices before a real desk: what one changes the other learns, and nothing is overwritten blindly. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-error.h"
#include "balie-test-desk.h"
#include "balie-test-wait.h"

#define N_DEVICES 2

typedef struct
{
  BalieTestDesk *desk;
  BalieSession  *devices[N_DEVICES];
  char          *id;
} Fixture;

static BalieConversationItem *
get_item (Fixture *fixture,
          guint    device)
{
  return balie_session_find_conversation (fixture->devices[device], fixture->id);
}

static const BalieConversation *
get_request (Fixture *fixture,
             guint    device)
{
  return balie_conversation_item_get_conversation (get_item (fixture, device));
}

static gboolean
both_have (Fixture *fixture,
           gint64   version)
{
  for (guint i = 0; i < N_DEVICES; i++)
    {
      if (get_item (fixture, i) == NULL || get_request (fixture, i)->version < version)
        return FALSE;
    }
  return TRUE;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const char *const caches[N_DEVICES] = {"one.db", "two.db"};

  fixture->desk = balie_test_desk_new ();
  for (guint i = 0; i < N_DEVICES; i++)
    {
      fixture->devices[i] = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), caches[i]);
      balie_test_wait_until (balie_session_get_connection (fixture->devices[i]) == BALIE_CONNECTION_ONLINE);
    }
  fixture->id = balie_test_send_question (fixture->devices[0], "Printer", "It smokes");
  balie_test_wait_until (both_have (fixture, 1) && !balie_conversation_item_get_pending (get_item (fixture, 0)));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < N_DEVICES; i++)
    {
      balie_session_close (fixture->devices[i]);
      g_clear_object (&fixture->devices[i]);
    }
  g_clear_pointer (&fixture->id, g_free);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
staff_sets (Fixture    *fixture,
            const char *json)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s", fixture->id);
  g_autofree char *tag = g_strdup_printf ("\"v%" G_GINT64_FORMAT "\"", get_request (fixture, 0)->version);
  gint64           version = get_request (fixture, 0)->version + 1;
  g_autoptr (GBytes) answer = balie_test_desk_staff (fixture->desk, "PATCH", path, tag, json);

  balie_test_wait_until (both_have (fixture, version));
}

/* Both press at the same moment: one is first, the other is told, and both show the same. */
static void
test_at_once (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) first_error = NULL;
  g_autoptr (GError) second_error = NULL;
  gboolean first_done;
  gboolean second_done;

  balie_session_set_status_async (fixture->devices[0], fixture->id, BALIE_STATUS_SOLVED, NULL, on_result, &first);
  balie_session_set_status_async (fixture->devices[1], fixture->id, BALIE_STATUS_SOLVED, NULL, on_result, &second);
  balie_test_wait_until (first != NULL && second != NULL);
  first_done = balie_session_set_status_finish (fixture->devices[0], first, &first_error);
  second_done = balie_session_set_status_finish (fixture->devices[1], second, &second_error);

  g_assert_true (first_done != second_done);
  g_assert_true (g_error_matches (first_done ? second_error : first_error, BALIE_ERROR, BALIE_ERROR_CONFLICT));
  for (guint i = 0; i < N_DEVICES; i++)
    g_assert_cmpint (get_request (fixture, i)->status, ==, BALIE_STATUS_SOLVED);
  g_assert_cmpint (get_request (fixture, 0)->version, ==, get_request (fixture, 1)->version);
}

/* What a device has not heard of yet stops it from changing the status; by the time that this is said it shows what is true. */
static void
test_behind (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (BalieConversation) old = balie_conversation_copy (get_request (fixture, 1));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GError) error = NULL;

  staff_sets (fixture, "{\"status\": \"waiting\"}");
  balie_conversation_item_set_conversation (get_item (fixture, 1), old);
  balie_session_set_status_async (fixture->devices[1], fixture->id, BALIE_STATUS_SOLVED, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_false (balie_session_set_status_finish (fixture->devices[1], result, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT);
  g_assert_cmpint (get_request (fixture, 1)->status, ==, BALIE_STATUS_WAITING);
  g_assert_cmpint (get_request (fixture, 0)->status, ==, BALIE_STATUS_WAITING);

  g_clear_error (&error);
  balie_session_set_status_async (fixture->devices[1], fixture->id, BALIE_STATUS_SOLVED, NULL, on_result, &again);
  balie_test_wait_until (again != NULL);
  g_assert_true (balie_session_set_status_finish (fixture->devices[1], again, &error));
  balie_test_wait_until (get_request (fixture, 0)->status == BALIE_STATUS_SOLVED);
}

/* An answer moves on what waits for the customer, and reopens what is solved, on both devices. */
static void
test_answers (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *asked = balie_test_desk_staff_writes (fixture->desk, fixture->id, "Is it plugged in?");
  g_autofree char *answer = NULL;
  g_autofree char *objection = NULL;

  balie_test_wait_until (get_request (fixture, 0)->assignee != NULL && get_request (fixture, 1)->assignee != NULL);
  staff_sets (fixture, "{\"status\": \"waiting\"}");
  answer = balie_test_send (fixture->devices[1], fixture->id, "It is");
  balie_test_wait_until (get_request (fixture, 0)->status == BALIE_STATUS_IN_PROGRESS && get_request (fixture, 1)->status == BALIE_STATUS_IN_PROGRESS);

  staff_sets (fixture, "{\"status\": \"solved\"}");
  objection = balie_test_send (fixture->devices[0], fixture->id, "It still smokes");
  balie_test_wait_until (get_request (fixture, 0)->status == BALIE_STATUS_OPEN && get_request (fixture, 1)->status == BALIE_STATUS_OPEN);
}

static void
rate (Fixture    *fixture,
      guint       device,
      int         score,
      const char *comment,
      GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_session_rate_async (fixture->devices[device], fixture->id, score, comment, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  balie_session_rate_finish (fixture->devices[device], result, error);
}

static void
test_rating (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  staff_sets (fixture, "{\"status\": \"solved\"}");
  rate (fixture, 0, 4, "Quick\nand kind", &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_request (fixture, 0)->rating, ==, 4);
  balie_test_wait_until (get_request (fixture, 1)->rating == 4);
  g_assert_cmpstr (get_request (fixture, 1)->rating_comment, ==, "Quick\nand kind");

  rate (fixture, 1, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (get_request (fixture, 1)->rating_comment);
  balie_test_wait_until (get_request (fixture, 0)->rating == 5);
}

/* It was reopened before the rating came: that is told, and shown. */
static void
test_rating_too_late (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (BalieConversation) solved = NULL;
  g_autoptr (GError) error = NULL;

  staff_sets (fixture, "{\"status\": \"solved\"}");
  solved = balie_conversation_copy (get_request (fixture, 1));
  staff_sets (fixture, "{\"status\": \"in_progress\"}");
  balie_conversation_item_set_conversation (get_item (fixture, 1), solved);
  rate (fixture, 1, 1, NULL, &error);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT);
  g_assert_cmpint (get_request (fixture, 1)->status, ==, BALIE_STATUS_IN_PROGRESS);
}

static void
test_offline (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  staff_sets (fixture, "{\"status\": \"solved\"}");
  balie_test_desk_stop (fixture->desk);
  rate (fixture, 0, 1, NULL, &error);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  g_assert_cmpint (get_request (fixture, 0)->rating, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/end-to-end" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/requests/at-once", test_at_once);
  ADD ("/requests/behind", test_behind);
  ADD ("/requests/answers", test_answers);
  ADD ("/requests/rating", test_rating);
  ADD ("/requests/rating-too-late", test_rating_too_late);
  ADD ("/requests/offline", test_offline);
#undef ADD

  return g_test_run ();
}
