/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is true of the desk now: its hours, whether somebody is there, whether it can be reached. */
#pragma once

#include <gio/gio.h>

#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieDeskState:
 *
 * Three separate things, never mixed into one "online", and the moment they are true for. It follows a session; without
 * one it holds what it is given, for tests and previews.
 *
 * Signals: `changed`: something of it changed, or time went on so far that what is said about it has to be said anew.
 */
#define BALIE_TYPE_DESK_STATE (balie_desk_state_get_type ())
G_DECLARE_FINAL_TYPE (BalieDeskState, balie_desk_state, BALIE, DESK_STATE, GObject)

/**
 * balie_desk_state_new:
 * @session: (nullable): to follow
 */
BalieDeskState *balie_desk_state_new (BalieSession *session);

/**
 * balie_desk_state_set:
 * @hours: when the desk is open
 * @staffed: whether somebody of the staff is there
 * @connection: to the server
 * @email: (nullable): where answers are mailed to
 *
 * Only without a session.
 */
void balie_desk_state_set (BalieDeskState    *self,
                           BalieOpeningHours *hours,
                           gboolean           staffed,
                           BalieConnection    connection,
                           const char        *email);

/**
 * balie_desk_state_get_hours:
 *
 * Returns: (transfer none) (nullable): when the desk is open; %NULL before anything is known of it
 */
BalieOpeningHours *balie_desk_state_get_hours (BalieDeskState *self);
gboolean           balie_desk_state_get_staffed (BalieDeskState *self);
BalieConnection    balie_desk_state_get_connection (BalieDeskState *self);

/**
 * balie_desk_state_get_email:
 *
 * Returns: (transfer none) (nullable): where answers are mailed to; %NULL when they are not
 */
const char *balie_desk_state_get_email (BalieDeskState *self);

/**
 * balie_desk_state_get_now:
 *
 * Returns: this computer's clock, corrected by the server's; milliseconds since 1970
 */
gint64 balie_desk_state_get_now (BalieDeskState *self);

/**
 * balie_desk_state_get_zone:
 *
 * Returns: (transfer none): this computer's zone
 */
GTimeZone *balie_desk_state_get_zone (BalieDeskState *self);

/**
 * balie_desk_state_get_open:
 *
 * Returns: whether the desk is open by its hours
 */
gboolean balie_desk_state_get_open (BalieDeskState *self);

/**
 * balie_desk_state_refresh:
 *
 * Looks at the clock again, at once.
 */
void balie_desk_state_refresh (BalieDeskState *self);

G_END_DECLS
