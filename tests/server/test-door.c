/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections come in, also after there was no room for them. */
#include "balie-door.h"

#include "balie-raw-client.h"
#include "balie-test-wait.h"

#include <sys/resource.h>

typedef struct
{
  BalieDoor *door;
  GPtrArray *connections;
  GPtrArray *names;
} Fixture;

static void
entered_cb (GSocketConnection *connection,
            GSocketAddress    *local,
            GSocketAddress    *remote,
            gpointer           user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (balie_door_get_socket (fixture->door, remote) == g_socket_connection_get_socket (connection));
  g_ptr_array_add (fixture->connections, g_object_ref (connection));
  g_ptr_array_add (fixture->names, g_object_ref (remote));
}

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->connections = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->names = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->door = balie_door_new (1, entered_cb, fixture);
  balie_door_listen (fixture->door, "127.0.0.1:0", &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  g_ptr_array_unref (fixture->connections);
  g_ptr_array_unref (fixture->names);
  g_clear_pointer (&fixture->door, balie_door_free);
}

static void
test_books (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieRawClient) idle = balie_raw_client_new (balie_door_get_port (fixture->door));
  g_autoptr (BalieRawClient) busy = balie_raw_client_new (balie_door_get_port (fixture->door));
  GSocketAddress *idle_name;
  GSocketAddress *busy_name;

  balie_test_wait_until (fixture->connections->len == 2);
  idle_name = g_ptr_array_index (fixture->names, 0);
  busy_name = g_ptr_array_index (fixture->names, 1);

  balie_door_set_idle (fixture->door, idle_name, TRUE);
  balie_door_set_idle (fixture->door, busy_name, TRUE);
  balie_door_set_idle (fixture->door, busy_name, FALSE);
  balie_test_wait_until (balie_raw_client_is_closed (idle));
  g_assert_false (balie_raw_client_is_closed (busy));

  /* The books end with the connection; what comes later is about nobody. */
  g_ptr_array_set_size (fixture->connections, 0);
  g_assert_null (balie_door_get_socket (fixture->door, busy_name));
  balie_door_set_idle (fixture->door, busy_name, TRUE);
  balie_test_wait_until (balie_raw_client_is_closed (busy));
}

static void
test_no_more_files (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_raw_client_free);
  struct rlimit before;
  struct rlimit tight;

  for (int i = 0; i < 5; i++)
    g_ptr_array_add (clients, balie_raw_client_new (balie_door_get_port (fixture->door)));

  /* Less than what is open already: not one more file. */
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  tight = before;
  tight.rlim_cur = 3;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &tight), ==, 0);
  g_test_expect_message ("balie-server", G_LOG_LEVEL_MESSAGE, "Nobody can come in for now: *");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_assert_expected_messages ();
  g_assert_cmpuint (fixture->connections->len, ==, 0);

  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  balie_test_wait_until (fixture->connections->len == 5);
}

/* It closes while nobody can come in. */
static void
test_close_in_pause (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (balie_door_get_port (fixture->door));
  struct rlimit before;
  struct rlimit tight;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  tight = before;
  tight.rlim_cur = 3;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &tight), ==, 0);
  g_test_expect_message ("balie-server", G_LOG_LEVEL_MESSAGE, "Nobody can come in for now: *");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_assert_expected_messages ();
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);

  balie_door_close (fixture->door);
  balie_door_close (fixture->door);
  balie_test_wait_until (balie_raw_client_is_closed (client));
  g_assert_cmpuint (fixture->connections->len, ==, 0);
}

static void
test_free_before_connections (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (balie_door_get_port (fixture->door));

  balie_test_wait_until (fixture->connections->len == 1);
  balie_door_set_idle (fixture->door, g_ptr_array_index (fixture->names, 0), TRUE);
  g_clear_pointer (&fixture->door, balie_door_free);
  g_assert_false (balie_raw_client_is_closed (client));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/server/door/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("books", test_books);
  ADD ("no-more-files", test_no_more_files);
  ADD ("close-in-pause", test_close_in_pause);
  ADD ("free-before-connections", test_free_before_connections);
#undef ADD

  return g_test_run ();
}
