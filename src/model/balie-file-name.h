/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files as people see them: texts, which never name anything on a disk. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_FILE_NAME_MAX:
 *
 * Most bytes of a name.
 */
#define BALIE_FILE_NAME_MAX 240

/**
 * balie_file_name_clean:
 * @name: valid UTF-8, from anywhere
 *
 * Makes one plain line of a name: without folders, control characters, marks that turn the direction of writing, and what
 * some systems drop from the end; shortened in the middle, so that it keeps its suffix.
 *
 * Returns: (transfer full): the name; `file` when nothing is left of it
 */
char *balie_file_name_clean (const char *name);

/**
 * balie_file_name_is_blocked:
 * @name: cleaned
 * @type: media type, lower case
 * @blocked: (array zero-terminated=1): media types and suffixes with their dot
 *
 * Returns: whether such a file is refused
 */
gboolean balie_file_name_is_blocked (const char        *name,
                                     const char        *type,
                                     const char *const *blocked);

/**
 * balie_file_name_is_type:
 *
 * Returns: whether @text is a media type without parameters
 */
gboolean balie_file_name_is_type (const char *text);

/**
 * balie_file_name_to_disposition:
 * @name: cleaned
 *
 * Returns: (transfer full): a `Content-Disposition` of RFC 6266 that makes a browser save the file, with the name of RFC 8187
 */
char *balie_file_name_to_disposition (const char *name);

G_END_DECLS
