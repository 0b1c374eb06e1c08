/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the session fills a thread; for this room alone. */
#pragma once

#include "balie-thread.h"

G_BEGIN_DECLS

/**
 * BALIE_THREAD_PAGE:
 *
 * Messages a page.
 */
#define BALIE_THREAD_PAGE 50

/**
 * BalieThreadLoad:
 * @before: number of the first message that is there; 0 for the newest page
 *
 * Asked for a page. It is answered with [func@thread_add_page] or [func@thread_fail_page], once, not from within.
 */
typedef void (*BalieThreadLoad) (BalieThread *thread,
                                 gint64       before,
                                 gpointer     user_data);

/**
 * balie_thread_new:
 * @conversation: whose messages
 * @own: id of the reader's account
 * @load: asked for pages; first with [func@thread_load_newest]
 * @user_data: (transfer full): for @load
 * @destroy: (nullable): frees @user_data
 */
BalieThread *balie_thread_new (BalieConversationItem *conversation,
                               const char            *own,
                               BalieThreadLoad        load,
                               gpointer               user_data,
                               GDestroyNotify         destroy);

/**
 * balie_thread_load_newest:
 *
 * Asks for the newest page: when the thread is opened, and once more when it was opened offline and could not be had.
 */
void balie_thread_load_newest (BalieThread *self);

/**
 * balie_thread_add_page:
 * @messages: (element-type BalieMessage): ascending, possibly empty
 * @has_older: whether there are more before them
 */
void balie_thread_add_page (BalieThread *self,
                            GPtrArray   *messages,
                            gboolean     has_older);
void balie_thread_fail_page (BalieThread  *self,
                             const GError *error);

/**
 * balie_thread_put_message:
 * @message: with its number, as the server has it
 *
 * Adds @message in its place, or makes it the value of the item that is there, also of one that was waiting.
 *
 * Returns: (transfer none) (nullable): the item; %NULL when it belongs to a page that is not loaded
 */
BalieThreadItem *balie_thread_put_message (BalieThread  *self,
                                           BalieMessage *message);

/**
 * balie_thread_put_waiting:
 * @message: own, without a number
 *
 * Adds @message at the end as waiting, or makes it the value of the item that is there, unless that one has its number.
 *
 * Returns: (transfer none): the item
 */
BalieThreadItem *balie_thread_put_waiting (BalieThread  *self,
                                           BalieMessage *message);
gboolean         balie_thread_remove (BalieThread *self,
                                      const char  *id);

/**
 * balie_thread_find:
 *
 * Returns: (transfer none) (nullable): the item with that id
 */
BalieThreadItem *balie_thread_find (BalieThread *self,
                                    const char  *id);

/**
 * balie_thread_reset:
 *
 * Forgets all messages that the server numbered, because its history is another one now. [func@thread_load_newest] asks
 * for the new ones.
 */
void balie_thread_reset (BalieThread *self);

/**
 * balie_thread_show_typing:
 *
 * Somebody of the other side typed a moment ago.
 */
void balie_thread_show_typing (BalieThread *self,
                               const char  *name);

G_END_DECLS
