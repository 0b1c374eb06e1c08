/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last lines of a log: their bounds, their form, several threads at once. */
#include "balie-log-ring.h"

#include <string.h>

static void
check_text (BalieLogRing *ring,
            const char   *expected)
{
  g_autofree char *text = balie_log_ring_dup_text (ring);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_lines (void)
{
  g_autoptr (BalieLogRing) ring = balie_log_ring_new (3, 1000);

  check_text (ring, "");
  balie_log_ring_add (ring, "one");
  balie_log_ring_add (ring, "two");
  balie_log_ring_add (ring, "three");
  check_text (ring, "one\ntwo\nthree\n");
  balie_log_ring_add (ring, "four");
  check_text (ring, "two\nthree\nfour\n");
}

static void
test_size (void)
{
  g_autoptr (BalieLogRing) ring = balie_log_ring_new (100, 12);

  balie_log_ring_add (ring, "12345");
  balie_log_ring_add (ring, "67890");
  check_text (ring, "12345\n67890\n");
  balie_log_ring_add (ring, "a");
  check_text (ring, "67890\na\n");
  balie_log_ring_add (ring, "as long as twelve");
  check_text (ring, "as long as \n");
  balie_log_ring_add (ring, "");
  check_text (ring, "\n");
}

static void
test_form (void)
{
  g_autoptr (BalieLogRing) ring = balie_log_ring_new (1, 8);

  balie_log_ring_add (ring, "a\nb\r\nc");
  check_text (ring, "a b  c\n");
  balie_log_ring_add (ring, "\xff.");
  check_text (ring, "\uFFFD.\n");
  /* Seven bytes fit, which would be three and a half of these. */
  balie_log_ring_add (ring, "éééé");
  check_text (ring, "ééé\n");
}

#define N_THREADS 4
#define N_LINES 2000

static gpointer
add_lines (gpointer ring)
{
  for (int i = 0; i < N_LINES; i++)
    balie_log_ring_add (ring, "a line of a thread");

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (BalieLogRing) ring = balie_log_ring_new (N_THREADS * N_LINES, 1024 * 1024);
  g_autofree char *text = NULL;
  GThread         *threads[N_THREADS];

  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("log", add_lines, ring);
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  text = balie_log_ring_dup_text (ring);
  g_assert_cmpuint (strlen (text), ==, N_THREADS * N_LINES * strlen ("a line of a thread\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log-ring/lines", test_lines);
  g_test_add_func ("/log-ring/size", test_size);
  g_test_add_func ("/log-ring/form", test_form);
  g_test_add_func ("/log-ring/threads", test_threads);

  return g_test_run ();
}
