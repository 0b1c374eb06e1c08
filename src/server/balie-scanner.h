/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets a program check each attachment before anybody gets it. */
#pragma once

#include "balie-desk-service.h"
#include "balie-file-store.h"
#include "balie-upload-store.h"

G_BEGIN_DECLS

/**
 * BalieScanner:
 *
 * Runs the program on one file at a time, two at once. Exit status 0 lets the attachment be fetched, 1 refuses it; anything else, and
 * being too slow, leaves it as it is, to be tried again later and later. What is to be checked stands in the database, so a restart goes on with it.
 *
 * Lives in the main context in which it was made.
 */
#define BALIE_TYPE_SCANNER (balie_scanner_get_type ())
G_DECLARE_FINAL_TYPE (BalieScanner, balie_scanner, BALIE, SCANNER, GObject)

/**
 * balie_scanner_new:
 * @files: (transfer none): lives longer
 * @command: (nullable) (array zero-terminated=1): program and arguments; the file comes behind them. With %NULL nothing is checked, and what was to
 *   be is ready.
 */
BalieScanner *balie_scanner_new (BalieDeskService  *service,
                                 BalieFileStore    *files,
                                 const char *const *command);

/**
 * balie_scanner_is_on:
 *
 * Returns: whether there is a program
 */
gboolean balie_scanner_is_on (BalieScanner *self);

/**
 * balie_scanner_add:
 * @upload: an attachment that is to be checked, as its row says
 */
void balie_scanner_add (BalieScanner         *self,
                        const BalieUploadRow *upload);

/**
 * balie_scanner_set_time_limit:
 * @milliseconds: after which the program is ended
 */
void balie_scanner_set_time_limit (BalieScanner *self,
                                   guint         milliseconds);

/**
 * balie_scanner_stop:
 *
 * Ends the programs that run, and begins no more.
 */
void balie_scanner_stop (BalieScanner *self);

G_END_DECLS
