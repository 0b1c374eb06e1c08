/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problem documents: written, read, and what they mean to a caller. */
#include "balie-error.h"
#include "balie-problem.h"

#include <string.h>

static GBytes *
new_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_round_trip (void)
{
  g_autoptr (BalieProblem) problem = balie_problem_new (422, "invalid", "%d faults in \"%s\"", 2, "body");
  g_autoptr (BalieProblem) copy = NULL;
  g_autoptr (GBytes) body = NULL;
  const BalieProblemError *error;

  balie_problem_add_error (problem, "/subject", "is required");
  balie_problem_add_error (problem, "/a~1b/0", "is unknown");
  problem->expected = 7;
  body = balie_problem_to_bytes (problem);
  copy = balie_problem_from_bytes (422, body);

  g_assert_cmpuint (copy->status, ==, 422);
  g_assert_cmpstr (copy->type, ==, "invalid");
  g_assert_cmpstr (copy->detail, ==, "2 faults in \"body\"");
  g_assert_cmpint (copy->expected, ==, 7);
  g_assert_cmpuint (copy->errors->len, ==, 2);
  error = g_ptr_array_index (copy->errors, 1);
  g_assert_cmpstr (error->pointer, ==, "/a~1b/0");
  g_assert_cmpstr (error->detail, ==, "is unknown");
}

static void
test_least (void)
{
  g_autoptr (BalieProblem) problem = balie_problem_new (404, NULL, NULL);
  g_autoptr (BalieProblem) same = balie_problem_ref (problem);
  g_autoptr (GBytes) body = balie_problem_to_bytes (same);
  static const char expected[] = "{\"type\":\"about:blank\",\"status\":404}";

  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), expected, strlen (expected));
  g_assert_cmpint (problem->expected, ==, -1);
  g_assert_cmpuint (problem->retry_after, ==, 0);
}

static void
test_from_bytes (void)
{
  static const struct
  {
    const char *body;
    const char *type;
    const char *detail;
    gint64      expected;
  } cases[] = {
    {NULL, "about:blank", NULL, -1},
    {"", "about:blank", NULL, -1},
    {"<html>502 Bad Gateway</html>", "about:blank", NULL, -1},
    {"{}", "about:blank", NULL, -1},
    {"[\"id-reused\"]", "about:blank", NULL, -1},
    {"{\"type\": 1}", "about:blank", NULL, -1},
    {"{\"type\": \"id-reused\", \"errors\": [{\"pointer\": 1}]}", "about:blank", NULL, -1},
    {"{\"type\": \"id-reused\", \"errors\": {}}", "about:blank", NULL, -1},
    {"{\"type\": \"id-reused\", \"expected\": -2}", "about:blank", NULL, -1},
    {"{\"type\": \"version-conflict\", \"status\": 200, \"title\": \"t\", \"detail\": \"d\", \"expected\": 0}", "version-conflict", "d", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = cases[i].body != NULL ? new_bytes (cases[i].body) : NULL;
      g_autoptr (BalieProblem) problem = balie_problem_from_bytes (502, body);

      g_assert_cmpuint (problem->status, ==, 502);
      g_assert_cmpstr (problem->type, ==, cases[i].type);
      g_assert_cmpstr (problem->detail, ==, cases[i].detail);
      g_assert_cmpint (problem->expected, ==, cases[i].expected);
      g_assert_cmpuint (problem->errors->len, ==, 0);
    }
}

static void
test_codes (void)
{
  static const struct
  {
    guint      status;
    BalieError code;
  } cases[] = {
    {400, BALIE_ERROR_INVALID},
    {401, BALIE_ERROR_AUTH},
    {403, BALIE_ERROR_FORBIDDEN},
    {404, BALIE_ERROR_NOT_FOUND},
    {409, BALIE_ERROR_CONFLICT},
    {410, BALIE_ERROR_CONFLICT},
    {412, BALIE_ERROR_CONFLICT},
    {413, BALIE_ERROR_LIMIT},
    {422, BALIE_ERROR_INVALID},
    {424, BALIE_ERROR_INVALID},
    {428, BALIE_ERROR_CONFLICT},
    {429, BALIE_ERROR_LIMIT},
    {500, BALIE_ERROR_SERVER},
    {502, BALIE_ERROR_SERVER},
    {503, BALIE_ERROR_SERVER},
    {507, BALIE_ERROR_SERVER},
    {599, BALIE_ERROR_SERVER},
    {0, BALIE_ERROR_PARSE},
    {302, BALIE_ERROR_PARSE},
    {405, BALIE_ERROR_PARSE},
    {418, BALIE_ERROR_PARSE},
    {600, BALIE_ERROR_PARSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieProblem) problem = balie_problem_new (cases[i].status, NULL, NULL);
      g_autoptr (GError) error = balie_problem_to_error (problem);

      g_assert_error (error, BALIE_ERROR, (int)cases[i].code);
    }
}

static void
test_message (void)
{
  g_autoptr (BalieProblem) problem = balie_problem_new (422, "invalid", "no good");
  g_autoptr (GError) error = NULL;

  balie_problem_add_error (problem, "/a", "is required");
  error = balie_problem_to_error (problem);
  g_assert_cmpstr (error->message, ==, "422 invalid: no good; /a: is required");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/problem/round-trip", test_round_trip);
  g_test_add_func ("/problem/least", test_least);
  g_test_add_func ("/problem/from-bytes", test_from_bytes);
  g_test_add_func ("/problem/codes", test_codes);
  g_test_add_func ("/problem/message", test_message);
  return g_test_run ();
}
