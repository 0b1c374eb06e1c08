/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat: who is there, whether the desk is open, the thread, the composer. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-view.h"
#include "balie-desk-state.h"

G_BEGIN_DECLS

/**
 * BalieChatPanel:
 *
 * A floating card at the bottom right of a wide window, or a page of a narrow one.
 *
 * Properties: `as-page` (boolean): fills the window; the button that leaves it stands left, as that of any page.
 *
 * Actions: `chat.fold`.
 *
 * Signals: `fold`: it is to be put away.
 */
#define BALIE_TYPE_CHAT_PANEL (balie_chat_panel_get_type ())
G_DECLARE_FINAL_TYPE (BalieChatPanel, balie_chat_panel, BALIE, CHAT_PANEL, GtkWidget)

GtkWidget *balie_chat_panel_new (void);

/**
 * balie_chat_panel_set_session:
 * @session: (nullable): whose chat to show; %NULL closes it
 */
void balie_chat_panel_set_session (BalieChatPanel *self,
                                   BalieSession   *session);

/**
 * balie_chat_panel_set_desk_state:
 * @state: (nullable): what the header and the banner tell
 *
 * A session brings its own; this is for tests and previews without one.
 */
void                   balie_chat_panel_set_desk_state (BalieChatPanel *self,
                                                        BalieDeskState *state);
void                   balie_chat_panel_set_as_page (BalieChatPanel *self,
                                                     gboolean        as_page);
BalieConversationView *balie_chat_panel_get_conversation_view (BalieChatPanel *self);

G_END_DECLS
