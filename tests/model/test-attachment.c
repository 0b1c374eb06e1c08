/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments: read, written, and what is wrong with bad ones. */
#include "balie-attachment.h"

#include "codec-test.h"

#define ID "0a1b2c3d-0000-4000-8000-000000000001"
#define SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define WHOLE "{\"id\":\"" ID "\",\"name\":\"scherm.png\",\"type\":\"image/png\",\"size\":104857600," \
              "\"sha256\":\"" SHA256 "\",\"width\":1920,\"height\":1080,\"state\":\"ready\"}"

static const CodecTest codec = CODEC_TEST (balie_attachment_read, balie_attachment_write, balie_attachment_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, WHOLE);
  codec_test_round_trip (&codec, "{\"id\":\"" ID "\",\"name\":\"\",\"type\":\"text/plain\",\"size\":0,\"state\":\"checking\"}");
  codec_test_round_trip (&codec, "{\"id\":\"" ID "\",\"name\":\"a\",\"type\":\"text/plain\",\"size\":9223372036854775807,\"state\":\"refused\"}");
}

static void
test_values (void)
{
  g_autoptr (BalieAttachment) attachment = codec_test_read (&codec, WHOLE);

  g_assert_cmpstr (attachment->id, ==, ID);
  g_assert_cmpstr (attachment->name, ==, "scherm.png");
  g_assert_cmpstr (attachment->type, ==, "image/png");
  g_assert_cmpint (attachment->size, ==, 104857600);
  g_assert_cmpstr (attachment->sha256, ==, SHA256);
  g_assert_cmpint (attachment->width, ==, 1920);
  g_assert_cmpint (attachment->height, ==, 1080);
  g_assert_cmpint (attachment->state, ==, BALIE_ATTACHMENT_READY);
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "null", ": is required"},
    {"\"" ID "\"", "null", "id: is required"},
    {"\"scherm.png\"", "null", "name: is required"},
    {"\"image/png\"", "null", "type: is required"},
    {"104857600", "null", "size: is required"},
    {"104857600", "-1", "size: must be at least 0"},
    {"104857600", "1.5", "size: expected integer"},
    {"0123456789", "0123456789a", "sha256: expected 64 hexadecimal digits in lower case"},
    {"9abcdef", "9ABCDEF", "sha256: expected 64 hexadecimal digits in lower case"},
    {"1920", "2147483648", "width: must be 0 to 2147483647"},
    {"1080", "\"1080\"", "height: expected integer"},
    {"\"ready\"", "\"gone\"", "state: must be one of ready, checking, refused"},
    {"\"size\"", "\"path\":\"/etc\",\"size\"", "path: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attachment/round-trip", test_round_trip);
  g_test_add_func ("/attachment/values", test_values);
  g_test_add_func ("/attachment/faults", test_faults);
  return g_test_run ();
}
