/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knows what was meant to be sent, and judges what has become of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieOracle:
 *
 * A test tells it every message when it is sent, and shows it afterwards what a place holds: the server's database, the cache
 * of a client, a list on the screen. Messages are told apart by their texts, so no two may be alike.
 */
typedef struct _BalieOracle BalieOracle;

/**
 * BalieOracleView:
 *
 * The messages that one place holds, in its order.
 */
typedef struct _BalieOracleView BalieOracleView;

/**
 * BalieOracleVerdict:
 * @lost: meant and not there
 * @doubled: there once too often
 * @reordered: there behind a message of the same sender and conversation that was meant later
 * @foreign: never meant, meant for another conversation, or under another id
 */
typedef struct
{
  guint lost;
  guint doubled;
  guint reordered;
  guint foreign;
} BalieOracleVerdict;

BalieOracle *balie_oracle_new (void);
void         balie_oracle_free (BalieOracle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieOracle, balie_oracle_free)

/**
 * balie_oracle_record:
 * @sender: whatever tells senders apart; each one's messages have an order
 * @conversation: the id
 * @id: (nullable): of the message, when the test knows it
 * @text: different from all others
 *
 * Records that a message is meant to arrive.
 */
void balie_oracle_record (BalieOracle *self,
                          const char  *sender,
                          const char  *conversation,
                          const char  *id,
                          const char  *text);

/**
 * balie_oracle_get_n_recorded:
 * @conversation: (nullable): %NULL for all
 */
guint balie_oracle_get_n_recorded (BalieOracle *self,
                                   const char  *conversation);

/**
 * balie_oracle_view_new:
 * @name: of the place, for failures
 */
BalieOracleView *balie_oracle_view_new (const char *name);
void             balie_oracle_view_free (BalieOracleView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieOracleView, balie_oracle_view_free)

/**
 * balie_oracle_view_add:
 * @id: (nullable): of the message, when the place shows it
 */
void balie_oracle_view_add (BalieOracleView *self,
                            const char      *conversation,
                            const char      *id,
                            const char      *text);

/**
 * balie_oracle_judge:
 * @conversation: (nullable): all that the place is to hold; %NULL for all conversations
 *
 * Returns: what is wrong; each fault is also told to the test's log
 */
BalieOracleVerdict balie_oracle_judge (BalieOracle     *self,
                                       BalieOracleView *view,
                                       const char      *conversation);

/**
 * balie_oracle_assert_whole:
 *
 * Fails the test unless nothing is wrong.
 */
void balie_oracle_assert_whole (BalieOracle     *self,
                                BalieOracleView *view,
                                const char      *conversation);

G_END_DECLS
