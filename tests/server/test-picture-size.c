/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is believed of the header of a picture, and what of a file that says it is one. */
#include "balie-picture-size.h"
#include "balie-test-desk.h"

#include <string.h>

/* A string constant that holds a zero is as long as it is written. */
#define BYTES(text) text, sizeof (text) - 1

#define PNG(width, height) BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR" width height "\x08\x02\0\0\0\xaa\xbb\xcc\xdd")
#define SOF(marker, height, width) "\xff" marker "\0\x0b\x08" height width "\x01\x01\x11\0"

static const struct
{
  const char *name;
  const char *bytes;
  gsize       length;
  const char *type;
  int         width;
  int         height;
} pictures[] = {
  {"png", PNG ("\0\0\x04\xd2", "\0\0\0\x01"), "image/png", 1234, 1},
  {"png-flood", PNG ("\0\1\0\0", "\0\1\0\0"), "image/png", 65536, 65536},
  {"png-largest", PNG ("\x7f\xff\xff\xff", "\x7f\xff\xff\xff"), "image/png", G_MAXINT32, G_MAXINT32},
  {"png-too-large", PNG ("\x80\0\0\0", "\0\0\0\1"), NULL, 0, 0},
  {"png-of-nothing", PNG ("\0\0\0\0", "\0\0\0\1"), NULL, 0, 0},
  {"png-without-header", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIDAT\0\0\0\1\0\0\0\1\x08\x02\0\0\0\xaa\xbb\xcc\xdd"), NULL, 0, 0},
  {"gif-87", BYTES ("GIF87a\x03\x01\x02\0\0\0\0"), "image/gif", 259, 2},
  {"gif-89", BYTES ("GIF89a\x03\0\x02\0\0\0\0"), "image/gif", 3, 2},
  {"gif-of-nothing", BYTES ("GIF89a\0\0\x02\0\0\0\0"), NULL, 0, 0},
  {"gif-88", BYTES ("GIF88a\x03\0\x02\0\0\0\0"), NULL, 0, 0},
  {"jpeg", BYTES ("\xff\xd8" SOF ("\xc0", "\x01\0", "\x02\x03")), "image/jpeg", 515, 256},
  {"jpeg-progressive", BYTES ("\xff\xd8\xff\xe0\0\x04xx" SOF ("\xc2", "\0\x07", "\0\x09")), "image/jpeg", 9, 7},
  {"jpeg-stuffed", BYTES ("\xff\xd8\xff\xfe\0\x02\xff\xff" SOF ("\xc1", "\0\x07", "\0\x09")), "image/jpeg", 9, 7},
  {"jpeg-with-preview", BYTES ("\xff\xd8\xff\xe1\0\x0f" SOF ("\xc0", "\0\x01", "\0\x01") SOF ("\xc0", "\0\x08", "\0\x08")), "image/jpeg", 8, 8},
  {"jpeg-with-tables-alone", BYTES ("\xff\xd8" SOF ("\xc4", "\0\x07", "\0\x09")), NULL, 0, 0},
  {"jpeg-without-frame", BYTES ("\xff\xd8\xff\xda\0\x08" SOF ("\xc0", "\0\x07", "\0\x09")), NULL, 0, 0},
  {"jpeg-of-no-length", BYTES ("\xff\xd8\xff\xe0\0\0" SOF ("\xc0", "\0\x07", "\0\x09")), NULL, 0, 0},
  {"jpeg-of-short-frame", BYTES ("\xff\xd8\xff\xc0\0\x07\x08\0\x07\0\x09\x01\x01\x11\0"), NULL, 0, 0},
  {"jpeg-beyond-its-end", BYTES ("\xff\xd8\xff\xe0\xff\xff" SOF ("\xc0", "\0\x07", "\0\x09")), NULL, 0, 0},
  {"jpeg-of-nothing", BYTES ("\xff\xd8" SOF ("\xc0", "\0\0", "\0\x09")), NULL, 0, 0},
  {"webp-lossy", BYTES ("RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x03\xc0\x02\x40"), "image/webp", 3, 2},
  {"webp-lossy-without-start", BYTES ("RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2b\x03\0\x02\0"), NULL, 0, 0},
  {"webp-lossless", BYTES ("RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x02\x40\0\0\0\0\0\0\0"), "image/webp", 3, 2},
  {"webp-lossless-without-start", BYTES ("RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2e\x02\x40\0\0\0\0\0\0\0"), NULL, 0, 0},
  {"webp-extended", BYTES ("RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\x01\0\0"), "image/webp", 16777216, 2},
  {"webp-of-another-kind", BYTES ("RIFF\x16\0\0\0WEBPVP9 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x03\0\x02\0"), NULL, 0, 0},
  {"wave", BYTES ("RIFF\x16\0\0\0WAVEVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\x01\0\0"), NULL, 0, 0},
  {"elf", BYTES ("\x7f"
                 "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
   NULL, 0, 0},
  {"nothing", "", 0, NULL, 0, 0},
};

/* Each, and every beginning of it on the heap to its exact size; a beginning says the same as the whole, or nothing. */
static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_test_message ("%s", pictures[i].name);
      for (gsize length = 0; length <= pictures[i].length; length++)
        {
          g_autofree guint8 *beginning = g_memdup2 (pictures[i].bytes, length);
          BaliePictureSize   size = {0};
          gboolean           is_picture = balie_picture_size_read (beginning, length, &size);

          if (length == pictures[i].length)
            g_assert_cmpint (is_picture, ==, pictures[i].type != NULL);
          if (!is_picture)
            continue;

          g_assert_cmpstr (size.type, ==, pictures[i].type);
          g_assert_cmpint (size.width, ==, pictures[i].width);
          g_assert_cmpint (size.height, ==, pictures[i].height);
        }
    }
}

static void
test_types (void)
{
  static const struct
  {
    const char *announced;
    const char *bytes;
    gsize       length;
    const char *type;
  } cases[] = {
    {"image/png", PNG ("\0\0\0\1", "\0\0\0\1"), "image/png"},
    {"image/jpeg", PNG ("\0\0\0\1", "\0\0\0\1"), "image/png"},
    {"image/jpg", BYTES ("\xff\xd8" SOF ("\xc0", "\0\x07", "\0\x09")), "image/jpeg"},
    {"image/png", BYTES ("\x7f"
                         "ELF\x02\x01\x01"),
     "application/octet-stream"},
    {"image/png", BYTES ("MZ\x90\0"), "application/octet-stream"},
    {"image/png", BYTES ("<svg/>"), "application/octet-stream"},
    {"image/png", "", 0, "application/octet-stream"},
    {"image/svg+xml", BYTES ("<svg/>"), "image/svg+xml"},
    {"image/svg+xml", BYTES ("\xef\xbb\xbf<svg/>"), "image/svg+xml"},
    {"image/svg+xml", BYTES ("\x7f"
                             "ELF"),
     "application/octet-stream"},
    {"image/bmp", BYTES ("BM\0\0"), "image/bmp"},
    {"image/tiff", BYTES ("II*\0"), "image/tiff"},
    {"image/heic", BYTES ("\0\0\0\x18"
                          "ftypheic"),
     "image/heic"},
    {"image/x-something", BYTES ("something"), "application/octet-stream"},
    {"text/plain", PNG ("\0\0\0\1", "\0\0\0\1"), "text/plain"},
    {"application/x-elf", BYTES ("\x7f"
                                 "ELF"),
     "application/x-elf"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (balie_picture_size_check_type (cases[i].announced, (const guint8 *)cases[i].bytes, cases[i].length), ==, cases[i].type);
}

/* Sends a file that says it is a PNG. Returns the answer to its end. */
static BalieTestAnswer *
upload (BalieTestDesk *desk,
        const char    *id,
        const char    *bytes,
        gsize          length)
{
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autofree char *finish_path = g_strconcat (path, "/finish", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)bytes, length);
  g_autoptr (GBytes) body = g_bytes_new (bytes, length);
  g_autoptr (BalieTestAnswer) announced = balie_test_desk_call (desk, JAN, "PUT", path, "{\"size\":%" G_GSIZE_FORMAT ",\"sha256\":\"%s\",\"name\":\"a.png\",\"type\":\"image/png\"}", length, sha256);
  const BalieTestRequest request = {
    .method = "PATCH",
    .path = path,
    .token = balie_test_desk_sign_in (desk, JAN),
    .content_type = "application/partial-upload",
    .header = "Upload-Offset",
    .value = "0",
    .body = body,
  };
  g_autoptr (BalieTestAnswer) sent = balie_test_desk_send (desk, &request);

  g_assert_cmpuint (announced->status, ==, 201);
  g_assert_cmpuint (sent->status, ==, 204);
  return balie_test_desk_call (desk, JAN, "POST", finish_path, NULL);
}

/* A picture's size goes with it wherever the attachment is shown; a program that is called one is neither stated nor served as one. */
static void
test_upload (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *picture_id = g_uuid_string_random ();
  g_autofree char *program_id = g_uuid_string_random ();
  g_autofree char *program_path = g_strconcat ("/v1/attachments/", program_id, NULL);
  g_autofree char *message_id = g_uuid_string_random ();
  g_autofree char *message_path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages/", message_id, NULL);
  g_autoptr (BalieTestAnswer) picture = upload (desk, picture_id, PNG ("\0\0\x04\xd2", "\0\0\0\x07"));
  g_autoptr (BalieTestAnswer) program = upload (desk, program_id, BYTES ("\x7f"
                                                                         "ELF\x02\x01\x01\0"));
  g_autoptr (BalieTestAnswer) message = NULL;
  g_autoptr (BalieTestAnswer) fetched = NULL;
  JsonObject *attachment;

  g_assert_cmpuint (picture->status, ==, 200);
  attachment = balie_test_object (picture->json, "attachment");
  g_assert_cmpint (balie_test_int (attachment, "width"), ==, 1234);
  g_assert_cmpint (balie_test_int (attachment, "height"), ==, 7);

  g_assert_cmpuint (program->status, ==, 200);
  attachment = balie_test_object (program->json, "attachment");
  g_assert_cmpstr (balie_test_string (attachment, "type"), ==, "application/octet-stream");
  g_assert_false (json_object_has_member (attachment, "width"));

  message = balie_test_desk_call (desk, JAN, "PUT", message_path, "{\"text\":\"x\",\"attachments\":[\"%s\",\"%s\"]}", picture_id, program_id);
  g_assert_cmpuint (message->status, ==, 201);
  attachment = json_array_get_object_element (balie_test_array (message->json, "attachments"), 0);
  g_assert_cmpint (balie_test_int (attachment, "width"), ==, 1234);
  fetched = balie_test_desk_call (desk, SANNE, "GET", program_path, NULL);
  g_assert_cmpuint (fetched->status, ==, 200);
  g_assert_cmpstr (fetched->content_type, ==, "application/octet-stream");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-size/table", test_table);
  g_test_add_func ("/picture-size/types", test_types);
  g_test_add_func ("/picture-size/upload", test_upload);
  return g_test_run ();
}
