/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ratings: of what is done, by its customer, one that can be replaced. */
#include "balie-test-desk.h"

#include <string.h>

static BalieTestAnswer *
rate (BalieTestDesk  *desk,
      BalieTestPerson who,
      const char     *id,
      const char     *body)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/rating", id);

  return balie_test_desk_call (desk, who, "PUT", path, "%s", body);
}

static char *
make_solved (BalieTestDesk *desk)
{
  g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");
  g_autoptr (BalieTestAnswer) solved = balie_test_desk_set_status (desk, SANNE, id, "solved");

  g_assert_cmpuint (solved->status, ==, 200);
  return g_steal_pointer (&id);
}

/* How many events of the stream say that a conversation has changed. */
static guint
count_changes (BalieTestDesk  *desk,
               BalieTestPerson who)
{
  g_autoptr (BalieTestAnswer) about = balie_test_desk_call (desk, who, "GET", "/v1/desk", NULL);
  g_autofree char *path = g_strdup_printf ("/v1/sync?limit=1000&since=%s.0", balie_test_string (about->json, "epoch"));
  g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, who, "GET", path, NULL);
  JsonArray *events = balie_test_array (page->json, "events");
  guint      n = 0;

  for (guint i = 0; i < json_array_get_length (events); i++)
    n += g_str_equal (balie_test_string (json_array_get_object_element (events, i), "type"), "conversation.changed");
  return n;
}

static void
test_rated (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = make_solved (desk);
  g_autoptr (BalieTestAnswer) before = balie_test_desk_get_conversation (desk, JAN, id);
  gint64 version = balie_test_int (before->json, "version");
  g_autoptr (BalieTestAnswer) rated = rate (desk, JAN, id, "{\"score\":4,\"comment\":\"Quick\\nand kind\"}");
  g_autoptr (BalieTestAnswer) repeated = rate (desk, JAN, id, "{\"score\":4,\"comment\":\"Quick\\nand kind\"}");
  g_autoptr (BalieTestAnswer) seen = NULL;
  g_autoptr (BalieTestAnswer) replaced = NULL;
  g_autoptr (BalieTestAnswer) seen_again = NULL;

  g_assert_false (json_object_has_member (before->json, "rating"));
  g_assert_cmpuint (rated->status, ==, 200);
  g_assert_cmpint (balie_test_int (rated->json, "rating"), ==, 4);
  g_assert_cmpint (balie_test_int (rated->json, "version"), ==, version + 1);
  g_assert_cmpstr (balie_test_string (rated->json, "status"), ==, "solved");
  g_assert_cmpuint (repeated->status, ==, 200);
  g_assert_true (g_bytes_equal (rated->body, repeated->body));
  g_assert_cmpuint (count_changes (desk, JAN), ==, 1);
  g_assert_cmpuint (count_changes (desk, SANNE), ==, 1);
  seen = balie_test_desk_get_conversation (desk, SANNE, id);
  g_assert_cmpint (balie_test_int (seen->json, "rating"), ==, 4);
  g_assert_cmpstr (balie_test_string (seen->json, "rating_comment"), ==, "Quick\nand kind");

  replaced = rate (desk, JAN, id, "{\"score\":5}");
  g_assert_cmpuint (replaced->status, ==, 200);
  g_assert_cmpstr (replaced->etag, !=, rated->etag);
  seen_again = balie_test_desk_get_conversation (desk, SANNE, id);
  g_assert_cmpint (balie_test_int (seen_again->json, "rating"), ==, 5);
  g_assert_false (json_object_has_member (seen_again->json, "rating_comment"));
  g_assert_cmpuint (count_changes (desk, JAN), ==, 2);
}

/* Of each status: whether it can be rated then. */
static void
test_when (void)
{
  static const struct
  {
    const char *status;
    guint       answer;
  } cases[] = {
    {"open", 409},
    {"in_progress", 409},
    {"waiting", 409},
    {"solved", 200},
    {"closed", 200},
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) chat = rate (desk, JAN, desk->chats[JAN], "{\"score\":5}");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");
      g_autoptr (BalieTestAnswer) set = balie_test_desk_set_status (desk, SANNE, id, cases[i].status);
      g_autoptr (BalieTestAnswer) rated = rate (desk, JAN, id, "{\"score\":1}");

      g_assert_cmpuint (set->status, ==, 200);
      g_assert_cmpuint (rated->status, ==, cases[i].answer);
      if (rated->status == 409)
        g_assert_cmpstr (balie_test_string (rated->json, "type"), ==, "rating-refused");
    }
  g_assert_cmpuint (chat->status, ==, 409);
}

static void
test_refused (void)
{
  static const char *const bodies[] = {
    "{}",
    "{\"score\":0}",
    "{\"score\":6}",
    "{\"score\":\"5\"}",
    "{\"score\":4.5}",
    "{\"score\":5,\"comment\":\"  \"}",
    "{\"score\":5,\"comment\":\"a\\u0007b\"}",
    "{\"score\":5,\"stars\":5}",
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = make_solved (desk);
  g_autofree char *text = g_strnfill (1001, 'x');
  g_autofree char *too_long = g_strdup_printf ("{\"score\":5,\"comment\":\"%s\"}", text);
  g_autofree char *long_enough = g_strdup_printf ("{\"score\":5,\"comment\":\"%s\"}", text + 1);
  g_autoptr (BalieTestAnswer) over = rate (desk, JAN, id, too_long);
  g_autoptr (BalieTestAnswer) by_staff = rate (desk, SANNE, id, "{\"score\":5}");
  g_autoptr (BalieTestAnswer) untouched = NULL;
  g_autoptr (BalieTestAnswer) taken = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (BalieTestAnswer) answer = rate (desk, JAN, id, bodies[i]);

      g_test_message ("%s", bodies[i]);
      g_assert_cmpuint (answer->status, ==, 422);
    }
  g_assert_cmpuint (over->status, ==, 422);
  g_assert_cmpuint (by_staff->status, ==, 404);
  untouched = balie_test_desk_get_conversation (desk, JAN, id);
  g_assert_false (json_object_has_member (untouched->json, "rating"));
  taken = rate (desk, JAN, id, long_enough);
  g_assert_cmpuint (taken->status, ==, 200);
}

/* A rating stays with a request that is reopened, and is kept by a server that starts again. */
static void
test_kept (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = make_solved (desk);
  g_autoptr (BalieTestAnswer) rated = rate (desk, JAN, id, "{\"score\":2,\"comment\":\"Slow\"}");
  g_autoptr (BalieTestAnswer) reopened = balie_test_desk_set_status (desk, JAN, id, "open");
  g_autoptr (BalieTestAnswer) after = NULL;

  g_assert_cmpuint (rated->status, ==, 200);
  g_assert_cmpint (balie_test_int (reopened->json, "rating"), ==, 2);
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  after = balie_test_desk_get_conversation (desk, JAN, id);
  g_assert_cmpint (balie_test_int (after->json, "rating"), ==, 2);
  g_assert_cmpstr (balie_test_string (after->json, "rating_comment"), ==, "Slow");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rating/rated", test_rated);
  g_test_add_func ("/rating/when", test_when);
  g_test_add_func ("/rating/refused", test_refused);
  g_test_add_func ("/rating/kept", test_kept);
  return g_test_run ();
}
