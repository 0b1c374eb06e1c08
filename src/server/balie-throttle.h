/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slows down who guesses passwords, without locking out whom they guess. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieThrottle:
 *
 * Counts failed logins per network (/24 of IPv4, /64 of IPv6) and per account name. Some are free, then each costs a
 * longer wait, up to a bound: nobody is ever locked out. A network from which an account has signed in before has a budget
 * of its own for that account, which strangers' guesses elsewhere do not touch.
 *
 * Time is the caller's, in milliseconds of a clock that does not go back.
 */
typedef struct _BalieThrottle BalieThrottle;

/**
 * balie_throttle_new:
 * @max_entries: most names and networks that are remembered; the one that was seen longest ago is forgotten first
 */
BalieThrottle *balie_throttle_new (guint max_entries);
void           balie_throttle_free (BalieThrottle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieThrottle, balie_throttle_free)

/**
 * balie_throttle_begin:
 * @username: as it was typed, known or not
 * @address: the client's IP address
 * @now: milliseconds
 *
 * To be called before a password is checked. When it grants the try, the try counts as failed until
 * balie_throttle_succeed() says otherwise, so that many at once do not slip through.
 *
 * Returns: 0 when the password may be checked; otherwise seconds for Retry-After
 */
guint balie_throttle_begin (BalieThrottle *self,
                            const char    *username,
                            const char    *address,
                            gint64         now);

/**
 * balie_throttle_succeed:
 *
 * The try that was granted had the right password.
 */
void balie_throttle_succeed (BalieThrottle *self,
                             const char    *username,
                             const char    *address,
                             gint64         now);

/**
 * balie_throttle_get_n_entries:
 *
 * Returns: how many names and networks are remembered
 */
guint balie_throttle_get_n_entries (BalieThrottle *self);

G_END_DECLS
