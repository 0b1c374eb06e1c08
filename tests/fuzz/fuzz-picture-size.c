/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any bytes as the beginning of a picture. What is one has a size, its own type, and stays one when more follows. */
#include "fuzz.h"

#include "balie-picture-size.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         length)
{
  BaliePictureSize   picture = {0};
  BaliePictureSize   longer_picture = {0};
  g_autofree guint8 *longer = g_malloc0 (length + 64);
  const char        *type = balie_picture_size_check_type ("image/png", data, length);

  if (!balie_picture_size_read (data, length, &picture))
    {
      g_assert_cmpstr (type, ==, "application/octet-stream");
      return 0;
    }

  g_assert_cmpstr (type, ==, picture.type);
  g_assert_cmpint (picture.width, >, 0);
  g_assert_cmpint (picture.height, >, 0);
  memcpy (longer, data, length);
  g_assert_true (balie_picture_size_read (longer, length + 64, &longer_picture));
  g_assert_cmpint (longer_picture.width, ==, picture.width);
  g_assert_cmpint (longer_picture.height, ==, picture.height);
  return 0;
}
