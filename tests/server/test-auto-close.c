/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was solved long ago is closed by the desk itself: once, and counted from the last time that it was solved. */
#include "balie-clock.h"
#include "balie-test-desk.h"

#include <string.h>

#define DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define MINUTE (G_GINT64_CONSTANT (60) * 1000)

/* More than is closed at a time. */
#define MANY 230

static BalieTestDesk *
desk_new (void)
{
  balie_clock_shift (0);
  return balie_test_desk_new ();
}

/* Goes on some time later; what the server does by itself when it starts is done. */
static void
restart_at (BalieTestDesk *desk,
            gint64         later)
{
  g_autoptr (BalieTestAnswer) behind = NULL;
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/read", desk->chats[JAN]);

  balie_test_desk_stop (desk);
  balie_clock_shift (later);
  balie_test_desk_start (desk);

  /* Writing goes in order: this one stands behind that. */
  behind = balie_test_desk_call (desk, JAN, "PUT", path, "{\"up_to\":0}");
  g_assert_cmpuint (behind->status, ==, 204);
}

static void
set_status (BalieTestDesk  *desk,
            BalieTestPerson who,
            const char     *id,
            const char     *status)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_set_status (desk, who, id, status);

  g_assert_cmpuint (answer->status, ==, 200);
}

static void
assert_status (BalieTestDesk *desk,
               const char    *id,
               const char    *status)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_get_conversation (desk, JAN, id);

  g_assert_cmpstr (balie_test_string (answer->json, "status"), ==, status);
}

/* How many messages of the desk's say that the request is closed. */
static guint
count_closings (BalieTestDesk  *desk,
                BalieTestPerson who,
                const char     *id)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages", id);
  g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, who, "GET", path, NULL);
  JsonArray *messages = balie_test_array (page->json, "messages");
  guint      n = 0;

  for (guint i = 0; i < json_array_get_length (messages); i++)
    n += g_str_equal (balie_test_string (json_array_get_object_element (messages, i), "text"), "status:closed");
  return n;
}

/* How many events of a stream since the beginning tell of it. */
static guint
count_events (BalieTestDesk  *desk,
              BalieTestPerson who,
              const char     *id)
{
  g_autoptr (BalieTestAnswer) about = balie_test_desk_call (desk, who, "GET", "/v1/desk", NULL);
  g_autofree char *path = g_strdup_printf ("/v1/sync?limit=1000&since=%s.0", balie_test_string (about->json, "epoch"));
  g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, who, "GET", path, NULL);
  JsonArray *events = balie_test_array (page->json, "events");
  guint      n = 0;

  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);
      JsonObject *message;

      if (!g_str_equal (balie_test_string (event, "type"), "message.created"))
        continue;
      message = balie_test_object (balie_test_object (event, "data"), "message");
      n += g_str_equal (balie_test_string (message, "conversation"), id) && g_str_equal (balie_test_string (message, "text"), "status:closed");
    }
  return n;
}

static void
test_in_time (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *solved = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *open = balie_test_desk_ask (desk, JAN, "Why?");
  g_autofree char *waiting = balie_test_desk_ask (desk, JAN, "When?");
  g_autoptr (BalieTestAnswer) before = NULL;
  g_autoptr (BalieTestAnswer) after = NULL;

  set_status (desk, SANNE, solved, "solved");
  set_status (desk, SANNE, waiting, "waiting");
  restart_at (desk, 14 * DAY - MINUTE);
  assert_status (desk, solved, "solved");
  before = balie_test_desk_get_conversation (desk, JAN, solved);

  restart_at (desk, 14 * DAY + MINUTE);
  after = balie_test_desk_get_conversation (desk, JAN, solved);
  g_assert_cmpstr (balie_test_string (after->json, "status"), ==, "closed");
  g_assert_cmpint (balie_test_int (after->json, "version"), ==, balie_test_int (before->json, "version") + 1);
  g_assert_cmpstr (balie_test_string (balie_test_object (after->json, "last"), "text"), ==, "status:closed");
  g_assert_cmpint (balie_test_int (balie_test_object (after->json, "read"), "own"), ==, balie_test_int (balie_test_object (before->json, "read"), "own"));
  assert_status (desk, open, "open");
  assert_status (desk, waiting, "waiting");
}

static void
test_once (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");

  set_status (desk, JAN, id, "solved");
  for (int i = 1; i <= 3; i++)
    {
      restart_at (desk, (14 + i) * DAY);
      g_assert_cmpuint (count_closings (desk, JAN, id), ==, 1);
      g_assert_cmpuint (count_closings (desk, SANNE, id), ==, 1);
      g_assert_cmpuint (count_events (desk, JAN, id), ==, 1);
      g_assert_cmpuint (count_events (desk, SANNE, id), ==, 1);
    }
}

/* Reopened by a reply and solved again: the days begin anew. Rated or talked about meanwhile: they go on. */
static void
test_last_solving (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *reopened = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *talked = balie_test_desk_ask (desk, JAN, "Why?");
  g_autofree char *reply = NULL;
  g_autofree char *remark = NULL;

  set_status (desk, SANNE, reopened, "solved");
  set_status (desk, SANNE, talked, "solved");
  restart_at (desk, 10 * DAY);
  reply = balie_test_desk_say (desk, JAN, reopened, "Not yet");
  assert_status (desk, reopened, "open");
  set_status (desk, SANNE, reopened, "solved");
  remark = balie_test_desk_say (desk, SANNE, talked, "By the way");
  assert_status (desk, talked, "solved");

  restart_at (desk, 15 * DAY);
  assert_status (desk, reopened, "solved");
  assert_status (desk, talked, "closed");
  restart_at (desk, 25 * DAY);
  assert_status (desk, reopened, "closed");
}

static guint
count_closed (BalieTestDesk *desk)
{
  g_autofree char *cursor = g_strdup ("");
  guint            n = 0;

  while (cursor != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/v1/conversations?status=closed&limit=100%s%s", *cursor != '\0' ? "&cursor=" : "", cursor);
      g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, JAN, "GET", path, NULL);

      n += json_array_get_length (balie_test_array (page->json, "conversations"));
      g_free (cursor);
      cursor = json_object_has_member (page->json, "next") ? g_strdup (balie_test_string (page->json, "next")) : NULL;
    }
  return n;
}

static void
test_many (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *last = NULL;
  gint64           give_up;

  for (int i = 0; i < MANY; i++)
    {
      g_free (last);
      last = balie_test_desk_ask (desk, JAN, "How?");
      set_status (desk, JAN, last, "solved");
    }

  restart_at (desk, 15 * DAY);
  give_up = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while (count_closed (desk) < MANY)
    g_assert_cmpint (g_get_monotonic_time (), <, give_up);
  g_assert_cmpuint (count_closings (desk, JAN, last), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auto-close/in-time", test_in_time);
  g_test_add_func ("/auto-close/once", test_once);
  g_test_add_func ("/auto-close/last-solving", test_last_solving);
  g_test_add_func ("/auto-close/many", test_many);
  return g_test_run ();
}
