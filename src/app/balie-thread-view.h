/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread: all messages of a conversation, for the chat and for requests alike. */
#pragma once

#include <gtk/gtk.h>

#include "balie-thread-row.h"

G_BEGIN_DECLS

#define BALIE_TYPE_THREAD_STYLE (balie_thread_style_get_type ())
GType balie_thread_style_get_type (void) G_GNUC_CONST;

/**
 * BalieThreadView:
 *
 * Opens at the end and stays there while one reads there; whoever reads further up stays where they are, whatever comes
 * in at either end, and is told of new messages by a button.
 *
 * Properties: `style` (BalieThreadStyle, construct only), `model` (GListModel of BalieThreadItem, nullable; when it is a
 * BalieThread, older messages are loaded from it), `desk-state` (BalieDeskState, nullable), `first-unread` (int64: number of the
 * message above which the line for unread ones stands, 0 for none), `typing` (string, nullable: who of the other side is typing),
 * `empty-text` (string, nullable: what stands there while there is no message), `displayed` (int64, read-only: number of
 * the newest message that was displayed in a focused window).
 *
 * Signals: `load-failed` (boxed GError): older messages could not be loaded.
 */
#define BALIE_TYPE_THREAD_VIEW (balie_thread_view_get_type ())
G_DECLARE_FINAL_TYPE (BalieThreadView, balie_thread_view, BALIE, THREAD_VIEW, GtkWidget)

GtkWidget  *balie_thread_view_new (BalieThreadStyle style);
GListModel *balie_thread_view_get_model (BalieThreadView *self);
void        balie_thread_view_set_model (BalieThreadView *self,
                                         GListModel      *model);
void        balie_thread_view_set_desk_state (BalieThreadView *self,
                                              BalieDeskState  *state);
void        balie_thread_view_set_first_unread (BalieThreadView *self,
                                                gint64           number);
void        balie_thread_view_set_typing (BalieThreadView *self,
                                          const char      *name);
void        balie_thread_view_set_empty_text (BalieThreadView *self,
                                              const char      *text);
gint64      balie_thread_view_get_displayed (BalieThreadView *self);

/**
 * balie_thread_view_set_session:
 * @session: (nullable): where the files of messages come from; before the model, so that no row is filled twice
 */
void balie_thread_view_set_session (BalieThreadView *self,
                                    BalieSession    *session);

/**
 * balie_thread_view_get_at_end:
 *
 * Returns: whether the newest message is in sight, so that the view follows new ones
 */
gboolean balie_thread_view_get_at_end (BalieThreadView *self);

/**
 * balie_thread_view_scroll_to_end:
 *
 * Shows the newest message.
 */
void balie_thread_view_scroll_to_end (BalieThreadView *self);

G_END_DECLS
