/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts: read, written, and what is wrong with bad ones. */
#include "balie-account.h"

#include "codec-test.h"

#define ID "0a1b2c3d-0000-4000-8000-000000000001"
#define CHAT "0a1b2c3d-0000-4000-8000-000000000002"
#define WHOLE "{\"id\":\"" ID "\",\"username\":\"j.visser\",\"name\":\"Jan Visser\",\"role\":\"customer\"," \
              "\"email\":\"j.visser@example.nl\",\"language\":\"nl\",\"notify_by_email\":false,\"chat\":\"" CHAT "\"}"

static const CodecTest codec = CODEC_TEST (balie_account_read, balie_account_write, balie_account_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, WHOLE);
  codec_test_round_trip (&codec, "{\"id\":\"" ID "\",\"username\":\"sanne\",\"name\":\"Sanne de Boer\",\"role\":\"staff\",\"notify_by_email\":true}");
}

static void
test_values (void)
{
  g_autoptr (BalieAccount) account = codec_test_read (&codec, WHOLE);
  g_autoptr (BalieAccount) least = codec_test_read (&codec, "{\"id\":\"" ID "\",\"username\":\"a\",\"name\":\"A\",\"role\":\"staff\"}");

  g_assert_cmpstr (account->id, ==, ID);
  g_assert_cmpstr (account->username, ==, "j.visser");
  g_assert_cmpstr (account->name, ==, "Jan Visser");
  g_assert_cmpint (account->role, ==, BALIE_ROLE_CUSTOMER);
  g_assert_cmpstr (account->email, ==, "j.visser@example.nl");
  g_assert_cmpstr (account->language, ==, "nl");
  g_assert_false (account->notify_by_email);
  g_assert_cmpstr (account->chat, ==, CHAT);

  g_assert_cmpint (least->role, ==, BALIE_ROLE_STAFF);
  g_assert_null (least->email);
  g_assert_null (least->chat);
  g_assert_true (least->notify_by_email);
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "[]", ": expected object"},
    {"\"" ID "\"", "null", "id: is required"},
    {ID, "1", "id: expected UUID in lower case"},
    {"\"j.visser\"", "7", "username: expected string"},
    {"\"Jan Visser\"", "null", "name: is required"},
    {"\"customer\"", "\"system\"", "role: must be one of customer, staff"},
    {"\"nl\"", "[\"nl\"]", "language: expected string"},
    {"false", "0", "notify_by_email: expected boolean"},
    {CHAT, "", "chat: expected UUID in lower case"},
    {"\"email\"", "\"e-mail\"", "e-mail: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/round-trip", test_round_trip);
  g_test_add_func ("/account/values", test_values);
  g_test_add_func ("/account/faults", test_faults);
  return g_test_run ();
}
