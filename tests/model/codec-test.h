/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of all codecs share: round trips, and faults with their paths. */
#pragma once

#include "balie-json-reader.h"
#include "balie-json-writer.h"

G_BEGIN_DECLS

/**
 * CodecTest:
 *
 * The three functions of one type, cast to these.
 */
typedef struct
{
  gpointer (*read) (BalieJsonReader *reader,
                    const char      *name);
  void (*write) (gconstpointer    value,
                 BalieJsonWriter *writer,
                 const char      *name);
  void (*free) (gpointer value);
} CodecTest;

#define CODEC_TEST(read_function, write_function, free_function)                        \
  {                                                                                     \
    .read = (gpointer (*) (BalieJsonReader *, const char *))read_function,              \
    .write = (void (*) (gconstpointer, BalieJsonWriter *, const char *))write_function, \
    .free = (void (*) (gpointer))free_function,                                         \
  }

/**
 * CodecFault:
 * @old: what stands in a good document; %NULL to put @new in its place as a whole
 * @new: what stands there instead
 * @message: the fault that this is, its path first
 */
typedef struct
{
  const char *old;
  const char *new;
  const char *message;
} CodecFault;

/**
 * codec_test_read:
 * @document: one value
 *
 * Returns: the value, read strictly and without fault
 */
gpointer codec_test_read (const CodecTest *codec,
                          const char      *document);

/**
 * codec_test_round_trip:
 * @document: compact, with its members in the order in which they are written
 *
 * Checks that @document is read, as a member and as the root, and written again to the letter.
 */
void codec_test_round_trip (const CodecTest *codec,
                            const char      *document);

/**
 * codec_test_faults:
 * @document: a good one
 * @faults: (array length=n_faults): what is changed in it, each alone
 */
void codec_test_faults (const CodecTest  *codec,
                        const char       *document,
                        const CodecFault *faults,
                        gsize             n_faults);

G_END_DECLS
