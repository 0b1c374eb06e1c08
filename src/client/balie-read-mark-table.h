/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far this side has read, and how far the server knows it. */
#pragma once

#include "balie-db.h"

G_BEGIN_DECLS

/**
 * BalieReadMark:
 * @conversation: id
 * @up_to: number of the newest message that was seen
 * @flushed_to: what the server has acknowledged
 */
typedef struct
{
  char  *conversation;
  gint64 up_to;
  gint64 flushed_to;
} BalieReadMark;

void balie_read_mark_free (BalieReadMark *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieReadMark, balie_read_mark_free)

/**
 * balie_read_mark_table_raise:
 *
 * Neither number ever becomes smaller.
 */
gboolean balie_read_mark_table_raise (BalieDb    *db,
                                      const char *conversation,
                                      gint64      up_to,
                                      gint64      flushed_to,
                                      GError    **error);

/**
 * balie_read_mark_table_list:
 *
 * Returns: (transfer full) (element-type BalieReadMark): all there are
 */
GPtrArray *balie_read_mark_table_list (BalieDb *db,
                                       GError **error);

/**
 * balie_read_mark_table_forget_flushed:
 *
 * The server has lost what it acknowledged.
 */
gboolean balie_read_mark_table_forget_flushed (BalieDb *db,
                                               GError **error);

G_END_DECLS
