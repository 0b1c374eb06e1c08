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

G_END_DECLS
