/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of what comes in parts, as fast as the machine can. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-sha256.h"

#include <string.h>

#if defined(__x86_64__)
#  include <cpuid.h>
#  include <immintrin.h>
#endif

#define BLOCK 64
#define WORDS 8

/* Where the length of the message stands in its last block. */
#define LENGTH_AT (BLOCK - 8)

struct _BalieSha256
{
  GChecksum *checksum; /* where the processor is of no help; nothing of the below is used then */

  guint32 state[WORDS];
  guint8  rest[BLOCK]; /* of what came, less than a block */
  guint64 length;
};

#if defined(__x86_64__)

/* Of FIPS 180-4: what a message begins with, and the constant of each round. */
static const guint32 initial_state[WORDS] = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static const guint32 constants[BLOCK] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static gboolean
processor_can (void)
{
  static gsize known = 0;

  if (g_once_init_enter (&known))
    {
      guint    a, b, c, d;
      gboolean can = __get_cpuid (1, &a, &b, &c, &d) && (c & bit_SSSE3) && (c & bit_SSE4_1) &&
                     __get_cpuid_count (7, 0, &a, &b, &c, &d) && (b & bit_SHA);

      g_once_init_leave (&known, can ? 2 : 1);
    }

  return known == 2;
}

/* Four rounds at a time. The instructions want the state as the words ABEF and CDGH. */
__attribute__ ((target ("sha,sse4.1"))) static void
compress_blocks (guint32       state[WORDS],
                 const guint8 *data,
                 gsize         n_blocks)
{
  const __m128i big_endian = _mm_set_epi64x (0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i       abcd = _mm_shuffle_epi32 (_mm_loadu_si128 ((const __m128i *)state), 0xb1);
  __m128i       efgh = _mm_shuffle_epi32 (_mm_loadu_si128 ((const __m128i *)(state + 4)), 0x1b);
  __m128i       abef = _mm_alignr_epi8 (abcd, efgh, 8);
  __m128i       cdgh = _mm_blend_epi16 (efgh, abcd, 0xf0);

  for (; n_blocks > 0; n_blocks--, data += BLOCK)
    {
      const __m128i abef_before = abef;
      const __m128i cdgh_before = cdgh;
      __m128i       words[4];

      for (guint i = 0; i < 4; i++)
        words[i] = _mm_shuffle_epi8 (_mm_loadu_si128 ((const __m128i *)data + i), big_endian);

#  pragma GCC unroll 16
      for (guint i = 0; i < 16; i++)
        {
          __m128i round = _mm_add_epi32 (words[i % 4], _mm_loadu_si128 ((const __m128i *)constants + i));
          __m128i next = _mm_sha256msg1_epu32 (words[i % 4], words[(i + 1) % 4]);

          cdgh = _mm_sha256rnds2_epu32 (cdgh, abef, round);
          abef = _mm_sha256rnds2_epu32 (abef, cdgh, _mm_shuffle_epi32 (round, 0x0e));
          next = _mm_add_epi32 (next, _mm_alignr_epi8 (words[(i + 3) % 4], words[(i + 2) % 4], 4));
          words[i % 4] = _mm_sha256msg2_epu32 (next, words[(i + 3) % 4]);
        }

      abef = _mm_add_epi32 (abef, abef_before);
      cdgh = _mm_add_epi32 (cdgh, cdgh_before);
    }

  abcd = _mm_shuffle_epi32 (abef, 0x1b);
  efgh = _mm_shuffle_epi32 (cdgh, 0xb1);
  _mm_storeu_si128 ((__m128i *)state, _mm_blend_epi16 (abcd, efgh, 0xf0));
  _mm_storeu_si128 ((__m128i *)(state + 4), _mm_alignr_epi8 (efgh, abcd, 8));
}

#else

static const guint32 initial_state[WORDS];

static gboolean
processor_can (void)
{
  return FALSE;
}

static void
compress_blocks (guint32       state[WORDS],
                 const guint8 *data,
                 gsize         n_blocks)
{
  g_assert_not_reached ();
}

#endif

BalieSha256 *
balie_sha256_new (void)
{
  BalieSha256 *self = g_new0 (BalieSha256, 1);

  if (processor_can ())
    memcpy (self->state, initial_state, sizeof self->state);
  else
    self->checksum = g_checksum_new (G_CHECKSUM_SHA256);

  return self;
}

void
balie_sha256_free (BalieSha256 *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->checksum, g_checksum_free);
  g_free (self);
}

void
balie_sha256_update (BalieSha256 *self,
                     const void  *data,
                     gsize        length)
{
  const guint8 *next = data;
  gsize         n_rest = self->length % BLOCK;

  if (self->checksum != NULL)
    {
      g_checksum_update (self->checksum, data, (gssize)length);
      return;
    }

  self->length += length;
  if (n_rest > 0)
    {
      gsize n_taken = MIN (length, BLOCK - n_rest);

      memcpy (self->rest + n_rest, next, n_taken);
      if (n_rest + n_taken < BLOCK)
        return;

      compress_blocks (self->state, self->rest, 1);
      next += n_taken;
      length -= n_taken;
    }

  compress_blocks (self->state, next, length / BLOCK);
  if (length % BLOCK > 0)
    memcpy (self->rest, next + length - length % BLOCK, length % BLOCK);
}

char *
balie_sha256_dup_string (const BalieSha256 *self)
{
  guint32  state[WORDS];
  guint8   last[2 * BLOCK] = {0};
  guint64  n_bits = GUINT64_TO_BE (self->length * 8);
  gsize    n_rest = self->length % BLOCK;
  gsize    n_blocks = n_rest < LENGTH_AT ? 1 : 2;
  GString *string;

  if (self->checksum != NULL)
    {
      g_autoptr (GChecksum) checksum = g_checksum_copy (self->checksum);

      return g_strdup (g_checksum_get_string (checksum));
    }

  memcpy (state, self->state, sizeof state);
  memcpy (last, self->rest, n_rest);
  last[n_rest] = 0x80;
  memcpy (last + (n_blocks - 1) * BLOCK + LENGTH_AT, &n_bits, sizeof n_bits);
  compress_blocks (state, last, n_blocks);

  string = g_string_sized_new (WORDS * 8);
  for (guint i = 0; i < WORDS; i++)
    g_string_append_printf (string, "%08x", state[i]);

  return g_string_free (string, FALSE);
}
