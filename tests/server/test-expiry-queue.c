/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many things expire by one timer. */
#include "balie-expiry-queue.h"

#include "balie-test-wait.h"

typedef struct
{
  BalieExpiry expiry;
  int         number;
} Thing;

typedef struct
{
  GString          *order;
  BalieExpiryQueue *again;
  BalieExpiryQueue *free_at_last;
  guint             n_expired;
} Outcome;

static void
expired_cb (gpointer owner,
            gpointer user_data)
{
  Outcome *outcome = user_data;
  Thing   *thing = owner;

  outcome->n_expired++;
  g_string_append_printf (outcome->order, "%d ", thing->number);
  if (outcome->again != NULL && outcome->n_expired < 3)
    balie_expiry_queue_add (outcome->again, &thing->expiry, thing);
  g_clear_pointer (&outcome->free_at_last, balie_expiry_queue_free);
}

static void
test_order (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Outcome outcome = {.order = order};
  g_autoptr (BalieExpiryQueue) queue = balie_expiry_queue_new (20, expired_cb, &outcome);
  Thing things[4] = {{.number = 0}, {.number = 1}, {.number = 2}, {.number = 3}};

  for (int i = 0; i < 4; i++)
    balie_expiry_queue_add (queue, &things[i].expiry, &things[i]);

  /* One more time makes it the last; removing takes it out, also when it is in no queue. */
  balie_expiry_queue_add (queue, &things[0].expiry, &things[0]);
  balie_expiry_remove (&things[2].expiry);
  balie_expiry_remove (&things[2].expiry);

  balie_test_wait_until (outcome.n_expired == 3);
  g_assert_cmpstr (order->str, ==, "1 3 0 ");
}

static void
test_other_spans (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Outcome outcome = {.order = order};
  g_autoptr (BalieExpiryQueue) queue = balie_expiry_queue_new (40, expired_cb, &outcome);
  Thing things[4] = {{.number = 0}, {.number = 1}, {.number = 2}, {.number = 3}};

  balie_expiry_queue_add (queue, &things[0].expiry, &things[0]);
  balie_expiry_queue_add_for (queue, &things[1].expiry, 80, &things[1]);
  balie_expiry_queue_add_for (queue, &things[2].expiry, 1, &things[2]);
  balie_expiry_queue_add_for (queue, &things[3].expiry, 20, &things[3]);

  balie_test_wait_until (outcome.n_expired == 4);
  g_assert_cmpstr (order->str, ==, "2 3 0 1 ");
}

static void
test_again (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Outcome outcome = {.order = order};
  g_autoptr (BalieExpiryQueue) queue = balie_expiry_queue_new (1, expired_cb, &outcome);
  Thing thing = {.number = 7};

  outcome.again = queue;
  balie_expiry_queue_add (queue, &thing.expiry, &thing);
  balie_test_wait_until (outcome.n_expired == 3);
  g_assert_cmpstr (order->str, ==, "7 7 7 ");
}

static void
test_free_inside (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Outcome outcome = {.order = order};
  Thing   things[2] = {{.number = 1}, {.number = 2}};

  outcome.free_at_last = balie_expiry_queue_new (1, expired_cb, &outcome);
  balie_expiry_queue_add (outcome.free_at_last, &things[0].expiry, &things[0]);
  balie_expiry_queue_add (outcome.free_at_last, &things[1].expiry, &things[1]);

  balie_test_wait_until (outcome.n_expired == 1);
  g_assert_null (outcome.free_at_last);
  balie_expiry_remove (&things[1].expiry);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/expiry-queue/order", test_order);
  g_test_add_func ("/server/expiry-queue/other-spans", test_other_spans);
  g_test_add_func ("/server/expiry-queue/again", test_again);
  g_test_add_func ("/server/expiry-queue/free-inside", test_free_inside);

  return g_test_run ();
}
