/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message in a thread, with the lines that stand before it. */
#pragma once

#include <gtk/gtk.h>

#include "balie-desk-state.h"
#include "balie-session.h"
#include "balie-thread-item.h"

G_BEGIN_DECLS

/**
 * BalieThreadStyle:
 * @BALIE_THREAD_STYLE_BUBBLES: own messages right, those of others left, as in a chat
 * @BALIE_THREAD_STYLE_CARDS: everybody's below each other, with face and name, as in a correspondence
 */
typedef enum {
  BALIE_THREAD_STYLE_BUBBLES,
  BALIE_THREAD_STYLE_CARDS,
} BalieThreadStyle;

/**
 * BalieThreadRow:
 *
 * Shows the day where one begins, the line above what is unread, then the message: its text as text, with links, its files, its
 * author and time, what became of it, and for a refused one why and what can be done. The buttons activate
 * `thread.edit-message`, `thread.retry-message` and `thread.delete-message` with the message's id.
 */
#define BALIE_TYPE_THREAD_ROW (balie_thread_row_get_type ())
G_DECLARE_FINAL_TYPE (BalieThreadRow, balie_thread_row, BALIE, THREAD_ROW, GtkWidget)

GtkWidget *balie_thread_row_new (BalieThreadStyle style);

/**
 * balie_thread_row_set_desk_state:
 * @state: (nullable): tells what day it is and when a message left out of hours is answered
 */
void balie_thread_row_set_desk_state (BalieThreadRow *self,
                                      BalieDeskState *state);

/**
 * balie_thread_row_set_session:
 * @session: (nullable): where the files of messages come from
 */
void balie_thread_row_set_session (BalieThreadRow *self,
                                   BalieSession   *session);

/**
 * balie_thread_row_set_first_unread:
 * @number: of the message above which the line for unread ones stands; 0 for none
 */
void balie_thread_row_set_first_unread (BalieThreadRow *self,
                                        gint64          number);

/**
 * balie_thread_row_set_item:
 * @item: (nullable): what to show
 */
void             balie_thread_row_set_item (BalieThreadRow  *self,
                                            BalieThreadItem *item);
BalieThreadItem *balie_thread_row_get_item (BalieThreadRow *self);

G_END_DECLS
