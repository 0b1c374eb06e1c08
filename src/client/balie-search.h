/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A search over all that is cached, as one types; the server adds what it knows. */
#pragma once

#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieSearchHit:
 * @snippet: (nullable): one line of a message around what was found; %NULL when it was found in subject or number alone, or by the
 *   server, or while it is being looked up
 * @offset: of what was found in @snippet, in bytes
 * @length: of that in bytes, 0 when it is not in @snippet
 *
 * What was found in a conversation. Plain text, never markup.
 */
typedef struct
{
  char *snippet;
  guint offset;
  guint length;
} BalieSearchHit;

/**
 * BalieSearch:
 *
 * Finds the conversations in which every word that was typed begins a word of the number, the subject or a message; and what waits
 * in the outbox. What is cached is found at once, also offline; a moment after the last key the server is asked too, and what
 * it finds is added. Of several queries the newest wins.
 *
 * Properties: `query` (string, nullable, notifies): what is typed.
 *
 * Signals: `changed`: other conversations are found now, or it is searched no more; `snippets-changed`: snippets were looked up.
 */
#define BALIE_TYPE_SEARCH (balie_search_get_type ())
G_DECLARE_FINAL_TYPE (BalieSearch, balie_search, BALIE, SEARCH, GObject)

/**
 * balie_session_new_search:
 *
 * Returns: (transfer full): a search of its own
 */
BalieSearch *balie_session_new_search (BalieSession *self);

/**
 * balie_search_set_query:
 * @query: (nullable): as it was typed; nothing in it is syntax
 *
 * What was found before holds until `changed`.
 */
void        balie_search_set_query (BalieSearch *self,
                                    const char  *query);
const char *balie_search_get_query (BalieSearch *self);

/**
 * balie_search_get_active:
 *
 * Returns: whether anything was searched for; without a word everything is to be shown
 */
gboolean balie_search_get_active (BalieSearch *self);

/**
 * balie_search_has:
 * @conversation: id
 *
 * Returns: whether it was found; %FALSE when nothing was searched for
 */
gboolean balie_search_has (BalieSearch *self,
                           const char  *conversation);

/**
 * balie_search_find:
 * @conversation: id
 *
 * Looks up the snippet when there may be one and it is not here yet; `snippets-changed` tells.
 *
 * Returns: (transfer none) (nullable): what was found in it, valid until a signal; %NULL for nothing
 */
const BalieSearchHit *balie_search_find (BalieSearch *self,
                                         const char  *conversation);

/**
 * balie_search_has_text:
 * @text: of something that no index knows
 *
 * Returns: whether every word that is searched for stands in @text
 */
gboolean balie_search_has_text (BalieSearch *self,
                                const char  *text);

/**
 * balie_search_locate:
 * @text: such as a subject
 * @offset: (out): of the first word that is searched for, in bytes
 * @length: (out): of it, in bytes
 *
 * Returns: whether one of the words stands in @text
 */
gboolean balie_search_locate (BalieSearch *self,
                              const char  *text,
                              guint       *offset,
                              guint       *length);

G_END_DECLS
