/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links in texts from the network: what is one, where it leads, and that nothing else is markup. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BALIE_LINKS_CONVERSATION:
 *
 * What a link into this program begins with; the id of the conversation that it opens follows.
 */
#define BALIE_LINKS_CONVERSATION "balie:conversation/"

/**
 * balie_links_dup_markup:
 * @text: plain text
 *
 * Returns: (transfer full): markup that shows exactly @text, its http, https and mailto links made clickable, with
 *   where they lead as their title
 */
char *balie_links_dup_markup (const char *text);

/**
 * balie_links_dup_target:
 * @uri: as it stands in a text
 *
 * Returns: (transfer full) (nullable): the host, or the address that a mail goes to; %NULL for what must not be opened:
 *   another scheme, no host, or a name before the host that pretends to be one
 */
char *balie_links_dup_target (const char *uri);

/**
 * balie_links_open:
 * @widget: where it was clicked
 * @uri: to open
 *
 * Opens @uri with the system's program for it, when it is one that may be opened.
 *
 * Returns: whether it is
 */
gboolean balie_links_open (GtkWidget  *widget,
                           const char *uri);

G_END_DECLS
