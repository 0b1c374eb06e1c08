/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the desk itself: its settings, its epoch and its sequence of numbers. */
#pragma once

#include "balie-db.h"
#include "balie-desk.h"

G_BEGIN_DECLS

/**
 * BALIE_FIRST_NUMBER:
 *
 * The number of a desk's first request.
 */
#define BALIE_FIRST_NUMBER 1001

/**
 * balie_desk_store_load:
 *
 * Returns: (transfer full) (nullable): the desk as it was saved last, with its epoch; %NULL without @error when there is none yet
 */
BalieDesk *balie_desk_store_load (BalieDb *db,
                                  GError **error);

/**
 * balie_desk_store_save:
 * @desk: without what is true only at a moment: `now`, `staffed`
 * @changed: (out): whether it differs from what was there
 *
 * Keeps a desk. The first time, it gets an epoch; see [func@desk_store_renew_epoch].
 */
gboolean balie_desk_store_save (BalieDb         *db,
                                const BalieDesk *desk,
                                gboolean        *changed,
                                GError         **error);

/**
 * balie_desk_store_renew_epoch:
 *
 * Begins a new history: for a copy of the database that may be behind what clients have seen.
 */
gboolean balie_desk_store_renew_epoch (BalieDb *db,
                                       GError **error);

/**
 * balie_desk_store_take_number:
 *
 * Takes the next number for a request, in the transaction that makes it.
 *
 * Returns: the number, or 0 on error
 */
gint64 balie_desk_store_take_number (BalieDb *db,
                                     GError **error);

/**
 * balie_desk_store_set_next_number:
 *
 * Lets the next request have @number.
 */
gboolean balie_desk_store_set_next_number (BalieDb *db,
                                           gint64   number,
                                           GError **error);

G_END_DECLS
