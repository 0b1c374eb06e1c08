/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files may be opened from here, and which can only be saved. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieFileSafety:
 * @BALIE_FILE_SAFE: a document, picture, recording, archive or text
 * @BALIE_FILE_PROGRAM: something that a computer runs: a program, a library, a script, an installer, a launcher
 * @BALIE_FILE_PAGE: a web page or what a browser treats as one; opened from a disk, its scripts may do more than those of a site
 */
typedef enum {
  BALIE_FILE_SAFE,
  BALIE_FILE_PROGRAM,
  BALIE_FILE_PAGE,
} BalieFileSafety;

/**
 * BALIE_FILE_SAFETY_SNIFFED:
 *
 * How many bytes from the start of a file decide.
 */
#define BALIE_FILE_SAFETY_SNIFFED 4096

/**
 * balie_file_safety_judge:
 * @name: of the file, cleaned
 * @data: (array length=length): how it begins
 *
 * Judges by the name and by the content, and believes the worse of the two: what calls itself a picture and begins as a program is a
 * program, and so is what calls itself one.
 */
BalieFileSafety balie_file_safety_judge (const char *name,
                                         const void *data,
                                         gsize       length);

G_END_DECLS
