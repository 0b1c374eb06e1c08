/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last lines of a log, within bounds: what is asked for when something went wrong. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieLogRing:
 *
 * Any thread may use it.
 */
typedef struct _BalieLogRing BalieLogRing;

/**
 * balie_log_ring_new:
 * @max_lines: how many lines are kept
 * @max_size: how many bytes they have together, their line ends counted
 */
BalieLogRing *balie_log_ring_new (guint max_lines,
                                  gsize max_size);
void          balie_log_ring_free (BalieLogRing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieLogRing, balie_log_ring_free)

/**
 * balie_log_ring_add:
 * @line: made valid UTF-8 and a single line; one longer than all may be is cut
 *
 * Adds a line, for which the oldest ones make room.
 */
void balie_log_ring_add (BalieLogRing *self,
                         const char   *line);

/**
 * balie_log_ring_dup_text:
 *
 * Returns: (transfer full): the lines, oldest first, each with its line end
 */
char *balie_log_ring_dup_text (BalieLogRing *self);

G_END_DECLS
