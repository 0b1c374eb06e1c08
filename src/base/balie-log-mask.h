/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes out of log lines what says who somebody is and where. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_log_mask:
 * @text: valid UTF-8, of any number of lines
 * @names: (array zero-terminated=1): names of this person and this computer, taken out as whole words in any case;
 *   a single letter stays, for it is found in every text
 *
 * Replaces those names, e-mail addresses, paths in homes and elsewhere where people keep files, hosts, network addresses, and long runs
 * of letters and digits, which may be secrets. Logs should hold nothing of that; this is for lines that are to be given away, and rather
 * takes too much. Identifiers (UUIDs) and times stay.
 *
 * Returns: (transfer full): the text without them
 */
char *balie_log_mask (const char        *text,
                      const char *const *names);

G_END_DECLS
