/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of read marks: up to where each side has seen a conversation. */
#pragma once

#include "balie-db.h"
#include "balie-person.h"

G_BEGIN_DECLS

/**
 * balie_read_store_move:
 * @side: whose mark
 * @up_to: number_in_conversation
 * @moved: (out) (optional): whether the mark moved; it never moves back
 */
gboolean balie_read_store_move (BalieDb    *db,
                                const char *conversation,
                                BalieRole   side,
                                gint64      up_to,
                                gboolean   *moved,
                                GError    **error);

G_END_DECLS
