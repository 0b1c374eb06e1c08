/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where log lines go: standard error, or the journal when that is what standard error is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_log_init:
 * @verbose: whether debug lines are shown
 *
 * To be called once, first thing in main(). Standard output stays free for what a command answers.
 */
void balie_log_init (gboolean verbose);

/**
 * balie_log_remember:
 *
 * Keeps the last lines in memory from now on: those of the program itself, and warnings of the libraries that it uses; at most 200 lines
 * and 32 KiB. To be called once, after balie_log_init().
 */
void balie_log_remember (void);

/**
 * balie_log_dup_remembered:
 *
 * Returns: (transfer full): the lines that are kept, oldest first, each with the time of day (UTC) and its weight; empty when
 *   nothing is remembered
 */
char *balie_log_dup_remembered (void);

G_END_DECLS
