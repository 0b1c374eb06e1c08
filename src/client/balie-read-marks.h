/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far this side has read: on disk at once, with the server when it can be reached. */
#pragma once

#include "balie-cache.h"
#include "balie-transport.h"

G_BEGIN_DECLS

#define BALIE_TYPE_READ_MARKS (balie_read_marks_get_type ())
G_DECLARE_FINAL_TYPE (BalieReadMarks, balie_read_marks, BALIE, READ_MARKS, GObject)

/**
 * balie_read_marks_new:
 * @marks: (element-type BalieReadMark): as the cache has them
 */
BalieReadMarks *balie_read_marks_new (BalieTransport *transport,
                                      BalieCache     *cache,
                                      GPtrArray      *marks);

/**
 * balie_read_marks_get:
 *
 * Returns: number of the newest message seen on this machine; 0 for none
 */
gint64 balie_read_marks_get (BalieReadMarks *self,
                             const char     *conversation);

/**
 * balie_read_marks_raise:
 *
 * Never moves back. While one mark of a conversation is being written or sent, later ones become one.
 *
 * Returns: whether it moved
 */
gboolean balie_read_marks_raise (BalieReadMarks *self,
                                 const char     *conversation,
                                 gint64          up_to);

/**
 * balie_read_marks_acknowledge:
 *
 * An event told that the server has it.
 */
void balie_read_marks_acknowledge (BalieReadMarks *self,
                                   const char     *conversation,
                                   gint64          up_to);

/**
 * balie_read_marks_set_open:
 * @open: whether the server can be reached
 */
void balie_read_marks_set_open (BalieReadMarks *self,
                                gboolean        open);

/**
 * balie_read_marks_forget_acknowledged:
 *
 * The server lost what it had.
 */
void balie_read_marks_forget_acknowledged (BalieReadMarks *self);

/**
 * balie_read_marks_write:
 *
 * Hands all that is not on disk to the cache; it is there when a job that is given to the cache after this has run.
 */
void balie_read_marks_write (BalieReadMarks *self);
void balie_read_marks_stop (BalieReadMarks *self);

G_END_DECLS
