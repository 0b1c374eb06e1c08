/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the main context until something has happened. */
#define G_LOG_DOMAIN "balie-test-support"

#include "config.h"

#include "balie-test-wait.h"

#define LOOK_AGAIN_MS 5

static GMainContext *
get_context (void)
{
  GMainContext *context = g_main_context_get_thread_default ();

  return context != NULL ? context : g_main_context_default ();
}

static gboolean
look_again (gpointer user_data)
{
  /* Waking up the main context is all that is wanted: some conditions change without it, such as a file's appearing. */
  return G_SOURCE_CONTINUE;
}

void
balie_test_wait_begin (BalieTestWait *self)
{
  self->deadline = g_get_monotonic_time () + BALIE_TEST_WAIT_SECONDS * G_USEC_PER_SEC;
  self->source = g_timeout_source_new (LOOK_AGAIN_MS);
  g_source_set_callback (self->source, look_again, NULL, NULL);
  g_source_attach (self->source, get_context ());
}

gboolean
balie_test_wait_iterate (BalieTestWait *self)
{
  if (g_get_monotonic_time () > self->deadline)
    return FALSE;

  g_main_context_iteration (get_context (), TRUE);
  return TRUE;
}

void
balie_test_wait_end (BalieTestWait *self)
{
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}
