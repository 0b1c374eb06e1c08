/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's program in a process of its own, which can be killed. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-server-process.h"

#include "balie-test-process.h"

#include <signal.h>
#include <string.h>

struct _BalieServerProcess
{
  GSubprocess *process;
  char        *program;
  char        *data;
  char        *listen;
  char        *address;
  gboolean     demo;
};

void
balie_server_process_start (BalieServerProcess *self)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  self->process = balie_test_process_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, self->program, "serve", "--data", self->data,
                                          "--listen", self->listen, "--print-address", self->demo ? "--demo" : NULL, NULL);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_free (self->address);
  self->address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->address);
  g_free (self->listen);
  self->listen = g_strdup (strstr (self->address, "//") + 2);
}

void
balie_server_process_kill (BalieServerProcess *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  /* Whoever ended by itself failed. */
  g_assert_true (g_subprocess_get_if_signaled (self->process));
  g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, SIGKILL);
  g_clear_object (&self->process);
}

BalieServerProcess *
balie_server_process_new (const char *program,
                          const char *data,
                          gboolean    demo)
{
  BalieServerProcess *self = g_new0 (BalieServerProcess, 1);

  self->program = g_strdup (program);
  self->data = g_strdup (data);
  self->listen = g_strdup ("127.0.0.1:0");
  self->demo = demo;
  balie_server_process_start (self);

  return self;
}

void
balie_server_process_free (BalieServerProcess *self)
{
  if (self->process != NULL)
    balie_server_process_kill (self);
  g_free (self->program);
  g_free (self->data);
  g_free (self->listen);
  g_free (self->address);
  g_free (self);
}

const char *
balie_server_process_get_address (BalieServerProcess *self)
{
  return self->address;
}
