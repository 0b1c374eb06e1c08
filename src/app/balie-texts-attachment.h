/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for files: how large, how far, how long, and why one cannot go. */
#pragma once

#include "balie-desk.h"
#include "balie-error.h"

G_BEGIN_DECLS

/**
 * balie_texts_dup_size:
 * @bytes: not negative
 *
 * Returns: (transfer full): such as `214 kB`, `48.0 MB`, in the units of the system's file manager
 */
char *balie_texts_dup_size (gint64 bytes);

/**
 * balie_texts_dup_part:
 * @part: bytes
 * @whole: bytes
 *
 * Returns: (transfer full): how much of a size, in the unit of the whole: `31.4 of 48.0 MB`
 */
char *balie_texts_dup_part (gint64 part,
                            gint64 whole);

/**
 * balie_texts_dup_time_left:
 * @seconds: not negative
 *
 * Returns: (transfer full): such as `12 seconds left`, `3 minutes left`
 */
char *balie_texts_dup_time_left (int seconds);

/**
 * balie_texts_dup_files:
 * @n_files: how many
 * @bytes: of all of them
 * @limit: bytes that they may have together, 0 when that is not known
 *
 * Returns: (transfer full): such as `3 files, 48.2 of 100 MB`
 */
char *balie_texts_dup_files (guint  n_files,
                             gint64 bytes,
                             gint64 limit);

/**
 * balie_texts_dup_pasted_name:
 * @time: milliseconds since 1970
 *
 * Returns: (transfer full): name of a picture that had none, such as `Pasted picture 2026-11-24 09.41.png`
 */
char *balie_texts_dup_pasted_name (gint64     time,
                                   GTimeZone *zone);

/**
 * balie_texts_dup_file_refusal:
 * @code: of the refusal
 * @type: (nullable): of it: the server's problem, or what was found here
 * @size: of the file in bytes
 * @limits: (nullable): of the desk
 *
 * Returns: (transfer full): why a file cannot go with a message, and what helps; without a full stop, to stand in its row
 */
char *balie_texts_dup_file_refusal (BalieError         code,
                                    const char        *type,
                                    gint64             size,
                                    const BalieLimits *limits);

G_END_DECLS
