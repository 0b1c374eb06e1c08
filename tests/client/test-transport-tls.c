/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose certificates are believed. */
#include "balie-client-test.h"
#include "balie-error.h"
#include "balie-raw-server.h"

/* Asks a server that shows @certificate, trusting @authority beside the system's authorities. */
static void
assert_believed (const char *certificate,
                 const char *authority,
                 gboolean    believed)
{
  g_autofree char *certificate_file = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", certificate, NULL);
  g_autofree char *authority_file = authority == NULL ? NULL : g_test_build_filename (G_TEST_DIST, "fixtures", "tls", authority, NULL);
  g_autoptr (BalieRawServer) server = balie_raw_server_new (certificate_file);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), authority_file);
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  balie_transport_set_token (transport, "secret");
  balie_raw_server_add_json (server, 200, NULL, "{}");
  answer = balie_test_request (transport, "GET", "/v1/me", NULL, NULL, &error);
  if (believed)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (answer->status, ==, 200);
    }
  else
    {
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
      g_assert_cmpuint (balie_raw_server_get_n_requests (server), ==, 0);
    }
}

static void
test_own_authority (void)
{
  assert_believed ("good.pem", "authority.pem", TRUE);
}

static void
test_system_only (void)
{
  assert_believed ("good.pem", NULL, FALSE);
}

/* An own authority is an authority, and no leave to look away. */
static void
test_faults (void)
{
  assert_believed ("other-host.pem", "authority.pem", FALSE);
  assert_believed ("expired.pem", "authority.pem", FALSE);
  assert_believed ("foreign.pem", "authority.pem", FALSE);
}

static void
test_authority_missing (void)
{
  assert_believed ("good.pem", "no-such-file.pem", FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/tls/own-authority", test_own_authority);
  g_test_add_func ("/transport/tls/system-only", test_system_only);
  g_test_add_func ("/transport/tls/faults", test_faults);
  g_test_add_func ("/transport/tls/authority-missing", test_authority_missing);
  return g_test_run ();
}
