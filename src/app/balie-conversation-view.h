/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread with its composer, joined to a session: sending, drafts, read marks, typing. */
#pragma once

#include <gtk/gtk.h>

#include "balie-composer.h"
#include "balie-desk-state.h"
#include "balie-thread-view.h"

G_BEGIN_DECLS

/**
 * BalieConversationView:
 *
 * What chat and request have in common. Closing or changing it loses nothing: the draft is kept on every change.
 *
 * Actions: `thread.edit-message`, `thread.retry-message`, `thread.delete-message` (string: id of a message that waits or was
 * refused), `thread.show-notice` (string: a sentence to be said in passing).
 */
#define BALIE_TYPE_CONVERSATION_VIEW (balie_conversation_view_get_type ())
G_DECLARE_FINAL_TYPE (BalieConversationView, balie_conversation_view, BALIE, CONVERSATION_VIEW, GtkWidget)

/**
 * balie_conversation_view_new:
 * @style: of the thread; cards go with a wide composer
 */
GtkWidget *balie_conversation_view_new (BalieThreadStyle style);

/**
 * balie_conversation_view_open:
 * @session: (nullable): %NULL closes
 * @conversation: (nullable): id
 *
 * Shows a conversation and loads its draft. One that the session does not know stays empty, and nothing can be written in it.
 */
void balie_conversation_view_open (BalieConversationView *self,
                                   BalieSession          *session,
                                   const char            *conversation);

/**
 * balie_conversation_view_set_writable:
 * @writable: whether anything can be sent; otherwise there is no composer
 */
void     balie_conversation_view_set_writable (BalieConversationView *self,
                                               gboolean               writable);
gboolean balie_conversation_view_get_writable (BalieConversationView *self);

BalieThreadView *balie_conversation_view_get_thread_view (BalieConversationView *self);
BalieComposer   *balie_conversation_view_get_composer (BalieConversationView *self);

/**
 * balie_conversation_view_show_notice:
 * @text: a sentence
 *
 * Says something once, in passing, over the thread.
 */
void balie_conversation_view_show_notice (BalieConversationView *self,
                                          const char            *text);

G_END_DECLS
