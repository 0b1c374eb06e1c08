/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 by the processor's own instructions, beside GLib's. */
#include "balie-sha256.h"

static char *
hash (const char *data,
      gsize       length)
{
  g_autoptr (BalieSha256) sha256 = balie_sha256_new ();

  balie_sha256_update (sha256, data, length);

  return balie_sha256_dup_string (sha256);
}

/* Of FIPS 180-4 and its examples. */
static void
test_known (void)
{
  g_autofree char *million = g_strnfill (1000000, 'a');
  const struct
  {
    const char *data;
    gsize       length;
    const char *digest;
  } cases[] = {
    {"", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *digest = hash (cases[i].data, cases[i].length);

      g_assert_cmpstr (digest, ==, cases[i].digest);
    }
}

/* Each length around the ends of blocks, at each alignment. */
static void
test_lengths (void)
{
  char data[300];

  for (gsize i = 0; i < sizeof data; i++)
    data[i] = (char)g_test_rand_int ();

  for (gsize start = 0; start < 16; start++)
    {
      for (gsize length = 0; start + length <= sizeof data; length++)
        {
          g_autofree char *digest = hash (data + start, length);
          g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)data + start, length);

          g_assert_cmpstr (digest, ==, expected);
        }
    }
}

static void
test_parts (void)
{
  enum { SIZE = 10000 };
  g_autofree char *data = g_malloc (SIZE);

  for (gsize i = 0; i < SIZE; i++)
    data[i] = (char)g_test_rand_int ();

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (BalieSha256) sha256 = balie_sha256_new ();
      gsize n_done = 0;

      while (n_done < SIZE)
        {
          gsize            n = (gsize)g_test_rand_int_range (0, 200);
          g_autofree char *digest = NULL;
          g_autofree char *expected = NULL;

          n = MIN (n, SIZE - n_done);
          balie_sha256_update (sha256, data + n_done, n);
          n_done += n;
          if (round > 0 && n_done < SIZE)
            continue;

          /* What was asked for on the way must not change what comes. */
          digest = balie_sha256_dup_string (sha256);
          expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)data, n_done);
          g_assert_cmpstr (digest, ==, expected);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/sha256/known", test_known);
  g_test_add_func ("/base/sha256/lengths", test_lengths);
  g_test_add_func ("/base/sha256/parts", test_parts);

  return g_test_run ();
}
