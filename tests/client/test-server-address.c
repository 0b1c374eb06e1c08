/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type for a server. */
#include "balie-error.h"
#include "balie-server-address.h"

static void
test_accepted (void)
{
  static const struct
  {
    const char        *typed;
    const char        *address;
    BalieAddressSafety safety;
  } cases[] = {
    {"desk.example.com", "https://desk.example.com", BALIE_ADDRESS_SAFE},
    {"  desk.example.com\n", "https://desk.example.com", BALIE_ADDRESS_SAFE},
    {"Desk.EXAMPLE.com.", "https://desk.example.com", BALIE_ADDRESS_SAFE},
    {"HTTPS://desk.example.com/", "https://desk.example.com", BALIE_ADDRESS_SAFE},
    {"https://example.com/support/", "https://example.com/support", BALIE_ADDRESS_SAFE},
    {"https://example.com/support///", "https://example.com/support", BALIE_ADDRESS_SAFE},
    {"example.com/a/b", "https://example.com/a/b", BALIE_ADDRESS_SAFE},
    {"example.com/a%2fb", "https://example.com/a%2Fb", BALIE_ADDRESS_SAFE},
    {"example.com/h\303\251", "https://example.com/h%C3%A9", BALIE_ADDRESS_SAFE},
    {"example.com:443", "https://example.com", BALIE_ADDRESS_SAFE},
    {"example.com:8443", "https://example.com:8443", BALIE_ADDRESS_SAFE},
    {"http://example.com:80", "http://example.com", BALIE_ADDRESS_UNENCRYPTED},
    {"http://example.com:443", "http://example.com:443", BALIE_ADDRESS_UNENCRYPTED},
    {"http://192.0.2.7:8080", "http://192.0.2.7:8080", BALIE_ADDRESS_UNENCRYPTED},
    {"192.0.2.7", "https://192.0.2.7", BALIE_ADDRESS_SAFE},
    {"localhost", "http://localhost", BALIE_ADDRESS_SAFE},
    {"LOCALHOST:8080/", "http://localhost:8080", BALIE_ADDRESS_SAFE},
    {"localhost.example.com", "https://localhost.example.com", BALIE_ADDRESS_SAFE},
    {"http://localhost.example.com", "http://localhost.example.com", BALIE_ADDRESS_UNENCRYPTED},
    {"127.0.0.1:8080", "http://127.0.0.1:8080", BALIE_ADDRESS_SAFE},
    {"127.255.255.254", "http://127.255.255.254", BALIE_ADDRESS_SAFE},
    {"http://127.0.0.1:8080", "http://127.0.0.1:8080", BALIE_ADDRESS_SAFE},
    {"https://127.0.0.1:8080", "https://127.0.0.1:8080", BALIE_ADDRESS_SAFE},
    {"http://127.0.0.1.example.com", "http://127.0.0.1.example.com", BALIE_ADDRESS_UNENCRYPTED},
    {"[::1]:8080", "http://[::1]:8080", BALIE_ADDRESS_SAFE},
    {"http://[::2]", "http://[::2]", BALIE_ADDRESS_UNENCRYPTED},
    {"[2001:DB8::1]", "https://[2001:db8::1]", BALIE_ADDRESS_SAFE},
    {"b\303\274cher.example", "https://xn--bcher-kva.example", BALIE_ADDRESS_SAFE},
    {"help_desk.example", "https://help_desk.example", BALIE_ADDRESS_SAFE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BalieAddressSafety safety = BALIE_ADDRESS_UNENCRYPTED;
      g_autoptr (GError) error = NULL;
      g_autofree char *address = balie_server_address_parse (cases[i].typed, &safety, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, cases[i].address);
      g_assert_cmpint (safety, ==, cases[i].safety);

      /* What it makes, it understands, and leaves as it is. */
      again = balie_server_address_parse (address, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again, ==, address);
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "   ",
    "https://",
    "https:///support",
    "://example.com",
    "ftp://example.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "mailto:desk@example.com",
    "user@example.com",
    "https://user:password@example.com",
    "https://@example.com",
    "example.com?a=b",
    "example.com/#top",
    "example.com:0",
    "example.com:65536",
    "example.com:port",
    "exa mple.com",
    "exa\tmple.com",
    "a..example.com",
    ".example.com",
    ".",
    "exam%70le.com/%zz",
    "<b>example.com</b>",
    "example.com//admin",
    "[::1",
    "[zebra]",
    "\377example.com",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = balie_server_address_parse (cases[i], NULL, &error);

      if (address != NULL)
        g_test_message ("accepted: %s", cases[i]);
      g_assert_null (address);
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
    }
}

static void
test_too_long (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *label = g_strnfill (4000, 'a');

  g_assert_null (balie_server_address_parse (label, NULL, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-address/accepted", test_accepted);
  g_test_add_func ("/server-address/refused", test_refused);
  g_test_add_func ("/server-address/too-long", test_too_long);
  return g_test_run ();
}
