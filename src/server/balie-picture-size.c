/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the first bytes of a file say about the picture in it. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-picture-size.h"

#include <string.h>

/* Callers have made sure that so many bytes are there. */
static guint32
get_big (const guint8 *data,
         gsize         n_bytes)
{
  guint32 value = 0;

  for (gsize i = 0; i < n_bytes; i++)
    value = value << 8 | data[i];
  return value;
}

static guint32
get_little (const guint8 *data,
            gsize         n_bytes)
{
  guint32 value = 0;

  for (gsize i = n_bytes; i > 0; i--)
    value = value << 8 | data[i - 1];
  return value;
}

static gboolean
has (const guint8 *data,
     gsize         length,
     gsize         offset,
     const char   *bytes,
     gsize         n_bytes)
{
  return length >= offset + n_bytes && memcmp (data + offset, bytes, n_bytes) == 0;
}

static gboolean
set (BaliePictureSize *size,
     const char       *type,
     guint32           width,
     guint32           height)
{
  if (width == 0 || height == 0 || width > G_MAXINT32 || height > G_MAXINT32)
    return FALSE;

  *size = (BaliePictureSize){type, (int)width, (int)height};
  return TRUE;
}

/* The header chunk is the first one, and of a fixed length. */
static gboolean
read_png (const guint8     *data,
          gsize             length,
          BaliePictureSize *size)
{
  return length >= 33 && has (data, length, 8, "\0\0\0\rIHDR", 8) &&
         set (size, "image/png", get_big (data + 16, 4), get_big (data + 20, 4));
}

static gboolean
read_gif (const guint8     *data,
          gsize             length,
          BaliePictureSize *size)
{
  return length >= 13 && set (size, "image/gif", get_little (data + 6, 2), get_little (data + 8, 2));
}

/* Three kinds of the same: lossy, lossless, and with something more, such as an animation. */
static gboolean
read_webp (const guint8     *data,
           gsize             length,
           BaliePictureSize *size)
{
  guint32 bits;

  if (length < 30)
    return FALSE;

  if (has (data, length, 12, "VP8 ", 4))
    return has (data, length, 23, "\x9d\x01\x2a", 3) &&
           set (size, "image/webp", get_little (data + 26, 2) & 0x3fff, get_little (data + 28, 2) & 0x3fff);
  if (has (data, length, 12, "VP8X", 4))
    return set (size, "image/webp", get_little (data + 24, 3) + 1, get_little (data + 27, 3) + 1);
  if (!has (data, length, 12, "VP8L", 4) || data[20] != 0x2f)
    return FALSE;

  bits = get_little (data + 21, 4);
  return set (size, "image/webp", (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
}

/* Whether a segment begins a frame, which has the size: SOF0 to SOF15 without those of the three numbers that mean something else. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* A row of segments, each with its length; before the first frame there may be some 64 KiB each of comments, previews and colours. */
static gboolean
read_jpeg (const guint8     *data,
           gsize             length,
           BaliePictureSize *size)
{
  gsize at = 2;

  while (at + 4 <= length && data[at] == 0xff)
    {
      guint8  marker = data[at + 1];
      guint32 n_bytes = get_big (data + at + 2, 2);

      /* A segment may be stuffed before, with as many 0xff as one likes. */
      if (marker == 0xff)
        {
          at++;
          continue;
        }

      /* 0xd9 and 0xda: the picture itself begins, or ends, without having said how large it is. */
      if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda) || n_bytes < 2)
        return FALSE;
      if (is_frame (marker))
        return n_bytes >= 8 && at + 9 <= length && set (size, "image/jpeg", get_big (data + at + 7, 2), get_big (data + at + 5, 2));
      at += 2 + (gsize)n_bytes;
    }
  return FALSE;
}

gboolean
balie_picture_size_read (const guint8     *data,
                         gsize             length,
                         BaliePictureSize *size)
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (size != NULL, FALSE);

  if (has (data, length, 0, "\x89PNG\r\n\x1a\n", 8))
    return read_png (data, length, size);
  if (has (data, length, 0, "\xff\xd8\xff", 3))
    return read_jpeg (data, length, size);
  if (has (data, length, 0, "GIF87a", 6) || has (data, length, 0, "GIF89a", 6))
    return read_gif (data, length, size);
  return has (data, length, 0, "RIFF", 4) && has (data, length, 8, "WEBP", 4) && read_webp (data, length, size);
}

/* Pictures whose size is not read here, and what they begin with. */
static const struct
{
  const char *type;
  gsize       offset;
  const char *bytes;
  gsize       n_bytes;
} others[] = {
  {"image/avif", 4, "ftypavi", 7},
  {"image/bmp", 0, "BM", 2},
  {"image/heic", 4, "ftyphei", 7},
  {"image/heic", 4, "ftypmif1", 8},
  {"image/heif", 4, "ftyphei", 7},
  {"image/heif", 4, "ftypmif1", 8},
  {"image/svg+xml", 0, "<", 1},
  {"image/svg+xml", 0, "\xef\xbb\xbf<", 4},
  {"image/tiff", 0, "II*\0", 4},
  {"image/tiff", 0, "MM\0*", 4},
};

const char *
balie_picture_size_check_type (const char   *announced,
                               const guint8 *data,
                               gsize         length)
{
  BaliePictureSize size;

  g_return_val_if_fail (announced != NULL, NULL);

  if (!g_str_has_prefix (announced, "image/"))
    return announced;
  if (balie_picture_size_read (data, length, &size))
    return size.type;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (g_str_equal (others[i].type, announced) && has (data, length, others[i].offset, others[i].bytes, others[i].n_bytes))
        return announced;
    }
  return "application/octet-stream";
}
