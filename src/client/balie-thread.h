/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of one conversation, in order, with what is still in the outbox at the end. */
#pragma once

#include <gio/gio.h>

#include "balie-conversation-item.h"
#include "balie-thread-item.h"

G_BEGIN_DECLS

/**
 * BalieThread:
 *
 * A #GListModel of #BalieThreadItem, ascending. It begins with the newest page and grows at the front with
 * [method@Thread.load_older_async]; pages come from the cache, and from the server where the cache has none.
 *
 * Properties (read-only, each notifies): `conversation` (BalieConversationItem), `has-older` (boolean), `loaded` (boolean: the
 * newest page is there), `typing` (string, nullable: name of who of the other side is typing; ends by itself after 6 s),
 * `first-unread` (int64: number of the first message that was unread when the thread was opened, 0 for none).
 */
#define BALIE_TYPE_THREAD (balie_thread_get_type ())
G_DECLARE_FINAL_TYPE (BalieThread, balie_thread, BALIE, THREAD, GObject)

BalieConversationItem *balie_thread_get_conversation (BalieThread *self);
gboolean               balie_thread_get_has_older (BalieThread *self);
gboolean               balie_thread_get_loaded (BalieThread *self);
const char            *balie_thread_get_typing (BalieThread *self);
gint64                 balie_thread_get_first_unread (BalieThread *self);

/**
 * balie_thread_load_older_async:
 *
 * Puts up to 50 older messages in front. While one is under way, another waits for the same page.
 */
void     balie_thread_load_older_async (BalieThread        *self,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
gboolean balie_thread_load_older_finish (BalieThread  *self,
                                         GAsyncResult *result,
                                         GError      **error);

G_END_DECLS
