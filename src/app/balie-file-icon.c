/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The icon of a file by its media type. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-file-icon.h"

/* The first that fits holds. */
static const struct
{
  const char *prefix;
  const char *icon_name;
} icons[] = {
  {"image/", "image-x-generic-symbolic"},
  {"audio/", "audio-x-generic-symbolic"},
  {"video/", "video-x-generic-symbolic"},
  {"text/csv", "x-office-spreadsheet-symbolic"},
  {"text/", "text-x-generic-symbolic"},
  {"application/pdf", "x-office-document-symbolic"},
  {"application/msword", "x-office-document-symbolic"},
  {"application/rtf", "x-office-document-symbolic"},
  {"application/vnd.oasis.opendocument.text", "x-office-document-symbolic"},
  {"application/vnd.openxmlformats-officedocument.wordprocessingml", "x-office-document-symbolic"},
  {"application/vnd.ms-excel", "x-office-spreadsheet-symbolic"},
  {"application/vnd.oasis.opendocument.spreadsheet", "x-office-spreadsheet-symbolic"},
  {"application/vnd.openxmlformats-officedocument.spreadsheetml", "x-office-spreadsheet-symbolic"},
  {"application/vnd.ms-powerpoint", "x-office-presentation-symbolic"},
  {"application/vnd.oasis.opendocument.presentation", "x-office-presentation-symbolic"},
  {"application/vnd.openxmlformats-officedocument.presentationml", "x-office-presentation-symbolic"},
  {"application/zip", "package-x-generic-symbolic"},
  {"application/gzip", "package-x-generic-symbolic"},
  {"application/x-7z-compressed", "package-x-generic-symbolic"},
  {"application/x-tar", "package-x-generic-symbolic"},
  {"application/x-xz", "package-x-generic-symbolic"},
  {"application/vnd.rar", "package-x-generic-symbolic"},
};

const char *
balie_file_icon_get (const char *media_type)
{
  for (gsize i = 0; media_type != NULL && i < G_N_ELEMENTS (icons); i++)
    if (g_str_has_prefix (media_type, icons[i].prefix))
      return icons[i].icon_name;

  return "text-x-generic-symbolic";
}
