/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The oracle sees every way in which messages can go wrong, and none where they went right. */
#define G_LOG_DOMAIN "balie-test"

#include "balie-oracle.h"

typedef struct
{
  const char *name;
  /* Each message as conversation, id, text: "A1a" is text a under id 1 in conversation A; "A-a" shows no id. */
  const char        *found;
  const char        *conversation;
  BalieOracleVerdict verdict;
} Case;

/* Meant by Ann in conversation A: a, b, c; by Bob in A: x; by Ann in B: d. */
static const Case cases[] = {
  {"whole", "A1a A2b A3c A4x B5d", NULL, {0}},
  {"senders-mixed", "B5d A4x A1a A2b A3c", NULL, {0}},
  {"without-ids", "A-a A-b A-x A-c B-d", NULL, {0}},
  {"one-conversation", "A1a A2b A3c A4x", "A", {0}},
  {"empty", "", NULL, {.lost = 5}},
  {"empty-conversation", "", "B", {.lost = 1}},
  {"lost", "A1a A3c A4x B5d", NULL, {.lost = 1}},
  {"doubled", "A1a A2b A2b A3c A4x B5d", NULL, {.doubled = 1}},
  {"doubled-later", "A1a A2b A3c A4x B5d A1a", NULL, {.doubled = 1}},
  {"doubled-under-another-id", "A1a A2b A3c A9c A4x B5d", NULL, {.doubled = 1}},
  {"tripled", "A1a A1a A1a A2b A3c A4x B5d", NULL, {.doubled = 2}},
  {"reordered", "A2b A1a A3c A4x B5d", NULL, {.reordered = 1}},
  {"two-behind", "A3c A1a A2b A4x B5d", NULL, {.reordered = 2}},
  {"never-meant", "A1a A2b A3c A4x A6y B5d", NULL, {.foreign = 1}},
  {"another-id", "A1a A9b A3c A4x B5d", NULL, {.lost = 1, .foreign = 1}},
  {"another-conversation", "A1a A2b A3c A4x A5d", NULL, {.lost = 1, .foreign = 1}},
  {"out-of-scope", "A1a A2b A3c A4x B5d", "A", {.foreign = 1}},
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (BalieOracle) oracle = balie_oracle_new ();
  g_autoptr (BalieOracleView) view = balie_oracle_view_new (test->name);
  g_auto (GStrv) found = g_strsplit (test->found, " ", -1);
  BalieOracleVerdict verdict;

  balie_oracle_record (oracle, "ann", "A", "1", "a");
  balie_oracle_record (oracle, "ann", "A", "2", "b");
  balie_oracle_record (oracle, "bob", "A", "4", "x");
  balie_oracle_record (oracle, "ann", "A", "3", "c");
  balie_oracle_record (oracle, "ann", "B", NULL, "d");
  g_assert_cmpuint (balie_oracle_get_n_recorded (oracle, NULL), ==, 5);
  g_assert_cmpuint (balie_oracle_get_n_recorded (oracle, "A"), ==, 4);

  for (gsize i = 0; found[i] != NULL; i++)
    {
      char conversation[2] = {found[i][0], '\0'};
      char id[2] = {found[i][1], '\0'};

      balie_oracle_view_add (view, conversation, id[0] == '-' ? NULL : id, found[i] + 2);
    }

  verdict = balie_oracle_judge (oracle, view, test->conversation);
  g_assert_cmpuint (verdict.lost, ==, test->verdict.lost);
  g_assert_cmpuint (verdict.doubled, ==, test->verdict.doubled);
  g_assert_cmpuint (verdict.reordered, ==, test->verdict.reordered);
  g_assert_cmpuint (verdict.foreign, ==, test->verdict.foreign);
}

static void
test_assert (void)
{
  g_autoptr (BalieOracle) oracle = balie_oracle_new ();
  g_autoptr (BalieOracleView) view = balie_oracle_view_new ("the cache");

  balie_oracle_assert_whole (oracle, view, NULL);
  balie_oracle_record (oracle, "ann", "A", "1", "a");
  if (g_test_subprocess ())
    {
      balie_oracle_assert_whole (oracle, view, NULL);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*the cache: lost 1, doubled 0, reordered 0, foreign 0*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/oracle/judge/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/oracle/assert", test_assert);
  return g_test_run ();
}
