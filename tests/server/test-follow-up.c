/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request that follows a closed one. */
#include "balie-test-desk.h"

static BalieTestAnswer *
put_request (BalieTestDesk  *desk,
             BalieTestPerson who,
             const char     *id,
             const char     *message,
             const char     *follows)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", id, NULL);

  return balie_test_desk_call (desk, who, "PUT", path, "{\"kind\":\"problem\",\"subject\":\"Again\",\"follows\":%s,\"message\":{\"id\":\"%s\",\"text\":\"It is back\"}}",
                               follows, message);
}

static char *
ask_with_status (BalieTestDesk  *desk,
                 BalieTestPerson who,
                 const char     *status)
{
  g_autofree char *id = balie_test_desk_ask (desk, who, "How?");
  g_autoptr (BalieTestAnswer) set = balie_test_desk_set_status (desk, SANNE, id, status);

  g_assert_cmpuint (set->status, ==, 200);
  return g_steal_pointer (&id);
}

static char *
quote (const char *id)
{
  return g_strconcat ("\"", id, "\"", NULL);
}

static void
test_closed (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *closed = ask_with_status (desk, JAN, "closed");
  g_autofree char *follows = quote (closed);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autoptr (BalieTestAnswer) made = put_request (desk, JAN, id, message, follows);
  g_autoptr (BalieTestAnswer) repeated = put_request (desk, JAN, id, message, follows);
  g_autoptr (BalieTestAnswer) without = put_request (desk, JAN, id, message, "null");
  g_autoptr (BalieTestAnswer) own = balie_test_desk_get_conversation (desk, JAN, id);
  g_autoptr (BalieTestAnswer) of_staff = balie_test_desk_get_conversation (desk, SANNE, id);
  g_autoptr (BalieTestAnswer) followed = balie_test_desk_get_conversation (desk, JAN, closed);

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpstr (balie_test_string (made->json, "follows"), ==, closed);
  g_assert_cmpuint (repeated->status, ==, 200);
  g_assert_true (g_bytes_equal (made->body, repeated->body));
  g_assert_cmpuint (without->status, ==, 422);
  g_assert_cmpstr (balie_test_string (without->json, "type"), ==, "id-reused");
  g_assert_cmpstr (balie_test_string (own->json, "follows"), ==, closed);
  g_assert_cmpstr (balie_test_string (of_staff->json, "follows"), ==, closed);
  g_assert_cmpstr (balie_test_string (followed->json, "status"), ==, "closed");
}

static void
assert_refused (BalieTestDesk *desk,
                const char    *follows)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *quoted = quote (follows);
  g_autofree char *path = g_strconcat ("/v1/conversations/", id, NULL);
  g_autoptr (BalieTestAnswer) refused = put_request (desk, JAN, id, message, quoted);
  g_autoptr (BalieTestAnswer) nothing = balie_test_desk_call (desk, JAN, "GET", path, NULL);
  JsonObject *fault = json_array_get_object_element (balie_test_array (refused->json, "errors"), 0);

  g_assert_cmpuint (refused->status, ==, 422);
  g_assert_cmpstr (balie_test_string (refused->json, "type"), ==, "invalid");
  g_assert_cmpstr (balie_test_string (fault, "pointer"), ==, "/follows");
  g_assert_cmpuint (nothing->status, ==, 404);
}

/* What is not there, not the caller's or not closed: one answer for all, which tells nothing. */
static void
test_refused (void)
{
  static const char *const awake[] = {"open", "in_progress", "waiting", "solved"};
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *nothing = g_uuid_string_random ();
  g_autofree char *foreign = ask_with_status (desk, PIET, "closed");

  for (gsize i = 0; i < G_N_ELEMENTS (awake); i++)
    {
      g_autofree char *id = ask_with_status (desk, JAN, awake[i]);

      assert_refused (desk, id);
    }
  assert_refused (desk, nothing);
  assert_refused (desk, foreign);
  assert_refused (desk, desk->chats[JAN]);
  assert_refused (desk, "one two three");
}

/* A follow-up can be followed in its turn, and several can follow the same one. */
static void
test_chain (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *first = ask_with_status (desk, JAN, "closed");
  g_autofree char *follows_first = quote (first);

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *message = g_uuid_string_random ();
      g_autofree char *next = g_uuid_string_random ();
      g_autofree char *next_message = g_uuid_string_random ();
      g_autofree char *follows = quote (id);
      g_autoptr (BalieTestAnswer) made = put_request (desk, JAN, id, message, follows_first);
      g_autoptr (BalieTestAnswer) closed = balie_test_desk_set_status (desk, SANNE, id, "closed");
      g_autoptr (BalieTestAnswer) chained = put_request (desk, JAN, next, next_message, follows);

      g_assert_cmpuint (made->status, ==, 201);
      g_assert_cmpuint (closed->status, ==, 200);
      g_assert_cmpuint (chained->status, ==, 201);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/follow-up/closed", test_closed);
  g_test_add_func ("/follow-up/refused", test_refused);
  g_test_add_func ("/follow-up/chain", test_chain);
  return g_test_run ();
}
