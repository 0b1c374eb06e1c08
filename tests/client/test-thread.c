/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread: pages, live messages and waiting ones in any order come to the same list, told truly. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-error.h"
#include "balie-list-mirror.h"
#include "balie-test-wait.h"
#include "balie-thread-private.h"

#define OWN "own-account"
#define STAFF "staff-account"

/* A thread with what it asked for. */
typedef struct
{
  BalieConversationItem *conversation;
  BalieThread           *thread;
  BalieListMirror       *mirror;
  guint                  n_loads;
  gint64                 before;
} Fixture;

static void
on_load (BalieThread *thread,
         gint64       before,
         gpointer     user_data)
{
  Fixture *fixture = user_data;

  fixture->n_loads++;
  fixture->before = before;
}

static BalieConversation *
make_conversation (gint64 count,
                   gint64 read_own,
                   gint64 read_other)
{
  BalieConversation *conversation = balie_conversation_new ();

  conversation->id = g_strdup ("conversation");
  conversation->count = count;
  conversation->read_own = read_own;
  conversation->read_other = read_other;

  return conversation;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (BalieConversation) conversation = make_conversation (100, 100, 0);

  fixture->conversation = balie_conversation_item_new (conversation);
  fixture->thread = balie_thread_new (fixture->conversation, OWN, on_load, fixture, NULL);
  fixture->mirror = balie_list_mirror_new (G_LIST_MODEL (fixture->thread));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_list_mirror_check (fixture->mirror);
  balie_list_mirror_free (fixture->mirror);
  g_assert_finalize_object (fixture->thread);
  g_clear_object (&fixture->conversation);
}

static BalieMessage *
make_message (const char *id,
              gint64      number,
              const char *author)
{
  BalieMessage *message = balie_message_new ();

  message->id = g_strdup (id);
  message->conversation = g_strdup ("conversation");
  message->number = number;
  message->author = balie_person_new (author, author, BALIE_ROLE_CUSTOMER);
  message->text = g_strdup (id);

  return message;
}

static BalieMessage *
make_numbered (gint64 number)
{
  g_autofree char *id = g_strdup_printf ("m%" G_GINT64_FORMAT, number);

  return make_message (id, number, number % 2 == 0 ? OWN : STAFF);
}

static void
add_page (Fixture *fixture,
          gint64   first,
          gint64   last,
          gboolean has_older)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);

  for (gint64 number = first; number <= last; number++)
    g_ptr_array_add (messages, make_numbered (number));
  balie_thread_add_page (fixture->thread, messages, has_older);
}

static BalieThreadItem *
put (Fixture *fixture,
     gint64   number)
{
  g_autoptr (BalieMessage) message = make_numbered (number);

  return balie_thread_put_message (fixture->thread, message);
}

static BalieThreadItem *
put_waiting (Fixture    *fixture,
             const char *id)
{
  g_autoptr (BalieMessage) message = make_message (id, 0, OWN);

  return balie_thread_put_waiting (fixture->thread, message);
}

/* The ids in the thread, separated by spaces; each row must know the one before it. */
static char *
dup_ids (Fixture *fixture)
{
  GString      *ids = g_string_new (NULL);
  BalieMessage *previous = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->thread)); i++)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->thread), i);

      g_assert_true (balie_thread_item_get_previous (item) == previous);
      previous = balie_thread_item_get_message (item);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", balie_thread_item_get_id (item));
    }

  return g_string_free (ids, FALSE);
}

static void
assert_ids (Fixture    *fixture,
            const char *expected)
{
  g_autofree char *ids = dup_ids (fixture);

  g_assert_cmpstr (ids, ==, expected);
  balie_list_mirror_check (fixture->mirror);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
test_pages (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GError) error = NULL;

  balie_thread_load_newest (fixture->thread);
  g_assert_cmpuint (fixture->n_loads, ==, 1);
  g_assert_cmpint (fixture->before, ==, 0);
  g_assert_false (balie_thread_get_loaded (fixture->thread));

  add_page (fixture, 4, 6, TRUE);
  g_assert_true (balie_thread_get_loaded (fixture->thread));
  g_assert_true (balie_thread_get_has_older (fixture->thread));
  assert_ids (fixture, "m4 m5 m6");

  /* Two callers, one page. */
  balie_thread_load_older_async (fixture->thread, NULL, on_done, &first);
  balie_thread_load_older_async (fixture->thread, NULL, on_done, &second);
  g_assert_cmpuint (fixture->n_loads, ==, 2);
  g_assert_cmpint (fixture->before, ==, 4);
  add_page (fixture, 1, 3, FALSE);
  balie_test_wait_until (first != NULL && second != NULL);
  g_assert_true (balie_thread_load_older_finish (fixture->thread, first, &error));
  g_assert_no_error (error);
  g_assert_false (balie_thread_get_has_older (fixture->thread));
  assert_ids (fixture, "m1 m2 m3 m4 m5 m6");
  g_assert_cmpuint (balie_list_mirror_get_n_changes (fixture->mirror), ==, 2);

  /* There is nothing older to ask for. */
  balie_thread_load_older_async (fixture->thread, NULL, on_done, &third);
  balie_test_wait_until (third != NULL);
  g_assert_true (balie_thread_load_older_finish (fixture->thread, third, &error));
  g_assert_cmpuint (fixture->n_loads, ==, 2);
}

static void
test_page_fails (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) offline = g_error_new_literal (BALIE_ERROR, BALIE_ERROR_OFFLINE, "no network");

  balie_thread_load_older_async (fixture->thread, NULL, on_done, &result);
  balie_thread_fail_page (fixture->thread, offline);
  balie_test_wait_until (result != NULL);
  g_assert_false (balie_thread_load_older_finish (fixture->thread, result, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  g_assert_false (balie_thread_get_loaded (fixture->thread));

  /* It can be tried again. */
  balie_thread_load_newest (fixture->thread);
  g_assert_cmpuint (fixture->n_loads, ==, 2);
  add_page (fixture, 1, 1, FALSE);
  assert_ids (fixture, "m1");
}

static void
test_live (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieThreadItem) early = NULL;

  /* What comes while the page is on its way is not shown twice, and nothing stands behind a hole. */
  balie_thread_load_newest (fixture->thread);
  put (fixture, 2);
  early = g_object_ref (put (fixture, 9));
  add_page (fixture, 6, 9, TRUE);
  assert_ids (fixture, "m6 m7 m8 m9");
  g_assert_true (balie_thread_find (fixture->thread, "m9") == early);

  /* An answer may be faster than the event of the message before it. */
  put (fixture, 11);
  assert_ids (fixture, "m6 m7 m8 m9 m11");
  put (fixture, 10);
  assert_ids (fixture, "m6 m7 m8 m9 m10 m11");

  /* What belongs to a page that is not loaded does not appear. */
  g_assert_null (put (fixture, 3));
  assert_ids (fixture, "m6 m7 m8 m9 m10 m11");
}

static void
test_waiting_becomes_sent (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (BalieMessage) sent = make_message ("w1", 3, OWN);
  BalieThreadItem *item;
  guint            n_changes;

  add_page (fixture, 1, 2, FALSE);
  item = put_waiting (fixture, "w1");
  put_waiting (fixture, "w2");
  g_assert_true (put_waiting (fixture, "w1") == item);
  assert_ids (fixture, "m1 m2 w1 w2");
  g_assert_cmpint (balie_thread_item_get_state (item), ==, BALIE_MESSAGE_WAITING);

  n_changes = balie_list_mirror_get_n_changes (fixture->mirror);
  g_assert_true (balie_thread_put_message (fixture->thread, sent) == item);
  assert_ids (fixture, "m1 m2 w1 w2");
  g_assert_cmpint (balie_thread_item_get_state (item), ==, BALIE_MESSAGE_SENT);
  g_assert_cmpint (balie_thread_item_get_message (item)->number, ==, 3);
  g_assert_cmpuint (balie_list_mirror_get_n_changes (fixture->mirror), ==, n_changes);

  /* Once more, by the event. */
  g_assert_true (balie_thread_put_message (fixture->thread, sent) == item);
  g_assert_cmpuint (balie_list_mirror_get_n_changes (fixture->mirror), ==, n_changes);
}

static void
test_refused_stays_behind (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (BalieMessage) sent = make_message ("w2", 2, OWN);
  BalieThreadItem *refused;
  BalieThreadItem *item;

  add_page (fixture, 1, 1, FALSE);
  refused = put_waiting (fixture, "w1");
  item = put_waiting (fixture, "w2");
  balie_thread_item_set_refused (refused, BALIE_ERROR_CONFLICT, "conversation-closed");

  g_assert_true (balie_thread_put_message (fixture->thread, sent) == item);
  assert_ids (fixture, "m1 w2 w1");
  g_assert_cmpint (balie_thread_item_get_error_code (refused), ==, BALIE_ERROR_CONFLICT);
  g_assert_cmpstr (balie_thread_item_get_error_type (refused), ==, "conversation-closed");

  balie_thread_item_set_state (refused, BALIE_MESSAGE_WAITING);
  g_assert_null (balie_thread_item_get_error_type (refused));
  g_assert_true (balie_thread_remove (fixture->thread, "w1"));
  g_assert_false (balie_thread_remove (fixture->thread, "w1"));
  assert_ids (fixture, "m1 w2");
}

static void
test_seen (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieConversation) seen = make_conversation (100, 100, 4);
  g_autoptr (BalieConversation) back = make_conversation (100, 100, 2);

  add_page (fixture, 1, 6, FALSE);
  g_assert_cmpint (balie_thread_item_get_state (balie_thread_find (fixture->thread, "m4")), ==, BALIE_MESSAGE_SENT);

  balie_conversation_item_set_conversation (fixture->conversation, seen);
  g_assert_cmpint (balie_thread_item_get_state (balie_thread_find (fixture->thread, "m2")), ==, BALIE_MESSAGE_SEEN);
  g_assert_cmpint (balie_thread_item_get_state (balie_thread_find (fixture->thread, "m4")), ==, BALIE_MESSAGE_SEEN);
  g_assert_cmpint (balie_thread_item_get_state (balie_thread_find (fixture->thread, "m3")), ==, BALIE_MESSAGE_RECEIVED);
  g_assert_cmpint (balie_thread_item_get_state (balie_thread_find (fixture->thread, "m6")), ==, BALIE_MESSAGE_SENT);

  balie_conversation_item_set_conversation (fixture->conversation, back);
  g_assert_cmpint (balie_thread_item_get_state (balie_thread_find (fixture->thread, "m4")), ==, BALIE_MESSAGE_SEEN);
}

static void
test_reset (Fixture      *fixture,
            gconstpointer data)
{
  add_page (fixture, 5, 8, TRUE);
  put_waiting (fixture, "w1");
  balie_thread_reset (fixture->thread);
  assert_ids (fixture, "w1");
  g_assert_false (balie_thread_get_loaded (fixture->thread));
  g_assert_false (balie_thread_get_has_older (fixture->thread));

  balie_thread_load_newest (fixture->thread);
  add_page (fixture, 1, 2, FALSE);
  assert_ids (fixture, "m1 m2 w1");
}

static void
test_typing (Fixture      *fixture,
             gconstpointer data)
{
  add_page (fixture, 1, 1, FALSE);
  balie_thread_show_typing (fixture->thread, "Sanne");
  g_assert_cmpstr (balie_thread_get_typing (fixture->thread), ==, "Sanne");
  put (fixture, 2);
  g_assert_cmpstr (balie_thread_get_typing (fixture->thread), ==, "Sanne");
  put (fixture, 3);
  g_assert_null (balie_thread_get_typing (fixture->thread));
}

/* However the numbered messages come, each once or more, the end is the same. */
static void
test_random (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  add_page (fixture, 1, 1, FALSE);
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%d", g_test_rand_int_range (1, 60));

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          if (balie_thread_find (fixture->thread, id) == NULL)
            put_waiting (fixture, id);
          break;

        case 1:
          if (balie_thread_find (fixture->thread, id) != NULL)
            balie_thread_remove (fixture->thread, id);
          break;

        default:
          put (fixture, g_test_rand_int_range (1, 60));
        }
      balie_list_mirror_check (fixture->mirror);
    }

  for (int number = 1; number < 60; number++)
    {
      put (fixture, number);
      g_string_append_printf (expected, "%sm%d", number > 1 ? " " : "", number);
    }
  assert_ids (fixture, expected->str);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/thread/pages", test_pages);
  ADD ("/thread/page-fails", test_page_fails);
  ADD ("/thread/live", test_live);
  ADD ("/thread/waiting-becomes-sent", test_waiting_becomes_sent);
  ADD ("/thread/refused-stays-behind", test_refused_stays_behind);
  ADD ("/thread/seen", test_seen);
  ADD ("/thread/reset", test_reset);
  ADD ("/thread/typing", test_typing);
  ADD ("/thread/random", test_random);
  return g_test_run ();
}
