/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things that expire, mostly all after the same time, watched by one timer however many they are. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieExpiry:
 *
 * Embedded in what expires. Zero-filled, it is in no queue.
 */
typedef struct
{
  /*< private >*/
  GList    link;
  gint64   due;
  gpointer queue;
} BalieExpiry;

typedef struct _BalieExpiryQueue BalieExpiryQueue;

/**
 * BalieExpired:
 * @owner: what expired; it is no longer in the queue
 */
typedef void (*BalieExpired) (gpointer owner,
                              gpointer user_data);

/**
 * balie_expiry_queue_new:
 * @milliseconds: until a thing expires
 *
 * Works in the caller's thread-default main context. An empty queue never wakes up.
 */
BalieExpiryQueue *balie_expiry_queue_new (guint        milliseconds,
                                          BalieExpired expired,
                                          gpointer     user_data);

/**
 * balie_expiry_queue_free:
 *
 * What is still in the queue is forgotten.
 */
void balie_expiry_queue_free (BalieExpiryQueue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieExpiryQueue, balie_expiry_queue_free)

/**
 * balie_expiry_queue_add:
 * @owner: given back when it expires
 *
 * Puts it last, with its whole time before it; takes it out of where it was.
 */
void balie_expiry_queue_add (BalieExpiryQueue *self,
                             BalieExpiry      *expiry,
                             gpointer          owner);

/**
 * balie_expiry_queue_add_for:
 * @milliseconds: until @owner expires, instead of the queue's own
 *
 * Costs as much as there are others that expire later.
 */
void balie_expiry_queue_add_for (BalieExpiryQueue *self,
                                 BalieExpiry      *expiry,
                                 guint             milliseconds,
                                 gpointer          owner);

/**
 * balie_expiry_remove:
 *
 * Takes it out of the queue that it is in, if any.
 */
void balie_expiry_remove (BalieExpiry *expiry);

G_END_DECLS
